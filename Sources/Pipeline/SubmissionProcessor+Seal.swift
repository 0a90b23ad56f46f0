import Documents
import Inbox
import Interview
import Maintenance
import Store
import Vault

/// What one step of sealing what is there already did: the socket's answer.
public struct SealedBatch: Document {
  /// Where to go on; nil at the end.
  public var next: String?
  /// Files of the archive, the quarantine and the held directory that were plain.
  public var files = 0
  /// Documents beside archived files that held words.
  public var documents = 0
  /// Rows of the store that were looked at.
  public var rows = 0
  /// Sessions that a worker had in work: to be done by another call.
  public var left: [String] = []

  package static let component: String? = "SealedBatch"

  public init() {}
}

extension SubmissionProcessor {
  /// Rows of the store that one step looks at.
  private static let rowsOfStep = 500

  /// Seals what was kept before anything was sealed: first the files of sessions, in the order of their names, then the rows of the
  /// store. Resumable at every step.
  ///
  /// - Parameters:
  ///   - cursor: what the step before gave as `next`; nil to begin.
  ///   - sessions: at most so many a step.
  /// - Throws: `seal.off`; `control.bad-request` is the caller's for a cursor that is none.
  public func sealExisting(after cursor: String?, sessions limit: Int) throws(Fault) -> SealedBatch {
    guard vault.isSealing else { throw Fault(.sealOff) }
    var batch = SealedBatch()
    if let cursor, cursor.hasPrefix("rows:") {
      guard let rows = store as? any WordSealing, let first = Int(cursor.dropFirst(5)) else { return batch }
      let done = try rows.sealWords(after: first, limit: Self.rowsOfStep)
      batch.rows = done.rows
      if done.rows == Self.rowsOfStep { batch.next = "rows:\(done.last)" } else { _ = try retention?.emptyLog(tries: 8) }
      return batch
    }
    let last = cursor.map { String($0.dropFirst("sessions:".count)) } ?? ""
    let names = try inbox.sessionsWithFiles().filter { last.isEmpty || $0.text > last }.prefix(limit)
    for session in names {
      let done = try inbox.sealExisting(session: session)
      batch.files += done.files
      if done.isLeft { batch.left.append(session.text) }
      batch.documents += try sealDocuments(of: session)
    }
    batch.next = names.count == limit ? names.last.map { "sessions:" + $0.text } : "rows:0"
    return batch
  }

  private func sealDocuments(of session: OpaqueName) throws(Fault) -> Int {
    var count = 0
    for bytes in try inbox.records.documents(ofSession: session) where !bytes.isEmpty {
      // One that cannot be read is told by who restores from it; it holds nothing that anybody can name.
      guard var document = try? RecordDocument(json: bytes), document.record.isSealable else { continue }
      let (key, scoring) = (document.record.key, document.record.identity)
      document.record = try vault.sealed(document.record)
      try inbox.records.keep(document.json(), of: key, scoring: scoring)
      count += 1
    }
    return count
  }
}

extension FaultCode {
  public static let sealOff = FaultCode(
    "seal.off",
    cause: Bilingual(zh: "配置中没有 seal，尚未启用封存", en: "nothing is sealed: the configuration names no seal"),
    action: Bilingual(
      zh: "在配置中写明 seal: {recipient: age1…} 并重启服务，见 docs/sealing.md。",
      en: "Put seal: {recipient: age1…} into the configuration and restart the service; see docs/sealing.md."))
}
