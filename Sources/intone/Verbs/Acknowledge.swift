import ArgumentParser
import Interview

/// `intone acknowledge`: a problem that is known leaves the red list while it lasts.
struct Acknowledge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge",
    abstract: "Say that a problem is known: it leaves the list of problems while it lasts, and stays in the log.",
    discussion: """
      The status names code and subject. What is acknowledged is listed as known; a problem that goes and comes again, and any after a \
      restart of the daemon, is reported again. The audit log says who acknowledged.

      EXAMPLES
        intone acknowledge disk.nearly-full
        intone acknowledge webhook.dead --about "webhook ats"
        intone acknowledge disk.nearly-full --undo
      """)
  @Argument(help: "The code, as the status shows it in square brackets.") var code: String
  @Option(help: "Only of this subject, as the status names it before the colon.") var about: String?
  @Flag(help: "Put it back on the list.") var undo = false
  @OptionGroup var daemon: DaemonOptions

  /// - Throws: `control.not-found` where no problem of this code is on the list.
  func run() throws {
    let query = (about.map { "&about=" + PercentText.encoded($0) } ?? "") + (undo ? "&undo=true" : "")
    let said =
      undo ? Bilingual(zh: "已放回问题列表：\(code)", en: "on the list again: \(code)") : Bilingual(zh: "已知悉：\(code)", en: "known: \(code)")
    try daemon.steer("acknowledge?code=" + PercentText.encoded(code) + query, said: said)
  }
}
