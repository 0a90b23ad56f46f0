import Documents
import Files
import Inbox
import Interview
import Store

/// Whom or what an erasure is about.
public enum ErasureSubject: Sendable, Hashable {
  /// Everything of a candidate, under every spelling that people take for the same.
  case candidate(String)
  /// One session, whoever's it is.
  case session(OpaqueName)

  var name: String {
    switch self {
    case .candidate(let name): name
    case .session(let session): session.text
    }
  }

  var kind: Tombstones.Kind {
    switch self {
    case .candidate: .candidate
    case .session: .session
    }
  }

  /// SHA-256 of the id: by it somebody who knows the id can show later whom an erasure was about.
  public var hash: ContentHash { Files.hash(Array(name.utf8)) }

  /// How the audit log names it: without the id.
  public var subject: String { "\(kind.rawValue) sha256:\(hash.hex)" }
}

/// What an erasure did, or would do; no id is in it.
public struct ErasureReceipt: Sendable {
  public let subject: ErasureSubject
  public let time: Double
  public let isDryRun: Bool
  public var erased: Erased
  public var removed = RemovedFiles()
  /// Whether the database's log was emptied; otherwise a reader holds it, and it is emptied as soon as that has ended.
  public var isLogEmpty = true
  /// Databases that had been moved aside: out of how many it was erased too.
  public var movedDatabases = 0
  /// Databases that had been moved aside and from which nothing could be taken out: they were removed as a whole.
  public var asidesRemoved = 0

  /// What the audit log keeps.
  public var summary: String {
    let figures = [
      ("sessions", erased.sessions.count), ("answers", erased.answers), ("revisions", erased.revisions), ("reviews", erased.reviews),
      ("files", removed.files), ("bytes", removed.bytes), ("databases_aside", movedDatabases), ("databases_removed", asidesRemoved),
    ]
    let text = figures.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    return isDryRun ? "dry run, would erase: sessions=\(erased.sessions.count)" : text
  }
}

/// A backup that still holds something of whom an erasure was about.
package struct BackupHolding: Document {
  package let file: String
  package let taken_at: String
  /// When it may be removed; without it, nobody said.
  package let keep_until: String?
  /// Whether what was said can be read in it; without it, nobody could look.
  package let words: Bool?
  /// Why nobody could.
  package let fault: String?

  package static let omitted = OmittedMembers.all

  package init(file: String, taken_at: String, keep_until: String?, words: Bool?, fault: String?) {
    (self.file, self.taken_at, self.keep_until, self.words, self.fault) = (file, taken_at, keep_until, words, fault)
  }
}

/// The receipt that whoever asked for an erasure keeps.
package struct ReceiptDocument: Document {
  package let dry_run: Bool?
  package let candidate_sha256: ContentHash?
  package let session_sha256: ContentHash?
  package let time: String?
  package let sessions: Int
  package let answers: Int?
  package let revisions: Int?
  package let reviews: Int?
  package let events: Int?
  package let files: Int?
  package let bytes: Int?
  package let log_emptied: Bool?
  package let databases_aside: Int?
  package let databases_removed: Int?
  /// Added by the command, which can look at them.
  package var backups: [BackupHolding]?

  package static let component: String? = "Receipt"
  /// All but `sessions`: a dry run counts those alone, and it is about a candidate or about a session.
  package static let omitted = OmittedMembers.all
  package static let listed = ["dry_run", "sessions", "candidate_sha256", "session_sha256", "databases_aside", "databases_removed"]
}

extension ErasureReceipt {
  package var document: ReceiptDocument {
    func done<Value>(_ value: Value) -> Value? { isDryRun ? nil : value }
    let isCandidate = if case .candidate = subject { true } else { false }
    return ReceiptDocument(
      dry_run: isDryRun ? true : nil, candidate_sha256: isCandidate ? subject.hash : nil, session_sha256: isCandidate ? nil : subject.hash,
      time: done(UTC.text(time)), sessions: erased.sessions.count, answers: done(erased.answers), revisions: done(erased.revisions),
      reviews: done(erased.reviews), events: done(erased.events), files: done(removed.files), bytes: done(removed.bytes),
      log_emptied: done(isLogEmpty), databases_aside: done(movedDatabases), databases_removed: done(asidesRemoved))
  }
}
