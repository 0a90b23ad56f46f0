import ArgumentParser
import Documents
import FoundationEssentials
import Interview
import Settings
import YAMLReading

/// The store that a verb reads when none is named.
let storeInUse = ProcessInfo.processInfo.environment["INTONE_STORE"] ?? "/var/lib/intone/intone.sqlite"

/// What every verb that asks the daemon may be told.
struct DaemonOptions: ParsableArguments {
  @Option(help: "The daemon's socket.", completion: .file())
  var socket: String = ProcessInfo.processInfo.environment["INTONE_SOCKET"] ?? "/run/intone/intone.sock"

  @Option(
    name: .customLong("store"),
    help: "A store to read in place of asking the daemon; else its own is read while it is down.",
    completion: .file())
  var namedStore: String?

  /// The store that is read where the daemon is not asked.
  var store: String { namedStore ?? storeInUse }

  /// The state directory: where the store is, or the package's where that is on a server.
  var stateBesideStore: String {
    guard case .file(let path) = StoreLocation(store) else { return "/var/lib/intone" }
    return path.contains("/") ? path.folder : "."
  }

  @Flag(help: "Print the object for programs instead of text for people.")
  var json = false

  @Option(
    name: [.customLong("lang"), .customLong("language")],
    help: "The language of what is printed: zh or en; by default that of the terminal.")
  var lang: Language = .ofTerminal

  @Flag(name: [.short, .long], help: "Print nothing but what is wrong; the exit code tells the rest.")
  var quiet = false

  func validate() throws {
    if quiet { StandardOutput.silence() }
  }

  /// The daemon's answer to a request.
  /// - Throws: the daemon's own fault as `daemon.refused`, `daemon.unreachable`, `daemon.denied`.
  func ask(_ method: String, _ target: String, body sent: String = "", timeout: Int = 30) throws(Fault) -> String {
    let (status, body) = try SocketClient(path: socket, timeout: timeout).request(method, target, body: sent)
    if status == 200 || status == 503 && target == "/readyz" { return body }
    guard let problem = try? ProblemDocument(reading: body) else {
      throw Fault(.daemonRefused, "HTTP \(status)")
    }
    throw problem.fault
  }
}

extension FaultCode {
  static let daemonRefused = FaultCode(
    "daemon.refused", cause: Bilingual(zh: "守护进程拒绝了请求", en: "the daemon refused the request"),
    action: Bilingual(zh: "查看守护进程日志：journalctl -u intoned。", en: "Check the daemon's log: journalctl -u intoned."))
}

extension String {
  /// The socket ends each object with a line feed, and so does `print`.
  var withoutLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}

/// A duration on the command line: with its unit, as in the configuration.
struct Span: ExpressibleByArgument, Equatable {
  var seconds: Double

  /// A default of the program's own.
  init(seconds: Double) { self.seconds = seconds }

  /// `30s`, `10m`, `2h`; nil for what bears no unit.
  init?(argument: String) {
    guard let seconds = Quantity.seconds(argument) else { return nil }
    self.seconds = seconds
  }

  var defaultValueDescription: String { seconds < 1 && seconds > 0 ? "\(Int((seconds * 1000).rounded()))ms" : "\(Int(seconds))s" }
}

extension DaemonOptions {
  /// Asks the daemon to work otherwise, and prints what it says or the sentence for people.
  func steer(_ verb: String, said: Bilingual) throws(Fault) {
    let body = try ask("POST", "/v1/" + verb)
    print(json ? body.withoutLastNewline : said[lang])
  }
}
