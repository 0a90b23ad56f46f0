import Files
import FoundationEssentials
import Inbox
import Interview

/// How far a receiver has come, kept in one small file: replaced as a whole before the next delivery begins, so that a crash
/// repeats at most the last one.
struct WebhookState: Sendable, Equatable, Codable {
  /// A delivery that was given up.
  struct DeadLetter: Sendable, Equatable, Codable {
    var cursor: Int
    var kind: String
    /// Seconds since 1970, when it was given up.
    var time: Double
    var attempts: Int
    var code: String
    var detail: String
  }

  /// Kept at most; beyond it the oldest are only counted. Their events stay in the feed.
  static let maximumDeadLetters = 1000

  /// The last event that was delivered, skipped or given up.
  var cursor: Int
  var delivered = 0
  var failures = 0
  var dead: [DeadLetter] = []
  var forgottenDead = 0
  /// Dead letters to be sent again.
  var again: [Int] = []

  init(cursor: Int) { self.cursor = cursor }

  mutating func addDeadLetter(_ letter: DeadLetter) {
    dead.removeAll { $0.cursor == letter.cursor }
    dead.append(letter)
    guard dead.count > Self.maximumDeadLetters else { return }
    forgottenDead += dead.count - Self.maximumDeadLetters
    dead.removeFirst(dead.count - Self.maximumDeadLetters)
  }

  /// Nil where nothing was kept yet.
  ///
  /// - Throws: `state.foreign` where somebody else may have written it: whoever moves the place in the feed on keeps events from a
  ///   receiver without a trace. `webhook.state-unwritable`.
  init?(of file: StateFile) throws(Fault) {
    guard let bytes = try Self.describingFault({ () throws(Fault) in try file.read() }) else { return nil }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      throw Fault(.webhookState, "\(file.path): \(error)")
    }
  }

  /// - Throws: as the reading.
  func write(to file: StateFile) throws(Fault) {
    let text = try text()
    try Self.describingFault { () throws(Fault) in try file.replace(with: Array(text.utf8)) }
  }

  /// As the store keeps it where several daemons share the duty.
  init(text: String) throws(Fault) {
    do { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) } catch { throw Fault(.webhookState, "\(error)") }
  }

  func text() throws(Fault) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do { return String(decoding: try encoder.encode(self), as: UTF8.self) } catch { throw Fault(.webhookState, "\(error)") }
  }

  private static func describingFault<Result>(_ body: () throws(Fault) -> Result) throws(Fault) -> Result {
    do {
      return try body()
    } catch {
      throw error.code == .stateForeign ? error : Fault(.webhookState, error.detail)
    }
  }
}
