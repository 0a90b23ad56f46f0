import Interview
import Store
import StoreSQL
import Vault

/// What keeps a worker that was away, a virtual machine that stood still, from overwriting the one that took its place: each piece of work
/// has a number, and an answer keeps that of the work which was recorded last (a fencing token; Kleppmann, "How to do distributed
/// locking", 2016).
extension PostgresStore {
  public func beginWork() throws(Fault) -> Int? {
    // Of a sequence: numbers that are not used are no loss, and nothing waits for the disk.
    try writing { db in try db.value("SELECT nextval('works')") }
  }

  public func record(_ record: AnswerRecord, under work: Int?, at time: Double) throws(Fault) -> RecordOutcome {
    guard let work else { return try self.record(record, at: time) }
    try record.check()
    let record = try vault.sealed(record)
    return try writing { db in
      try db.lock(StoreLock.recording(record))
      let last: Int = try db.value("SELECT max(work) FROM answers WHERE answer = ?", [record.key.id]) ?? 0
      guard last <= work else { throw Fault(.storeWorkOvertaken, record.key.id) }
      // A manifest that came meanwhile, to whichever machine, says how it is to be scored, or that it is not.
      let manifest: String? = try db.value("SELECT manifest_sha256 FROM session_orders WHERE session = ?", [record.key.session.text])
      if let manifest, manifest != record.manifestHash?.hex { throw Fault(.storeWorkOvertaken, record.key.id) }
      let outcome = try db.record(record, at: time)
      try db.execute("UPDATE answers SET work = ?, node = ? WHERE answer = ? AND is_current = 1", [work, node, record.key.id])
      return outcome
    }
  }
}

/// What was said is let go by the machine that has the recording: by whichever it were, another's files would outlive their rows' words.
/// Answers that no machine recorded, of an import or a copy, are anybody's.
extension PostgresStore {
  public var ownRows: (condition: String, arguments: Transaction.Values) { ("(node IS NULL OR node = ?)", [node]) }
}
