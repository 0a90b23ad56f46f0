import ArgumentParser
import Documents
import Glibc
import Interview

/// `intone status`: how the daemon is, at a glance.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "How the daemon is: queue, throughput, what is wrong and what to do.",
    discussion: """
      Exit code 0 when all is well, 3 when the daemon cannot be reached, 4 when something is wrong.

      EXAMPLES
        intone status --follow
        intone status --fleet
        intone status --json | jq .queue
      """)

  @Flag(help: "Draw it again every two seconds, until interrupted; with --json one object a line.")
  var follow = false

  @Flag(help: "The daemons of a store on a server, each by what it last said of itself.")
  var fleet = false

  @OptionGroup var daemon: DaemonOptions

  /// Exit code 4 where something is wrong; with --follow until it is interrupted.
  func run() throws {
    guard follow else {
      let (text, problems) = try fetch()
      print(text)
      if problems > 0 { throw ExitCode(4) }
      return
    }
    let redraws = isatty(STDOUT_FILENO) == 1 && !daemon.json
    while true {
      var text: String
      // A daemon that is being restarted is worth waiting for.
      do { text = try fetch().text } catch let fault as Fault { text = fault.report(subject: nil, in: daemon.lang) }
      // Home, the text with the rest of each line cleared, then everything below (ECMA-48).
      if redraws { text = "\u{1B}[H" + text.replacing("\n", with: "\u{1B}[K\n") + "\u{1B}[K\n\u{1B}[J" }
      print(text, terminator: redraws ? "" : daemon.json ? "\n" : "\n\n")
      StandardOutput.flush()
      sleep(2)
    }
  }

  /// One look: what is printed, and how many problems there are.
  private func fetch() throws -> (text: String, problems: Int) {
    if fleet {
      let body = try daemon.ask("GET", "/v1/fleet")
      let report = try FleetDocument(reading: body)
      return (daemon.json ? body.withoutLastNewline : report.text(in: daemon.lang), report.nodes.count { $0.state != .ok })
    }
    let body = try daemon.ask("GET", "/v1/status")
    let report = try StatusDocument(reading: body)
    return (daemon.json ? body.withoutLastNewline : report.text(in: daemon.lang), report.problems.count)
  }
}

extension FleetDocument {
  fileprivate func text(in language: Language) -> String {
    let zh = language == .zh
    let names: [State: Bilingual] = [
      .ok: Bilingual(zh: "正常", en: "ok"), .degraded: Bilingual(zh: "有问题", en: "degraded"), .silent: Bilingual(zh: "无消息", en: "silent"),
    ]
    var table = TextTable(
      header: zh
        ? ["节点", "状态", "地点", "版本", "等待", "处理中", "搁置", "上次消息", "问题"]
        : ["node", "state", "site", "version", "waiting", "in work", "set aside", "last heard", "problems"])
    table.textColumns = [0, 1, 2, 3, 8]
    for node in nodes {
      let state: String = names[node.state]?[language] ?? ""
      let quarantined = node.set_aside.map { "\($0)" } ?? "—"
      let figures: [String] = ["\(node.waiting)", "\(node.working)", quarantined, StatusDocument.span(node.silent_s)]
      let who: [String] = [node.node.isEmpty ? "—" : node.node, state, node.site ?? "—", node.version]
      table.rows.append(who + figures + [node.problems.joined(separator: " ")])
    }
    guard versions.count > 1 else { return table.text }
    let mixed = versions.joined(separator: ", ")
    let warning = Bilingual(
      zh: "有多个引擎版本（\(mixed)）：其结果不会放在一起比较。", en: "Several engine versions (\(mixed)): their results are not put together.")
    return "\(table.text)\n\(warning[language])"
  }
}
