import Inbox
import Interview
import Queries
import Sessions
import Store

extension SubmissionProcessor {
  /// Brings the session's row up to date with its manifest and what the store holds of it.
  ///
  /// - Parameter candidate: whom a manifest that cannot be read seems to be of.
  func refreshSession(_ id: OpaqueName, _ manifest: ManifestInForce?, root: InboxRoot, candidate: String? = nil) throws(Fault) {
    var code = try inbox.heldCode(ofSession: id)
    if code == nil, try isOnHold(id) { code = FaultCode.inboxOnHold.code }
    let now = clock.wall()
    try store.update(session: id, at: now) { answers, stored throws(Fault) in
      let known = stored?.record
      var state = SessionState(now: now)
      // Where the manifest came to another machine, the store has of it what the state depends on.
      if let asked = manifest?.manifest ?? known.flatMap(Manifest.init) { try state.apply(.manifest(asked)) }
      try state.take(answers)
      if known?.isHistory ?? false { try state.apply(.close) }
      if let code { try state.apply(.hold(reason: code)) }
      let facts = manifest?.manifest
      return SessionRecord(
        id: id, site: root.site ?? known?.site, state: state.phase, reason: state.reason,
        candidate: facts?.candidate ?? candidate ?? known?.candidate, role: facts?.role ?? root.defaultRole ?? known?.role,
        language: facts?.language ?? root.defaultLanguage ?? known?.language, deadline: facts?.deadline ?? known?.deadline,
        attemptsAllowed: facts?.attemptsAllowed ?? known?.attemptsAllowed,
        questions: facts?.questions.map(\.id) ?? known?.questions ?? [], answered: state.progress.answered,
        manifestHash: manifest?.hash ?? known?.manifestHash)
    }
  }

  /// After a file was filed in the held directory: the session says so, with the reason's code.
  func showHold(of submission: Submission) throws(Fault) {
    try refreshSession(submission.session, readableManifest(of: submission.session), root: submission.root)
  }

  /// Nothing more of the session is scored until it is released; what was scored stays.
  ///
  /// - Throws: `inbox.unknown-entry` for what cannot be a session's name; a fault of the file system or the store.
  public func hold(session name: OpaqueName) throws(Fault) {
    let session = inbox.session(named: name)
    try inbox.hold(session: session)
    try orders?.shared.hold(session: session.text, at: clock.wall())
    try refreshKnown(session)
  }

  /// Puts back what a hold kept, and lets the session go on.
  ///
  /// - Returns: the ids of what was put back.
  /// - Throws: `inbox.not-on-hold`, or `session.manifest-unreadable` where it waits for that; as `Inbox.retry`, after which the
  ///   call may be repeated.
  public func release(session name: OpaqueName) throws(Fault) -> [String] {
    let session = inbox.session(named: name)
    // First: what is put back is taken at once.
    let isSharedHold = try orders?.shared.release(session: session.text) ?? false
    var back: [String] = []
    do throws(Fault) {
      back = try inbox.release(session: session)
    } catch {
      guard error.code == .inboxNotOnHold else { throw error }
      // It was held at another machine, which puts back what is there.
      if !isSharedHold { throw inbox.manifestFault(ofSession: session) ?? error }
    }
    _ = try store.append(
      StoreEvent(kind: .answerReleased, session: session.text, detail: JSON(encoding: EventDetail.Released(files: back.count))),
      at: clock.wall())
    try refreshKnown(session)
    return back
  }

  /// Lets a session go on though its manifest cannot be read, as if that had not come; until the next manifest.
  ///
  /// - Throws: `session.manifest-not-awaited`; a fault of the file system or the store.
  public func releaseWithoutManifest(session name: OpaqueName) throws(Fault) {
    let session = inbox.session(named: name)
    let fault = try inbox.releaseWithoutManifest(session: session)
    _ = try store.append(
      StoreEvent(
        kind: .answerReleased, session: session.text, detail: JSON(encoding: EventDetail.ReleasedWithoutManifest(fault.code))),
      at: clock.wall())
    try refreshKnown(session)
  }

  func refreshKnown(_ session: OpaqueName) throws(Fault) {
    guard let known = try store.session(session.text)?.record else { return }
    try refreshSession(session, readableManifest(of: session), root: InboxRoot(path: "", site: known.site))
  }

  /// Sessions whose deadline has passed since they were last looked at become timed out, and their open questions
  /// skipped. One question to the store, and some for each overdue session; for a timer of some seconds.
  public func closeOverdueSessions() throws(Fault) {
    for session in try store.overdueSessions(at: clock.wall()) {
      do throws(Fault) {
        try refreshSession(session.id, readableManifest(of: session.id), root: InboxRoot(path: "", site: session.site))
      } catch {
        // One session's manifest does not keep the others from being closed.
        guard error.code == .archiveAltered else { throw error }
        doubt(error, about: session.id.text)
      }
    }
  }
}

extension Manifest {
  /// What the store keeps of a session's manifest; nil where it knows of none.
  fileprivate init?(_ session: SessionRecord) {
    guard session.manifestHash != nil else { return nil }
    self.init(
      questions: session.questions.map { ManifestQuestion(id: $0) }, deadline: session.deadline, attemptsAllowed: session.attemptsAllowed)
  }
}
