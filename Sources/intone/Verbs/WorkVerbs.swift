import ArgumentParser
import Documents
import Glibc
import Interview

/// `intone pause`: no new work until resumed.
struct Pause: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Take no new work until resumed; what is in hand is ended, and files keep arriving in the inbox.",
    discussion: "EXAMPLE\n  intone pause && cp -a /var/lib/intone /backup/ && intone resume")
  @OptionGroup var daemon: DaemonOptions

  func run() throws { try daemon.steer("pause", said: Bilingual(zh: "已暂停", en: "paused")) }
}

/// `intone resume`
struct Resume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Take new work again, after pause or drain.", discussion: "EXAMPLE\n  intone resume")
  @OptionGroup var daemon: DaemonOptions

  func run() throws { try daemon.steer("resume", said: Bilingual(zh: "已恢复", en: "resumed")) }
}

/// `intone drain`: as pause, and waits until nothing is in hand.
struct Drain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drain",
    abstract: "Take no new work and wait until what is in hand is ended, before a stop.",
    discussion: "EXAMPLE\n  intone drain --timeout 120s && systemctl stop intoned")
  @Option(help: "How long to wait, for example 120s or 10m; exit code 1 when work is still in hand then.")
  var timeout = Span(seconds: 600)
  @OptionGroup var daemon: DaemonOptions

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

/// `intone reload`: the configuration and the role models again.
struct Reload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Read the configuration and the role models again; with a mistake in them, what was in force stays.",
    discussion: "EXAMPLE\n  intoned --check-config && intone reload")
  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    let body = try daemon.ask("POST", "/v1/reload")
    if daemon.json { return print(body.withoutLastNewline) }
    let done = try Replies.Reloaded(reading: body)
    let zh = daemon.lang == .zh
    print(zh ? "已重新读取，岗位模型 \(done.models) 个" : "reloaded, \(done.models) role models")
    guard !done.needs_restart.isEmpty else { return }
    let keys = done.needs_restart.joined(separator: ", ")
    print(zh ? "重启后生效：\(keys)" : "in force after a restart: \(keys)")
  }
}

extension DaemonOptions {
  fileprivate func steer(_ verb: String, said: Bilingual) throws(Fault) {
    let body = try ask("POST", "/v1/" + verb)
    print(json ? body.withoutLastNewline : said[lang])
  }
}

extension FaultCode {
  static let daemonBusy = FaultCode(
    "daemon.busy", retry: .later, cause: Bilingual(zh: "仍有工作未完成", en: "work is still in hand"),
    action: Bilingual(zh: "用 intone queue 查看，再等一会儿。", en: "See intone queue, and wait a little longer."))
}
