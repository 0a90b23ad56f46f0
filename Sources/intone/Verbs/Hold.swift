import ArgumentParser
import Documents
import Interview

/// `intone hold`: a person keeps a session from being scored.
struct Hold: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Score nothing more of a session until it is released; what comes meanwhile is kept in the held directory.",
    discussion: "A session may be held before its first file has come. What was scored stays.\n\nEXAMPLE\n  intone hold s-1042")
  @Argument(help: "Sessions.") var sessions: [String]
  @OptionGroup var daemon: DaemonOptions

  /// One request a session; the first that fails ends it, and those before stay held.
  func run() throws {
    for session in sessions {
      let body = try daemon.ask("POST", "/v1/sessions/\(PercentText.encoded(session))/hold")
      print(daemon.json ? body.withoutLastNewline : daemon.lang == .zh ? "已暂停评分 \(session)" : "holding \(session)")
    }
  }
}

/// `intone release`: takes a hold away.
struct Release: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Let a held session go on: what was kept goes back into the inbox.",
    discussion:
      """
      What is held for a reason of its own (an unknown role, no consent) is put back by intone retry. A session whose manifest \
      cannot be read waits until a mended one is delivered; --without-manifest lets it go on as if none had come, so that nothing \
      is known of consent, role and accommodations.

      EXAMPLES
        intone release s-1042
        intone release --without-manifest s-1043
      """)
  @Argument(help: "Sessions.") var sessions: [String]
  @Flag(help: "Let a session go on whose manifest cannot be read.") var withoutManifest = false
  @OptionGroup var daemon: DaemonOptions

  /// One request a session; the first that fails ends it.
  /// - Throws: `inbox.not-on-hold`, `session.manifest-unreadable`.
  func run() throws {
    for session in sessions {
      let body = try daemon.ask(
        "POST", "/v1/sessions/\(PercentText.encoded(session))/release" + (withoutManifest ? "?without_manifest=true" : ""))
      let count = try Replies.Released(reading: body).put_back.count
      print(
        daemon.json
          ? body.withoutLastNewline
          : daemon.lang == .zh ? "已放行 \(session)，放回 \(count) 项" : "released \(session), put back \(count)")
    }
  }
}
