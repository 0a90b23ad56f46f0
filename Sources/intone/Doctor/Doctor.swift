import ArgumentParser
import FoundationEssentials
import Interview
import Pipeline
import Settings

/// `intone doctor`: looks the machine over, with or without a running daemon.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Looks the machine over: permissions, disks, limits, decoders, models, clock, unit, socket; says what mends each.",
    discussion: """
      Reads only. Works while the daemon is down. What may be used is judged for the user who asks: run it as the daemon's \
      user (sudo -u intone intone doctor) to see what the daemon sees. Exit code 0 when nothing is wrong, 4 otherwise.

      EXAMPLES
        intone doctor
        intone doctor --json | jq '.findings[] | select(.state != "ok")'
      """)

  @OptionGroup var daemon: DaemonOptions

  @Option(help: "The daemon's configuration file.", completion: .file())
  var config: String = "/etc/intone/intone.yaml"

  func run() throws {
    var findings: [Finding] = []
    let settings = settings(&findings)
    findings +=
      directories(settings) + ownership(settings) + store(settings) + models(settings) + machine(settings) + unit() + socket(settings)
    let isWell = !findings.contains { $0.state == .problem }
    if daemon.json {
      print(JSON.object(["healthy": .bool(isWell), "findings": .array(findings.map(\.json))]).text)
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

  /// The configuration in force; the built-in one where the file is missing or wrong, which is told.
  private func settings(_ findings: inout [Finding]) -> DaemonConfiguration {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    var settings = DaemonConfiguration(processors: processors)
    do throws(Fault) {
      if FileManager.default.fileExists(atPath: config) {
        settings = try DaemonConfiguration(yaml: Files.read(path: config, limit: 1 << 20), name: config, processors: processors)
        findings.append(.ok("configuration", zh: config, en: config))
      } else {
        findings.append(
          .warning(
            "configuration", zh: "没有 \(config)，使用内置默认值", en: "there is no \(config); the built-in values are in force",
            fix: Bilingual(
              zh: "需要更改时从 /usr/share/doc/intone/examples/intone.yaml 复制一份。",
              en: "Copy /usr/share/doc/intone/examples/intone.yaml there when something is to be set.")))
      }
      try settings.apply(environment: ProcessInfo.processInfo.environment)
    } catch {
      findings.append(.problem("configuration", error))
    }
    return settings
  }
}
