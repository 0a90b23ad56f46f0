import Assessment
import Interview
import Store

/// The first page of an export, for the person it is about: what is held, in plain words, and where in the export it is.
struct LayPage {
  private let candidate: String
  private let contents: CandidateExport.Contents
  private let time: Double

  init(_ candidate: String, _ contents: CandidateExport.Contents, at time: Double) {
    (self.candidate, self.contents, self.time) = (candidate, contents, time)
  }

  func html(in language: Language) -> String {
    let title = Bilingual(zh: "关于 \(candidate) 保存的全部内容", en: "Everything that is held about \(candidate)")
    let parts = [paragraph(introduction)] + contents.sessions.flatMap(session) + [heading(Self.others), list(rest)]
    let body = parts.map { $0(language) }.joined(separator: "\n")
    return """
      <!doctype html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(Self.escaped(title[language]))</title>
      <style>body{font:16px/1.6 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#222}blockquote{border-left:3px solid #bbb;\
      margin:.5rem 0;padding-left:1rem;white-space:pre-wrap}code{overflow-wrap:anywhere}</style></head>
      <body><h1>\(Self.escaped(title[language]))</h1>
      \(body)
      </body></html>

      """
  }

  private typealias Part = (Language) -> String

  private var introduction: Bilingual {
    let day = String(UTC.text(time).prefix(10))
    return Bilingual(
      zh: """
        本页说明面试测量系统在 \(day)（UTC）保存的、与您有关的内容：您的录音与转写、由它们得出的测量与得分、人的评审与决定，以及谁看过、听过它们。\
        系统测量语速、停顿、音高、用词与内容，不推断情绪、性格、诚实或健康；得分只是建议，决定由人作出。
        """,
      en: """
        This page tells what the interview measurement held about you on \(day) (UTC): your recordings and transcripts, what was measured and scored \
        from them, what people decided, and who looked at them or listened. Rate, pauses, pitch, words and content are measured; emotion, \
        character, honesty and health are not inferred. A score is advice; people decide.
        """)
  }

  private func session(_ session: CandidateExport.Contents.Session) -> [Part] {
    let folder = "sessions/" + session.name
    var parts: [Part] = [heading(Bilingual(zh: "面试 \(session.name)", en: "Interview \(session.name)"))]
    for answer in session.answers { parts += self.answer(answer) }
    for review in session.reviews {
      let day = String(UTC.text(review.time).prefix(10))
      parts.append(
        paragraph(
          Bilingual(
            zh: "\(day)，\(review.review.reviewer) 的评审：\(review.review.judgement)。理由：\(review.review.reason)",
            en: "\(day), review by \(review.review.reviewer): \(review.review.judgement). Reason: \(review.review.reason)")))
    }
    let files = session.files.map { Bilingual(zh: $0, en: $0) }
    parts.append(paragraph(Bilingual(zh: "您交来的文件，原样附在这里：", en: "The files that were delivered, enclosed as they were:")))
    parts.append(list(files.isEmpty ? [Bilingual(zh: "没有，或已按保留期限删除", en: "none, or removed when their retention ended")] : files))
    if !session.locked.isEmpty {
      parts.append(
        paragraph(
          Bilingual(
            zh: "另有 \(session.locked.count) 个文件已封存，导出时没有密钥：", en: "\(session.locked.count) more are sealed, and the key was not at hand:")))
      parts.append(list(session.locked.map { Bilingual(zh: $0, en: $0) }))
    }
    parts.append(
      list([
        Bilingual(zh: "\(folder)/report.zh.html：得分、失分原因与依据", en: "\(folder)/report.en.html: scores, lost points and their evidence"),
        Bilingual(zh: "\(folder)/revisions.jsonl：每一次评分的全部数值", en: "\(folder)/revisions.jsonl: every figure of every scoring"),
        Bilingual(zh: "\(folder)/reviews-and-decisions.jsonl：人的评审与决定", en: "\(folder)/reviews-and-decisions.jsonl: what people decided"),
      ]))
    return parts
  }

  private func answer(_ answer: StoredAnswer) -> [Part] {
    let record = answer.record
    let question = record.key.question.text
    let day = String(UTC.text(record.arrivedAt).prefix(10))
    let overall = record.scorecard?.overall.map { JSON.number($0.value).text }
    var parts: [Part] = [
      paragraph(
        Bilingual(
          zh: "问题 \(question)，第 \(record.key.attempt) 次作答，\(day) 收到；" + (overall.map { "得分 \($0)（满分 100）" } ?? "没有得分"),
          en: "Question \(question), attempt \(record.key.attempt), received \(day); "
            + (overall.map { "score \($0) of 100" } ?? "no score")))
    ]
    if record.isLocked {
      parts.append(paragraph(Bilingual(zh: "您说的话已封存，导出时没有密钥。", en: "What you said is sealed, and the key was not at hand.")))
    } else if let text = (try? AnalysisDocument(of: record))?.text?.content {
      parts.append(paragraph(Bilingual(zh: "转写中您说的话：", en: "What you said, as the transcript has it:")))
      parts.append { _ in "<blockquote>\(Self.escaped(text))</blockquote>" }
    }
    return parts
  }

  private static let others = Bilingual(zh: "其余", en: "And the rest")
  private var rest: [Bilingual] {
    [
      Bilingual(
        zh: "events.jsonl：发生过的 \(contents.events) 件事（收到、评分、评审……）",
        en: "events.jsonl: \(contents.events) events (received, scored, reviewed …)"),
      Bilingual(
        zh: "audit.jsonl：\(contents.entries) 条记录：谁在何时看过、听过、导出过",
        en: "audit.jsonl: \(contents.entries) entries: who read, heard or exported what, and when"),
      Bilingual(
        zh: "共 \(contents.revisions) 次评分；.jsonl 文件每行一条，供其他程序读取",
        en: "\(contents.revisions) scorings in all; the .jsonl files have one object a line, for other programs"),
      Bilingual(
        zh: "不在其中的：运行日志（不含内容）、此前的备份", en: "Not enclosed: logs of operation (they hold no content), and backups of before"),
    ]
  }

  private func heading(_ text: Bilingual) -> Part { { "<h2>\(Self.escaped(text[$0]))</h2>" } }
  private func paragraph(_ text: Bilingual) -> Part { { "<p>\(Self.escaped(text[$0]))</p>" } }
  private func list(_ items: [Bilingual]) -> Part {
    { language in "<ul>" + items.map { "<li><code>\(Self.escaped($0[language]))</code></li>" }.joined() + "</ul>" }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
