import Assessment
import Inbox
import Interview
import Reports
import Sessions
import Store

/// The first page of an export, for the person it is about: what is held, in plain words, and where in the export it is.
struct CandidateIndexPage {
  private let candidate: String
  private let contents: CandidateExport.Contents
  private let time: Double
  private let language: Language

  init(_ candidate: String, _ contents: CandidateExport.Contents, at time: Double, in language: Language) {
    (self.candidate, self.contents, self.time, self.language) = (candidate, contents, time, language)
  }

  /// The whole page; it loads nothing from anywhere.
  var html: String {
    let title = say("关于 \(candidate) 保存的全部内容", "Everything that is held about \(candidate)")
    let parts =
      [paragraph(introduction)] + contents.sessions.flatMap { CandidateInterviewPage($0, in: language).parts } + readers
      + [heading(say("其余", "And the rest"))] + [list(rest)]
    return """
      <!doctype html>
      <html lang="\(language == .zh ? "zh-CN" : "en")"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
      <title>\(escaped(title.visibleLine))</title>
      <style>\(Self.style)</style></head>
      <body><h1>\(escaped(title.visibleLine))</h1>
      \(parts.joined(separator: "\n"))
      </body></html>

      """
  }

  private static let style = """
    :root{--ink:#1b1f24;--soft:#5a636d;--line:#d5dae0;--accent:#0b5a94;--page:#fff}
    @media(prefers-color-scheme:dark){:root{--ink:#e7eaee;--soft:#a7b0ba;--line:#39414a;--accent:#79bdf0;--page:#15181c}}
    body{margin:0 auto;max-width:44rem;padding:2rem 1.25rem;color:var(--ink);background:var(--page);overflow-wrap:anywhere;\
    font:17px/1.65 system-ui,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
    h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.3rem;margin:2.4rem 0 .5rem;border-top:2px solid var(--line);padding-top:1rem}
    h3{font-size:1.05rem;margin:1.8rem 0 .2rem}p{margin:.35rem 0}.facts{color:var(--soft);font-size:.92rem}a{color:var(--accent)}
    blockquote{border-left:3px solid var(--line);margin:.5rem 0;padding-left:1rem;white-space:pre-wrap}
    ul{padding-left:1.3rem}table{border-collapse:collapse;width:100%;font-size:.92rem}
    td,th{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:600}
    """

  private var introduction: String {
    let day = ExportMarkup.day(time)
    return say(
      """
      本页说明面试测量系统在 \(day)（UTC）保存的、与您有关的内容：您的录音和文字记录、由它们得出的测量值与得分、人的评审与决定，以及谁看过、听过它们。\
      系统测量语速、停顿、音高、用词与内容，不推断情绪、性格、诚实或健康。得分供人参考，决定由人作出。
      """,
      """
      This page tells what the interview measurement held about you on \(day) (UTC): your recordings and the written record of your words, what \
      was measured and scored from them, what people judged and decided, and who looked at them or listened. Rate, pauses, pitch, words and \
      content are measured; emotion, character, honesty and health are not inferred. A score is there for people to read; people decide.
      """)
  }

  /// Rows of the table at most; the rest stands in `audit.jsonl`.
  private static let maximumRows = 50

  /// What was begun and what came of it are two entries and one act: told once, as it ended. What ended well, or is this very export,
  /// was done.
  private var acts: [(time: Double, entry: AuditEntry, isDone: Bool)] {
    var acts: [(time: Double, entry: AuditEntry, isDone: Bool)] = []
    for link in contents.entries {
      let (entry, time) = (link.entry, Double(link.microseconds) / 1_000_000)
      let begun = acts.lastIndex { act in
        act.entry.outcome == AuditEntry.begun
          && (act.entry.actor, act.entry.action, act.entry.subject) == (entry.actor, entry.action, entry.subject)
      }
      if let begun, entry.outcome != AuditEntry.begun { acts.remove(at: begun) }
      acts.append((time, entry, ["done", AuditEntry.begun].contains(entry.outcome)))
    }
    return acts
  }

  private var readers: [String] {
    let acts = acts.reversed()
    guard !acts.isEmpty else { return [] }
    let rows = acts.prefix(Self.maximumRows).map { act in
      let (who, what) = (act.entry.actor.visibleLine, ExportMarkup.act(act.entry, isDone: act.isDone)[language].visibleLine)
      return "<tr><td>\(ExportMarkup.minute(act.time))</td><td>\(escaped(who))</td><td>\(escaped(what))</td></tr>"
    }
    let head = [say("何时（UTC）", "when (UTC)"), say("谁", "who"), say("做了什么", "what")].map { "<th scope=\"col\">\($0)</th>" }.joined()
    let others = acts.count - rows.count
    return [
      heading(say("谁看过、听过、改动过", "Who looked, listened, or changed something")),
      paragraph(
        say(
          "uid 后面的数字是服务器上的用户编号；是哪一位，请问用人单位。", "A number after uid is an account on the employer's server: ask the employer whose it is.")),
      "<table><thead><tr>\(head)</tr></thead><tbody>\(rows.joined())</tbody></table>",
    ] + (others > 0 ? [paragraph(say("另有 \(others) 条更早的，见 audit.jsonl。", "\(others) earlier ones stand in audit.jsonl."))] : [])
  }

  private var rest: [String] {
    [
      ExportMarkup.link("events.jsonl")
        + say("：发生过的 \(contents.events) 件事（收到、评分、评审……）", ": \(contents.events) events (received, scored, reviewed …)"),
      ExportMarkup.link("audit.jsonl")
        + say("：上面这张表的全部 \(contents.entries.count) 条原始记录", ": all \(contents.entries.count) entries behind the table above"),
      say(
        "以 .jsonl 结尾的文件每行一条，供其他程序读取；共有 \(contents.revisions) 次评分",
        "files that end in .jsonl are for other programs, one entry a line; there are \(contents.revisions) scorings in all"),
      say(
        "不在其中的：运行日志（不含您说的话），以及以前的备份。备份何时不再保存，请问用人单位",
        "not enclosed: logs of operation, which hold nothing that you said, and older backups; ask the employer until when these are kept"),
    ]
  }

  private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  private func heading(_ text: String) -> String { "<h2>\(escaped(text))</h2>" }
  private func paragraph(_ text: String) -> String { "<p>\(escaped(text.visible))</p>" }
  /// - Parameter items: HTML.
  private func list(_ items: [String]) -> String { "<ul>" + items.map { "<li>\($0)</li>" }.joined() + "</ul>" }
}

/// Small pieces of such a page.
enum ExportMarkup {
  /// `2026-12-01`.
  static func day(_ time: Double) -> String { String(UTC.text(time).prefix(10)) }

  /// `2026-12-01 10:00`.
  static func minute(_ time: Double) -> String { String(UTC.text(time).prefix(16)).replacing("T", with: " ") }

  /// A link to a file of the export, which works where the page lies beside it.
  static func link(_ path: String, _ text: String? = nil) -> String {
    return "<a href=\"\(PercentText.path(path))\">\(escaped((text ?? path).visibleLine))</a>"
  }

  /// What an entry of the audit log tells, in words; the verb itself where it is none of these.
  static func act(_ entry: AuditEntry, isDone: Bool) -> Bilingual {
    if entry.outcome == "denied" || entry.action.hasPrefix("denied.") { return Bilingual(zh: "提出请求，被拒绝", en: "asked, and was refused") }
    let act = acts[entry.action] ?? Bilingual(zh: entry.action, en: entry.action)
    // Over the socket the subject is the address that was asked; a candidate stands there by a hash, which says nothing to anybody.
    let path = entry.subject.split(separator: "/")
    let subject = path.count > 2 ? String(path[2]) : path.count == 1 && !entry.subject.contains(" ") ? entry.subject : ""
    let tried = isDone ? Bilingual(zh: "", en: "") : Bilingual(zh: "：没有成功", en: ": it did not succeed")
    guard !subject.isEmpty else { return Bilingual(zh: act.zh + tried.zh, en: act.en + tried.en) }
    return Bilingual(zh: act.zh + "（\(subject)）" + tried.zh, en: act.en + " (\(subject))" + tried.en)
  }

  private static let acts: [String: Bilingual] = [
    "read": Bilingual(zh: "读了您说的话", en: "read what you said"), "hear": Bilingual(zh: "听了录音", en: "listened to the recording"),
    "export": Bilingual(zh: "导出了所存的全部内容", en: "gave out all that is held"),
    "review": Bilingual(zh: "写下了评审或决定", en: "wrote a judgement or a decision"),
    "correct": Bilingual(zh: "更正了清单", en: "corrected what was delivered about the interview"),
    "rescore": Bilingual(zh: "重新评分", en: "had it scored again"), "retry": Bilingual(zh: "让系统再处理一次", en: "had it processed again"),
    "hold": Bilingual(zh: "暂时搁置", en: "set it aside for a time"), "release": Bilingual(zh: "解除搁置", en: "took it up again"),
    "forget": Bilingual(zh: "要求删除", en: "asked for it to be deleted"),
  ]
}
