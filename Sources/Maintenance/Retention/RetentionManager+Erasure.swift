import Assessment
import Files
import Inbox
import Interview
import Logging
import Store
import Synchronization
import Vault

// Erasure: what is forgotten is on the list before anything of it goes, so that whatever ends it half way, the next look at
// the list finds the rest.
extension RetentionManager {
  /// What would be erased.
  ///
  /// - Throws: `forget.unknown` where nothing ever went by this id.
  public func preview(_ subject: ErasureSubject, inAdvance: Bool = false) throws(Fault) -> ErasureReceipt {
    let found = try find(subject)
    guard found.isKnown || inAdvance else { throw Fault(.forgetUnknown, subject.subject) }
    return ErasureReceipt(subject: subject, time: clock.wall(), isDryRun: true, erased: Erased(sessions: found.sessions))
  }

  /// Erases everything of a candidate or a session, and sees to it that it does not come again. May be repeated.
  ///
  /// - Parameter inAdvance: also an id that nobody ever had is put on the list.
  /// - Throws: `forget.unknown`; `forget.busy` while a worker is working on something of theirs: nothing new is taken then, and the
  ///   rest is erased by the next pass; faults of the file system and the store, after which it is due again too.
  public func forget(_ subject: ErasureSubject, inAdvance: Bool = false) throws(Fault) -> ErasureReceipt {
    let found = try find(subject)
    guard found.isKnown || inAdvance else { throw Fault(.forgetUnknown, subject.subject) }
    try tombstones.add([(kind: subject.kind, name: subject.name)] + found.spellings.map { (kind: .candidate, name: $0) })
    return try erase(found.sessions, subject)
  }

  private struct Found {
    /// In every database.
    var sessions: [String] = []
    /// Of the candidate's id, as the databases have it.
    var spellings: [String] = []
    /// Whether it was ever seen, or is forgotten already.
    var isKnown = false
  }

  private func find(_ subject: ErasureSubject) throws(Fault) -> Found {
    var found = Found()
    found.isKnown = try tombstones.holds(subject.kind, subject.name)
    let movedDatabases = try openAsides()
    let stores = [store] + movedDatabases.stores
    defer { if movedDatabases.unopened != nil { erasureIsDue.store(true, ordering: .relaxed) } }
    switch subject {
    case .session(let session):
      if try inbox.holdsFiles(ofSession: session) { found.isKnown = true }
      for store in stores where try store.holds(session: session.text) { found.isKnown = true }
      // Also where nothing is left of it: rows and files that an interrupted erasure left behind go by its name.
      if found.isKnown { found.sessions = [session.text] }
    case .candidate(let candidate):
      let folded = FoldedName.of(candidate)
      for store in stores {
        for spelling in try store.candidates() where spelling == candidate || FoldedName.of(spelling) == folded {
          found.spellings.append(spelling)
          found.sessions += try store.sessions(ofCandidate: spelling)
        }
      }
      found.sessions = Set(found.sessions.map { OpaqueName($0) }).sorted().map(\.verbatim)
      found.isKnown = found.isKnown || !found.sessions.isEmpty
    }
    // Nobody can say of somebody who may stand in one of them that nobody ever had that id.
    if !found.isKnown { try movedDatabases.requireAll() }
    return found
  }

  /// Erases sessions from every layer, after they were put on the list.
  ///
  /// - Parameter isHeld: what a worker has in work of them is the caller's own.
  package func erase(_ names: [String], _ subject: ErasureSubject, isHeld: Bool = false) throws(Fault) -> ErasureReceipt {
    do throws(Fault) {
      return try eraseListed(names, subject, isHeld: isHeld)
    } catch {
      erasureIsDue.store(true, ordering: .relaxed)
      throw error
    }
  }

  private func eraseListed(_ names: [String], _ subject: ErasureSubject, isHeld: Bool) throws(Fault) -> ErasureReceipt {
    try tombstones.add(names.map { (kind: .session, name: $0) })
    CrashPoint.reach(.forgetListed)
    let sessions = names.compactMap(OpaqueName.init(printed:))
    if !isHeld, let busy = sessions.first(where: { inbox.isInWork(session: $0) }) { throw Fault(.forgetBusy, busy.text) }
    let movedDatabases = try openAsides()
    // Before the rows go that tell which they are.
    for store in [store] + movedDatabases.stores {
      try tombstones.add(store.recordings(onlyOf: names).map { (kind: .recording, name: $0.hex) })
    }
    recordings?.forgetAll()
    // The keys first: from here on nothing that was sealed can be read, wherever it lies.
    try vault.erase(sessions: names)
    CrashPoint.reach(.forgetKeysErased)
    var removed = RemovedFiles()
    for session in sessions { removed = try removed + inbox.erase(session: session) }
    CrashPoint.reach(.forgetFilesErased)
    let now = clock.wall()
    var receipt = ErasureReceipt(subject: subject, time: now, isDryRun: false, erased: Erased(), removed: removed)
    for database in movedDatabases.open { try erase(names, from: database, &receipt) }
    if try !store.known(sessions: names).isEmpty { receipt.erased = try store.erase(sessions: names, telling: .sessionForgotten, at: now) }
    receipt.erased.sessions = names
    CrashPoint.reach(.forgetRowsErased)
    receipt.isLogEmpty = try emptyLog(tries: 8)
    logger.notice(
      "candidate forgotten", metadata: ["id": "candidate.forgotten", "sessions": "\(names.count)", "files": "\(removed.files)"])
    try movedDatabases.requireAll()
    return receipt
  }

  /// A session turned out to be of somebody who is forgotten: it is on the list from now on, and goes as soon as no worker has
  /// anything of it in work.
  package func list(forgotten session: OpaqueName) throws(Fault) {
    try tombstones.add([(kind: .session, name: session.text)])
    erasureIsDue.store(true, ordering: .relaxed)
  }

  /// Takes a session's rows, words and archive back, because its manifest does not allow that it is analysed: as if that had
  /// been known before. What was delivered waits in the held directory.
  package func withdraw(_ session: OpaqueName, because fault: Fault, root: InboxRoot) throws(Fault) {
    try inbox.holdArchived(session: session, because: fault, root: root)
    recordings?.forgetAll()
    let now = clock.wall()
    let movedDatabases = try openAsides()
    for store in [store] + movedDatabases.stores {
      // A row without answers is that of a session that was announced.
      guard try store.holdsAnswers(ofSession: session.text) else { continue }
      _ = try store.erase(sessions: [session.text], telling: .sessionForgotten, at: now)
      _ = try store.emptyLog()
      logIsDue.store(true, ordering: .relaxed)
    }
    try movedDatabases.requireAll()
  }

  /// Takes back what was measured of answers whose candidate declines the analysis; recordings, and what people decided, stay.
  package func decline(_ answers: [AnswerKey]) throws(Fault) {
    if !answers.isEmpty { recordings?.forgetAll() }
    let now = clock.wall()
    let movedDatabases = try openAsides()
    for key in answers {
      // Files first: what is in the archive can be in a store again.
      try inbox.eraseDocuments(of: key)
      for store in [store] + movedDatabases.stores { try store.withdrawMeasures(of: key.id, because: .consentDeclined, at: now) }
    }
    if !answers.isEmpty {
      for store in [store] + movedDatabases.stores { _ = try store.emptyLog() }
      logIsDue.store(true, ordering: .relaxed)
    }
    try movedDatabases.requireAll()
  }

  /// Erases what is on the list and still there: where an erasure was interrupted, was busy, or a database came back. Linear in
  /// the sessions of the store.
  ///
  /// - Returns: how many sessions were erased.
  public func takeUp(in all: any ScoreStore) throws(Fault) -> Int {
    erasureIsDue.store(false, ordering: .relaxed)
    guard try !tombstones.isEmpty() else { return 0 }
    // By bytes: two names that are equal as texts are two sessions.
    var gone: Set<OpaqueName> = []
    try all.forEachSession { stored throws(Fault) in
      let session = stored.record
      var isGone = try tombstones.holds(.session, session.id.text)
      if !isGone, let candidate = session.candidate { isGone = try tombstones.holds(.candidate, candidate) }
      if isGone { gone.insert(OpaqueName(session.id.text)) }
    }
    let movedDatabases = try openAsides()
    for store in movedDatabases.stores {
      // All sessions: none is younger than the end of time.
      let known = try store.sessions(quietSince: .greatestFiniteMagnitude, limit: .max)
      for name in known where try tombstones.holds(.session, name) { gone.insert(OpaqueName(name)) }
      for candidate in try store.candidates() where try tombstones.holds(.candidate, candidate) {
        for name in try store.sessions(ofCandidate: candidate) { gone.insert(OpaqueName(name)) }
      }
    }
    for session in try inbox.sessionsWithFiles() where try tombstones.holds(.session, session.text) {
      gone.insert(OpaqueName(session.text))
    }
    let busy = gone.filter { name in OpaqueName(printed: name.verbatim).map { inbox.isInWork(session: $0) } ?? false }
    if !busy.isEmpty { erasureIsDue.store(true, ordering: .relaxed) }
    let free = gone.subtracting(busy).sorted().map(\.verbatim)
    guard let first = free.first else {
      do throws(Fault) { try movedDatabases.requireAll() } catch {
        erasureIsDue.store(true, ordering: .relaxed)
        throw error
      }
      return 0
    }
    let receipt = try erase(free, .session(OpaqueName(first)))
    for name in free {
      var entry = Self.entry(of: receipt)
      entry.subject = ErasureSubject.session(OpaqueName(printed: name) ?? OpaqueName(name)).subject
      _ = try all.audit(entry, at: clock.wall(), digest: Files.hash)
    }
    return free.count
  }

  /// The audit log's entry of an erasure that nobody ordered just now.
  package static func entry(of receipt: ErasureReceipt) -> AuditEntry {
    AuditEntry(actor: "intoned", action: "forget", subject: receipt.subject.subject, outcome: "done", detail: receipt.summary)
  }
}

extension StoreErasure {
  /// Whether the store has any answer or the row of this session.
  fileprivate func holds(session: String) throws(Fault) -> Bool { try !known(sessions: [session]).isEmpty }
}

extension OpaqueName {
  /// The bytes as text: for names that were made of a text.
  fileprivate var verbatim: String { String(decoding: bytes, as: UTF8.self) }
}
