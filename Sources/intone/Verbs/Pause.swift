import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Interview
import Store

/// `intone pause`: no new work until resumed.
struct Pause: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Take no new work until resumed; work in progress is finished, and files keep arriving in the inbox.",
    discussion: """
      With --until or --for the pause ends by itself.

      EXAMPLES
        intone pause && cp -a /var/lib/intone /backup/ && intone resume
        intone pause --until 2026-12-01T06:00:00+08:00
        intone pause --for 2h
      """)
  @Option(help: "End the pause at this time, which bears its zone: 2026-12-01T06:00:00+08:00 or …Z.") var until: String?
  @Option(name: .customLong("for"), help: "End the pause after so long, for example 30m or 2h.") var span: Span?
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    if until != nil, span != nil { throw ValidationError("--until or --for, not both") }
    if let until, UTC.seconds(until) == nil { throw ValidationError("--until is a time with its zone: 2026-12-01T06:00:00+08:00 or …Z") }
  }

  /// Work in progress is not waited for: that is `intone drain`.
  func run() throws {
    let end = until ?? span.map { UTC.text(Date().timeIntervalSince1970 + $0.seconds) }
    guard let end else { return try daemon.steer("pause", said: Bilingual(zh: "已暂停", en: "paused")) }
    try daemon.steer("pause?until=" + PercentText.encoded(end), said: Bilingual(zh: "已暂停，\(end) 自动恢复", en: "paused until \(end)"))
  }
}

/// `intone resume`
struct Resume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Take new work again, after pause or drain.", discussion: "EXAMPLE\n  intone resume")
  @OptionGroup var daemon: DaemonOptions

  func run() throws { try daemon.steer("resume", said: Bilingual(zh: "已恢复", en: "resumed")) }
}

/// `intone drain`: as pause, and waits until no work is in progress.
struct Drain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drain",
    abstract: "Take no new work and wait until the work in progress is finished, before a stop.",
    discussion: "EXAMPLE\n  intone drain --timeout 120s && systemctl stop intoned")
  @Option(help: "How long to wait, for example 120s or 10m; exit code 1 when work is still in progress then.")
  var timeout = Span(seconds: 600)
  @OptionGroup var daemon: DaemonOptions

  /// Asks five times a second until no work is in progress.
  /// - Throws: `daemon.busy` when the timeout runs out; the daemon takes no new work all the same.
  func run() throws {
    _ = try daemon.ask("POST", "/v1/drain")
    for _ in 0..<max(1, Int(timeout.seconds * 5)) {
      let body = try daemon.ask("GET", "/v1/status")
      if try StatusDocument(reading: body).queue.working.isEmpty {
        return print(
          daemon.json ? Replies.Work(.draining, inWork: 0).json.text : daemon.lang == .zh ? "已清空，可以停止" : "drained: no work is in progress")
      }
      usleep(200_000)
    }
    throw Fault(.daemonBusy, "\(StatusDocument.span(timeout.seconds))")
  }
}

extension FaultCode {
  static let daemonBusy = FaultCode(
    "daemon.busy", retry: .later, cause: Bilingual(zh: "仍有工作未完成", en: "work is still in progress"),
    action: Bilingual(zh: "用 intone queue 查看，再等一会儿。", en: "Check intone queue, and wait a little longer."))
}
