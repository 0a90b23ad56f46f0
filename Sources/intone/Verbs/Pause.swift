import ArgumentParser
import FoundationEssentials
import Interview
import Store

/// `intone pause`: no new work until resumed.
struct Pause: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Take no new work until resumed; what is in hand is ended, and files keep arriving in the inbox.",
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

  /// What is in hand is not waited for: that is `intone drain`.
  func run() throws {
    let end = until ?? span.map { UTC.text(Date().timeIntervalSince1970 + $0.seconds) }
    guard let end else { return try daemon.steer("pause", said: Bilingual(zh: "已暂停", en: "paused")) }
    try daemon.steer("pause?until=" + PercentText.encoded(end), said: Bilingual(zh: "已暂停，\(end) 自动恢复", en: "paused until \(end)"))
  }
}
