import Glibc
import Interview
import Logging

/// One structured line an event. Under systemd it goes to the journal with a field for each figure; elsewhere to standard error.
/// No transcript text, no names of candidates: only ids of events, codes, figures. A fault that goes on is told a few times a
/// minute and then counted.
public struct JournalLog: LogHandler {
  public var logLevel: Logger.Level = .info
  public var metadata: Logger.Metadata = [:]
  private let journal: JournalSocket?
  private let underSystemd: Bool
  private let repeats: RepeatFilter

  public init(underSystemd: Bool) {
    self.underSystemd = underSystemd
    journal = underSystemd ? JournalSocket(path: JournalSocket.standard) : nil
    repeats = Self.shared
  }

  /// Every logger of the process counts together.
  private static let shared = RepeatFilter()

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.map { (key: $0.key, value: "\($0.value)".visible) }
    if event.level >= .warning {
      let kind = fields.filter { ["id", "code", "site", "webhook"].contains($0.key) }.sorted { $0.key < $1.key }.map { $0.value }
      switch repeats.judge(kind.joined(separator: " ") + " \(event.message)", now: Self.now()) {
      case .pass: break
      case .passAfter(let count): fields.append((key: "kept_back", value: "\(count)"))
      case .keepBack: return
      }
    }
    fields.sort { $0.key < $1.key }
    let message = "\(event.message)".visible
    let text = fields.map { "\($0.key)=\(Self.quoted($0.value))" }.joined(separator: " ")
    let line = message + (text.isEmpty ? "" : " " + text)
    if let journal {
      let own = [
        (name: "MESSAGE", value: line), (name: "PRIORITY", value: "\(Self.priority(event.level))"),
        (name: "SYSLOG_IDENTIFIER", value: "intoned"),
      ]
      if journal.send(own + fields.map { (name: JournalSocket.name($0.key), value: $0.value) }) { return }
    }
    Self.write((underSystemd ? "<\(Self.priority(event.level))>" : "\(event.level): ") + line + "\n")
  }

  /// Seconds by a clock that only moves forward. Unsafe: the kernel fills the value it is given.
  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Puts text on standard error, unbuffered; what nobody sees, and what a terminal would obey, as its code point. The array is given
  /// with its own length.
  public static func write(_ text: String) {
    let bytes = Array(text.visible.utf8)
    _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }

  private static func quoted(_ value: String) -> String {
    guard value.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "=" }) else { return value }
    return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }

  private static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
