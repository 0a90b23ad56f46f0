import Interview
import Store
import Vault

/// Import and export of whole answers. A batch is one transaction with its progress: an import that is interrupted goes on where it was,
/// and no row comes twice.
extension SQLStore {
  public func importBatch(
    _ documents: [RecordDocument], progress: ([ImportedRow]) -> ImportProgress, at time: Double
  ) throws(Fault) -> [ImportedRow] {
    let documents = try documents.map { document throws(Fault) in
      var document = document
      try document.record.check()
      document.record = try vault.sealed(document.record)
      return document
    }
    return try writing { db in
      try db.lock([.all])
      var results: [ImportedRow] = []
      results.reserveCapacity(documents.count)
      for document in documents { results.append(try db.importOne(document)) }
      let now = progress(results)
      try db.execute(
        """
        INSERT INTO imports (file, sha256, bytes, "offset", state, updated_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (file) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes, "offset" = excluded."offset",
          state = excluded.state, updated_at = excluded.updated_at
        """, [now.file, now.sha256, now.bytes, now.offset, now.state, time])
      return results
    }
  }

  public func importProgress(of file: String) throws(Fault) -> ImportProgress? {
    try reading { db in
      try db.first("SELECT * FROM imports WHERE file = ?", [file]).map { row in
        try ImportProgress(file: row["file"], sha256: row["sha256"], bytes: row["bytes"], offset: row["offset"], state: row["state"])
      }
    }
  }

  public func documents(after answer: String, limit: Int, candidate: String? = nil) throws(Fault) -> [RecordDocument] {
    try opened { db in
      let only = candidate == nil ? "" : "AND candidate = ?"
      return try db.answers(
        where: "is_current = 1 AND answer > ? \(only) ORDER BY answer LIMIT ?",
        candidate == nil ? [answer, limit] : [answer, candidate, limit])
    }.map { RecordDocument($0.record, recordedAt: $0.recordedAt) }
  }

  public func restore(_ document: RecordDocument) throws(Fault) -> Bool {
    try document.record.check()
    let record = try vault.sealed(document.record)
    return try writing { db in
      try db.lock(StoreLock.recording(record))
      let isKnown = try db.exists("SELECT 1 FROM answers WHERE answer = ? AND identity = ?", [record.key.id, record.identity])
      guard !isKnown else { return false }
      let stored = try db.addRevision(record, at: document.recordedAt)
      _ = try db.append(.about(stored, .answerReinstated), at: document.recordedAt)
      return true
    }
  }
}

extension SQLDatabase {
  fileprivate func importOne(_ document: RecordDocument) throws -> ImportedRow {
    let record = document.record
    let known: [String] = try column("SELECT identity FROM answers WHERE answer = ?", [record.key.id])
    guard known.isEmpty else { return known.contains(record.identity) ? .duplicate : .conflict }
    if try !exists("SELECT 1 FROM sessions WHERE id = ?", [record.key.session.text]) {
      try insert(
        SessionRecord(
          id: record.key.session, site: record.site, state: .completed, candidate: record.candidate, role: record.roleModel?.id,
          language: record.language),
        at: document.recordedAt, orIgnore: true)
    }
    let original: String? = try value(
      "SELECT answer FROM answers WHERE recording_sha256 = ? AND duplicate_of IS NULL ORDER BY arrived_at, answer LIMIT 1",
      [record.recordingHash.hex])
    try insert(StoredAnswer(record: record, revision: 1, recordedAt: document.recordedAt, isCurrent: true, duplicateOf: original))
    return .imported
  }
}
