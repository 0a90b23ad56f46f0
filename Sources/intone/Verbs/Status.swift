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
        intone status --json | jq .queue
      """)

  @Flag(help: "Draw it again every two seconds, until interrupted; with --json one object a line.")
  var follow = false

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
    let body = try daemon.ask("GET", "/v1/status")
    let report = try StatusDocument(reading: body)
    return (daemon.json ? body.withoutLastNewline : report.text(in: daemon.lang), report.problems.count)
  }
}
