import ArgumentParser
import Documents
import Interview
import Settings

/// `intone doctor`: looks the machine over, with or without a running daemon.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Looks the machine over: permissions, disks, limits, decoders, models, clock, engine, unit, socket; says what mends each.",
    discussion: """
      Reads only; analyses the shipped samples once (intone selftest). Works while the daemon is down. What may be used is judged for the user who asks: run it as the daemon's \
      user (sudo -u intone intone doctor) to see what the daemon sees. Exit code 0 when nothing is wrong, 4 otherwise.

      EXAMPLES
        intone doctor
        intone doctor --json | jq '.findings[] | select(.state != "ok")'
      """)

  @OptionGroup var daemon: DaemonOptions

  @Option(
    help: "Look at what this file says; by default at what the running daemon goes by, or else at /etc/intone/intone.yaml.",
    completion: .file())
  var config: String?

  /// What `intone doctor --json` prints.
  private struct Findings: Document {
    let healthy: Bool
    let findings: [Finding]
  }

  /// Exit code 4 where something is wrong. Reads and writes nothing but what it prints.
  func run() throws {
    var findings: [Finding] = []
    let settings = settings(&findings)
    var status: StatusDocument?
    let socket = socket(&status)
    findings += directories(settings) + ownership(settings) + store(settings) + objects(settings) + models(settings)
    findings += machine(settings, status) + [engine()] + unit() + socket
    let isWell = !findings.contains { $0.state == .problem }
    if daemon.json {
      print(Findings(healthy: isWell, findings: findings).json.text)
    } else {
      let width = min(44, (findings.map(\.about.displayWidth).max() ?? 0) + 2)
      print(findings.map { $0.lines(in: daemon.lang, width: width) }.joined(separator: "\n"))
      let counts = (findings.count { $0.state == .problem }, findings.count { $0.state == .warning })
      print(
        daemon.lang == .zh
          ? "\n\(findings.count) 项检查，\(counts.0) 个问题，\(counts.1) 处注意" : "\n\(findings.count) checks: \(counts.0) wrong, \(counts.1) to note"
      )
    }
    if !isWell { throw ExitCode(4) }
  }
}
