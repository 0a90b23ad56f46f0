import Assessment
import Inbox
import Interview
import Queries
import Reports
import Sessions
import Store

/// One interview on the page for the person it is about: each question with what was answered, what it scored or why it has no score,
/// what people judged, and the files that were delivered.
struct CandidateInterviewPage {
  private let session: CandidateExport.Contents.Session
  private let language: Language

  init(_ session: CandidateExport.Contents.Session, in language: Language) { (self.session, self.language) = (session, language) }

  private var card: SessionScorecard { session.card }

  /// HTML, in order.
  var parts: [String] {
    var parts = ["<h2>\(escaped(say("面试 \(session.name)", "Interview \(session.name)").visibleLine))</h2>", facts(overview)]
    for question in card.state.questions { parts += self.question(question) }
    if !card.decisions.isEmpty {
      parts.append("<h3>\(say("人对整场面试的决定", "What people decided about the interview"))</h3>")
      parts += card.decisions.map(judgement)
    }
    return parts + files
  }

  private var overview: [String] {
    let summary = card.summary
    let score: String? = summary.overall.map { overall in
      say("整场得分 ", "score of the whole interview: ") + points(overall, summary.low, summary.high)
    }
    return [card.state.sentence[language], score].compactMap(\.self)
  }

  private func question(_ id: String) -> [String] {
    let answers = card.answers.filter { $0.record.key.question.text == id }
    let name = say("题目 \(id)", "Question \(id)")
    let title = session.asked[id].map { say("题目：", "Question: ") + $0[language] } ?? name
    var parts = ["<h3>\(escaped(title.visibleLine))</h3>"]
    if answers.isEmpty { parts += [facts(session.asked[id] == nil ? [] : [name]), paragraph(unanswered(id))] }
    for answer in answers {
      parts.append(facts((session.asked[id] == nil ? [] : [name]) + about(answer, of: answers.count)))
      parts += result(answer) + words(answer)
      for review in session.reviews[answer.id] ?? [] { parts.append(judgement(review)) }
    }
    return parts
  }

  private func about(_ answer: StoredAnswer, of attempts: Int) -> [String] {
    let record = answer.record
    let counts = card.counted.contains(answer.id)
    var about: [String] = []
    if attempts > 1 {
      about.append(
        say("第 \(record.key.attempt) 次作答", "attempt \(record.key.attempt)")
          + (counts ? say("（计入结果）", " (this one counts)") : say("（不计入结果）", " (another one counts)")))
    }
    about.append(say("\(ExportMarkup.day(record.arrivedAt)) 收到", "received \(ExportMarkup.day(record.arrivedAt))"))
    if let seconds = record.measures[.duration]?.value {
      let whole = Int(seconds.rounded())
      about.append(say("长 \(whole / 60) 分 \(whole % 60) 秒", "\(whole / 60) min \(whole % 60) s long"))
    }
    return about
  }

  /// The score, or in plain words why there is none.
  private func result(_ answer: StoredAnswer) -> [String] {
    let record = answer.record
    if let scorecard = record.scorecard, let overall = scorecard.overall {
      let score = points(overall, scorecard.confidence.low, scorecard.confidence.high)
      return [paragraph(say("得分：\(score)。", "Score: \(score)."))]
    }
    let why: Bilingual
    if record.isDeclined {
      why = UnknownReason.consentDeclined.messageForSpeaker
    } else if let reasons = record.scorecard?.confidence.messageForSpeaker, let reason = reasons.first {
      why = reason
    } else {
      why = Bilingual(
        zh: "这场面试没有指定按什么岗位评分，所以只作测量，没有评分", en: "no role was named for this interview, so that answers were measured and not scored")
    }
    return [
      paragraph(
        say(
          "没有得分，因为\(why.zh)。没有得分不是低分，也不按 0 分计。",
          "There is no score, because \(why.en). No score is not a low score, and does not count as 0."))
    ]
  }

  private func words(_ answer: StoredAnswer) -> [String] {
    if answer.record.isLocked {
      return [paragraph(say("您说的话已加密封存，导出时没有密钥。", "What you said is sealed, and the key was not at hand for this copy."))]
    }
    guard let document = try? AnalysisDocument(of: answer.record) else {
      return [
        paragraph(
          say("这个回答的记录无法读出，原样见 revisions.jsonl。", "The record of this answer cannot be read; it stands in revisions.jsonl as it is."))
      ]
    }
    guard let text = document.text?.content, !text.isEmpty else { return [] }
    let isAnothers = document.text?.fit?.fits == false
    let heading =
      isAnothers
      ? say(
        "收到的文字记录（看来不是这段录音的，没有采用）：", "The written record that was received (it does not seem to be of this recording, and was not used):")
      : say("文字记录中您说的话：", "What you said, as the written record has it:")
    return [paragraph(heading), "<blockquote>\(escaped(text.visible))</blockquote>"]
  }

  /// Why a question has no answer.
  private func unanswered(_ id: String) -> String {
    let set = session.files.contains { file in
      !file.hasPrefix("sessions/\(session.name)/archive/")
        && FileKind.key(String(file.split(separator: "/").last ?? ""), session: card.session.record.id)?.question.text == id
    }
    if set {
      return say(
        "收到了录音，但无法使用或仍在等待，没有评分；它和原因附在下面的文件里。",
        "A recording arrived that could not be used, or that waits for something; it has no score. It is among the files below, with the reason."
      )
    }
    return card.state.phase(of: id) == .skipped
      ? say("截止时间前没有收到回答，记为未作答，不按 0 分计。", "No answer arrived before the time was over. It counts as not answered, and not as 0.")
      : say("还没有收到回答。", "No answer has arrived so far.")
  }

  private func judgement(_ stored: StoredReview) -> String {
    let (day, review) = (ExportMarkup.day(stored.time), stored.review)
    return paragraph(
      say(
        "\(day)，\(review.reviewer) 的判断：\(review.judgement)。理由：\(review.reason)。人的判断优先于得分。",
        "\(review.reviewer) judged on \(day): \(review.judgement). Reason: \(review.reason). A person's judgement stands above the score."))
  }

  private var files: [String] {
    let folder = "sessions/" + session.name
    var parts = ["<h3>\(say("这场面试的文件", "Files of this interview"))</h3>"]
    if session.files.isEmpty {
      parts.append(paragraph(say("交来的文件已没有保存（已按期限删除）。", "What was delivered is no longer kept: its time was over.")))
    } else {
      parts.append(paragraph(say("当时交来的文件，原样附上：", "What was delivered, enclosed as it was:")))
      parts.append(list(session.files.map { ExportMarkup.link($0) + escaped(kind(of: $0)) }))
    }
    if !session.locked.isEmpty {
      let count = session.locked.count
      parts.append(
        paragraph(
          say(
            "另有 \(count) 个文件已加密封存，导出时没有密钥，未能附上：",
            count == 1
              ? "One more file is sealed, and could not be enclosed, because the key was not at hand:"
              : "\(count) more files are sealed, and could not be enclosed, because the key was not at hand:")))
      parts.append(list(session.locked.map { escaped($0.visibleLine) }))
    }
    parts.append(paragraph(say("系统由此得出的内容：", "What was made of it:")))
    parts.append(
      list([
        ExportMarkup.link("\(folder)/report.\(language.rawValue).html")
          + say("：作决定的人看到的页面，有得分、失分原因与依据", ": the page that those who decide read, with scores, lost points and their evidence"),
        ExportMarkup.link("\(folder)/revisions.jsonl") + say("：每一次评分的全部数值", ": every figure of every scoring"),
        ExportMarkup.link("\(folder)/reviews-and-decisions.jsonl") + say("：人的评审与决定", ": what people judged and decided"),
      ]))
    return parts
  }

  private func kind(of file: String) -> String {
    let (destination, name) = (file.split(separator: "/").dropFirst(2).first ?? "", String(file.split(separator: "/").last ?? ""))
    // The note beside what was set aside.
    if name.hasSuffix(".reason.json") { return say("：没有使用它的原因", ": why it was not used") }
    let what =
      switch FileKind.of(name) {
      case .recording: say("录音", "a recording")
      case .transcript: say("文字记录", "a written record of what was said")
      case .manifest, .misnamedManifest: say("面试的说明：问了什么、期限等", "what was to be asked, until when, and how")
      case .other: say("附带文件", "a file beside them")
      }
    let remark =
      destination == "quarantine" ? say("，无法使用", ", which could not be used") : destination == "held" ? say("，等待中", ", which waits") : ""
    return say("：", ": ") + what + remark
  }

  /// `81.25 of 100 (it may lie between 70 and 90)`.
  private func points(_ overall: Points, _ low: Points?, _ high: Points?) -> String {
    let score = ScoreScale.hundred.text(overall)
    let text = say("\(score)（满分 100）", "\(score) of 100")
    guard let low, let high else { return text }
    let (lowest, highest) = (ScoreScale.hundred.text(low), ScoreScale.hundred.text(high))
    return say("\(score)（满分 100，可能在 \(lowest) 与 \(highest) 之间）", text + " (it may lie between \(lowest) and \(highest))")
  }

  private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  private func facts(_ facts: [String]) -> String {
    facts.isEmpty ? "" : "<p class=\"facts\">\(escaped(facts.joined(separator: say("，", " · ")).visibleLine))</p>"
  }
  private func paragraph(_ text: String) -> String { "<p>\(escaped(text.visible))</p>" }
  /// - Parameter items: HTML.
  private func list(_ items: [String]) -> String { "<ul>" + items.map { "<li>\($0)</li>" }.joined() + "</ul>" }
}
