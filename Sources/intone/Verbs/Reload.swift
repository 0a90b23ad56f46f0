import ArgumentParser
import Documents
import Interview

/// `intone reload`: the configuration and the role models again.
struct Reload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Read the configuration and the role models again; with a mistake in them, what was in force stays.",
    discussion: "EXAMPLE\n  intoned --check-config && intone reload")
  @OptionGroup var daemon: DaemonOptions

  /// - Throws: the configuration's or a model's first mistake; what was in force stays then.
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

/// `intone rescan`
struct Rescan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rescan",
    abstract: "Look at the whole inbox now.", discussion: "The daemon does this by itself; you rarely need it.\n\nEXAMPLE\n  intone rescan")
  @OptionGroup var daemon: DaemonOptions

  /// Returns when everything was looked at.
  func run() throws {
    let body = try daemon.ask("POST", "/v1/rescan")
    print(daemon.json ? body.withoutLastNewline : daemon.lang == .zh ? "已查看整个收件目录" : "looked at the whole inbox")
  }
}
