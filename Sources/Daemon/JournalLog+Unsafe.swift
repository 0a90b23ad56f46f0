import Glibc
import Logging

/// One structured line an event on standard error. Under systemd each line is led by its priority (sd-daemon(3)), so that
/// the journal knows what is a warning. No transcript text, no names of candidates: only ids of events, codes, figures.
public struct JournalLog: LogHandler {
  public var logLevel: Logger.Level = .info
  public var metadata: Logger.Metadata = [:]
  private let underSystemd: Bool

  public init(underSystemd: Bool) { self.underSystemd = underSystemd }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
    let text = fields.map { "\($0.key)=\(Self.quoted("\($0.value)"))" }.joined(separator: " ")
    let line =
      (underSystemd ? "<\(Self.priority(event.level))>" : "\(event.level): ") + "\(event.message)" + (text.isEmpty ? "" : " " + text) + "\n"
    Self.write(line)
  }

  /// Puts text on standard error, unbuffered. The array is given with its own length.
  public static func write(_ text: String) {
    let bytes = Array(text.utf8)
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
