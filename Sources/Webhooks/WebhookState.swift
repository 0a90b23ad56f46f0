import FoundationEssentials
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
  static let mostDead = 1000

  /// The last event that was delivered, skipped or given up.
  var cursor: Int
  var delivered = 0
  var failures = 0
  var dead: [DeadLetter] = []
  var forgottenDead = 0
  /// Dead letters to be sent again.
  var again: [Int] = []

  init(cursor: Int) { self.cursor = cursor }

  mutating func bury(_ letter: DeadLetter) {
    dead.removeAll { $0.cursor == letter.cursor }
    dead.append(letter)
    guard dead.count > Self.mostDead else { return }
    forgottenDead += dead.count - Self.mostDead
    dead.removeFirst(dead.count - Self.mostDead)
  }

  /// Nil where nothing was kept yet.
  init?(readingFrom path: String) throws(Fault) {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw Fault(.webhookState, "\(path): \(error)")
    }
  }

  func write(to path: String) throws(Fault) {
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      try encoder.encode(self).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Fault(.webhookState, "\(path): \(error)")
    }
  }
}
