import ArgumentParser
import Documents
import Glibc
import Interview

/// `intone drain`: as pause, and waits until nothing is in hand.
struct Drain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drain",
    abstract: "Take no new work and wait until what is in hand is ended, before a stop.",
    discussion: "EXAMPLE\n  intone drain --timeout 120s && systemctl stop intoned")
  @Option(help: "How long to wait, for example 120s or 10m; exit code 1 when work is still in hand then.")
  var timeout = Span(seconds: 600)
  @OptionGroup var daemon: DaemonOptions

  /// Asks five times a second until nothing is in hand.
  /// - Throws: `daemon.busy` when the timeout runs out; the daemon takes no new work all the same.
  func run() throws {
    _ = try daemon.ask("POST", "/v1/drain")
    for _ in 0..<max(1, Int(timeout.seconds * 5)) {
      let body = try daemon.ask("GET", "/v1/status")
      if try StatusDocument(reading: body).queue.working.isEmpty {
        return print(
          daemon.json ? Replies.Work(.draining, inHand: 0).json.text : daemon.lang == .zh ? "已清空，可以停止" : "drained: nothing is in hand")
      }
      usleep(200_000)
    }
    throw Fault(.daemonBusy, "\(StatusDocument.span(timeout.seconds))")
  }
}

extension FaultCode {
  static let daemonBusy = FaultCode(
    "daemon.busy", retry: .later, cause: Bilingual(zh: "仍有工作未完成", en: "work is still in hand"),
    action: Bilingual(zh: "用 intone queue 查看，再等一会儿。", en: "See intone queue, and wait a little longer."))
}
