import ArgumentParser
import Assessment
import Documents
import Inbox
import Interview
import Settings

/// `intone queue`: what waits, by name.
struct Queue: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "What waits in the inbox: which file, since when, and for what.",
    discussion:
      "The oldest come first. While the daemon is down, it is what the inbox shows, by the age of the files.\n\nEXAMPLES\n  intone queue --limit 200\n  intone queue --json | jq '.items[] | select(.age_s > 600)'"
  )
  @Option(help: "Name at most so many.") var limit = 20
  @OptionGroup var configuration: ConfigurationOption
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard (0...10_000).contains(limit) else { throw ValidationError("--limit is 0 to 10000") }
  }

  func run() throws {
    var isDown = false
    let body = try daemon.answer("/v1/queue?limit=\(limit)", configuration) { settings throws(Fault) in
      isDown = true
      let glance = try InboxGlance(settings.inbox, limit: limit)
      for root in glance.snapshot.roots {
        if let fault = root.fault { StandardError.print(fault.report(subject: root.root.path, in: daemon.lang)) }
      }
      return QueueDocument(glance.snapshot, glance.items, of: glance.total).json.text + "\n"
    }
    if daemon.json { return print(body, terminator: "") }
    let page = try QueueDocument(reading: body)
    let zh = daemon.lang == .zh
    var table = TextTable(header: zh ? ["编号", "已等", "原因"] : ["what", "for", "why"])
    table.textColumns = [0, 2]
    let inWork =
      isDown ? zh ? "守护进程停止时正在处理，启动后重新处理" : "in work when the daemon ended; taken up again when it starts" : zh ? "处理中" : "in work"
    for item in page.working { table.rows.append([item.id, StatusDocument.span(item.age_s), inWork]) }
    for item in page.items { table.rows.append([item.id, StatusDocument.span(item.age_s), why(item)]) }
    if table.rows.isEmpty, page.more == 0 { return print(zh ? "没有等待的文件" : "nothing waits") }
    print(table.text)
    if page.more > 0 { print(zh ? "另有 \(page.more) 项；--limit 可列出更多" : "and \(page.more) more; --limit names them") }
  }

  /// Why it waits, in a sentence, with the fault of the last try.
  private func why(_ item: QueueItems.Item) -> String {
    guard let cause = item.cause, let code = item.code else { return item.why[daemon.lang] }
    let again =
      item.retry_in_s.map { daemon.lang == .zh ? "，\(StatusDocument.span($0))后重试" : "; again in \(StatusDocument.span($0))" } ?? ""
    // Of a manifest's mistakes, the first.
    let detail = item.detail?.split(separator: "\n").first.map { " " + $0 } ?? ""
    return "\(cause[daemon.lang]) [\(code)]\(detail)\(again)"
  }
}
