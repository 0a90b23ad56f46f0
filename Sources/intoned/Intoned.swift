import ArgumentParser
import Assessment
import Daemon
import Files
import FoundationEssentials
import Interview
import Logging
import RoleModels
import Settings

/// The daemon's command line. It stays in the foreground and needs no root.
@main
struct Intoned: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intoned", abstract: "Scores recorded interview answers that are dropped into an inbox.",
    discussion: """
      Runs in the foreground and logs to standard error. SIGTERM ends it after the work in progress; SIGHUP reads the \
      configuration and the role models again.
      """,
    version: "intoned \(Engine.version)")

  @Option(
    help: "The configuration file; without it /etc/intone/intone.yaml where there is one, else the built-in values.", completion: .file())
  var config: String?

  @Flag(help: "Check the configuration and the role models, then end: exit code 0 when all is well.")
  var checkConfig = false

  /// As the library does it, but for the exit code of wrong usage: 2, as everywhere on Unix and in the contract, where the
  /// library says 64.
  static func main() async {
    if let help = chineseHelp(CommandLine.arguments.dropFirst()) { return print(help) }
    do {
      var command = try parseAsRoot()
      if var daemon = command as? any AsyncParsableCommand { try await daemon.run() } else { try command.run() }
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      JournalLog.write(fullMessage(for: error) + "\n")
      exit(withError: ExitCode(2))
    }
  }

  /// The help where a Chinese terminal asks for it; the library writes its own in English.
  private static func chineseHelp(_ arguments: some Sequence<String>) -> String? {
    let environment = ProcessInfo.processInfo.environment
    let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
    guard locale.hasPrefix("zh"), arguments.contains(where: { ["--help", "-h"].contains($0) }) else { return nil }
    return """
      概述：为投递到收件目录的面试录音评分。

      在前台运行，日志写到标准错误。SIGTERM 做完手头的工作后结束；SIGHUP 重新读取配置与岗位模型。

      用法：intoned [--config <config>] [--check-config]

      选项：
        --config <config>       配置文件；不给则用 /etc/intone/intone.yaml，没有该文件则用内置默认值。
        --check-config          检查配置与岗位模型后结束：一切正常时退出码为 0。
        --version               显示版本。
        -h, --help              显示帮助。
      """
  }

  func run() async throws {
    do {
      let configuration = try Self.load(config).configuration
      let level = Logger.Level(rawValue: configuration.logLevel.rawValue) ?? .info
      let underSystemd = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil
      LoggingSystem.bootstrap { _ in
        var handler = JournalLog(underSystemd: underSystemd)
        handler.logLevel = level
        return handler
      }
      if checkConfig { return try check(configuration) }
      let named = config
      let daemon = try IntoneDaemon(load: { () throws(Fault) in try Self.load(named) }, logger: Logger(label: "intoned"))
      try await daemon.run()
    } catch let fault as Fault {
      JournalLog.write(Self.report(fault))
      throw ExitCode(1)
    }
  }

  private static func load(_ config: String?) throws(Fault) -> (configuration: DaemonConfiguration, hash: String?) {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let standard = "/etc/intone/intone.yaml"
    let path = config ?? (FileManager.default.fileExists(atPath: standard) ? standard : nil)
    var configuration = DaemonConfiguration(processors: processors)
    var hash: String?
    if let path {
      let bytes = try Files.read(path: path, limit: 1 << 20)
      configuration = try DaemonConfiguration(yaml: bytes, name: path, processors: processors)
      hash = Files.hash(bytes).hex
    }
    try configuration.apply(environment: ProcessInfo.processInfo.environment)
    return (configuration, hash)
  }

  private func check(_ configuration: DaemonConfiguration) throws {
    try configuration.checkGroups(SystemGroups.exists)
    let library = ModelDirectories(configuration.models).library()
    for broken in library.faults { JournalLog.write(Self.report(broken.fault)) }
    guard library.faults.isEmpty else { throw ExitCode(1) }
    print("configuration and \(library.models.count) role models are valid")
  }

  private static func report(_ fault: Fault) -> String {
    "intoned: \(fault.message())\n  → \(fault.code.action.en) [\(fault.code.code)]\n"
  }
}
