import Interview

/// Who did what to what; not yet in the log.
public struct AuditEntry: Sendable, Equatable {
  /// The person or program, for example `uid:1000 (anna)` or `intoned`.
  public var actor: String
  /// The verb, for example `retry`, `forget`, `denied.show`.
  public var action: String
  /// What it was done to, for example an answer's id.
  public var subject: String
  /// `begun` before something is done, then `done` or a fault's code; `denied`.
  public var outcome: String
  public var detail: String

  /// The outcome of what is about to be done: written first, so that nothing is done that the log does not know of.
  public static let begun = "begun"

  public init(actor: String, action: String, subject: String, outcome: String, detail: String = "") {
    self.actor = actor
    self.action = action
    self.subject = subject
    self.outcome = outcome
    self.detail = detail
  }
}

extension AuditEntry {
  /// The log was cut at its beginning, up to this link, because its entries were kept long enough.
  public static func cut(through link: AuditLink) -> AuditEntry { cut(number: link.number, hash: link.hash) }

  static func cut(number: Int, hash: ContentHash) -> AuditEntry {
    AuditEntry(actor: "intoned", action: "audit-retention", subject: "\(number)", outcome: "done", detail: hash.hex)
  }
}

/// One link of the audit log. `hash` covers the entry, its number, its time and the hash before it, so that an edit, a
/// removal or an insertion anywhere but at the very end breaks the chain; a removal at the end shows against a head
/// that was noted elsewhere.
public struct AuditLink: Sendable, Equatable {
  /// SHA-256 of bytes; the caller brings it, because this module knows no cryptography.
  public typealias Digest = @Sendable ([UInt8]) -> ContentHash

  /// 1, 2, 3 … without gaps; where the log was cut, from a later number on.
  public var number: Int
  /// Seconds since 1970 UTC, kept and hashed to the microsecond.
  public var microseconds: Int
  public var entry: AuditEntry
  public var previous: ContentHash
  public var hash: ContentHash

  public init(number: Int, microseconds: Int, entry: AuditEntry, previous: ContentHash, hash: ContentHash) {
    self.number = number
    self.microseconds = microseconds
    self.entry = entry
    self.previous = previous
    self.hash = hash
  }

  /// What stands before the first link.
  public static let origin = ContentHash(hex: String(repeating: "0", count: 64))

  /// The link that follows `previous`.
  public init(number: Int, time: Double, entry: AuditEntry, previous: ContentHash, digest: Digest) {
    self.init(number: number, microseconds: Int((time * 1_000_000).rounded()), entry: entry, previous: previous, hash: previous)
    hash = digest(hashed)
  }

  /// The bytes under the hash: a JSON array, so that no two entries share them.
  private var hashed: [UInt8] {
    let fields = [entry.actor, entry.action, entry.subject, entry.outcome, entry.detail].map(JSON.string)
    let all = JSON.array([.string(previous.hex), .integer(number), .integer(microseconds)] + fields)
    return Array(all.text(escapingUnseen: false).utf8)
  }

  /// Whether this link follows one with `number` and `hash` and has not been changed. Linear in its text.
  public func follows(number before: Int, hash prior: ContentHash, digest: Digest) -> Bool {
    number == before + 1 && previous == prior && hash == digest(hashed)
  }
}

/// What a walk over the whole audit log found.
public enum AuditVerdict: Sendable, Equatable {
  /// `head` is the last link's hash: noted elsewhere, it also shows a log cut short.
  case intact(links: Int, head: ContentHash)
  /// The first link that does not follow from the one before it.
  case broken(at: Int)
}
