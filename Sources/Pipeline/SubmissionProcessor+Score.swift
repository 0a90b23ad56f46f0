import Assessment
import Documents
import Files
import Inbox
import Interview
import Logging
import Maintenance
import Queries
import RoleModels
import Seal
import Sessions
import Store
import Vault

/// A session's manifest as the archive keeps it.
struct ManifestInForce {
  var manifest: Manifest
  var hash: ContentHash

  /// - Parameters:
  ///   - path: nil where no manifest has come.
  ///   - own: whether only the daemon's own file is read; one that has just been delivered need not be.
  ///   - vault: opens a sealed one.
  init?(path: String?, own: Bool = false, vault: Vault) throws(Fault) {
    guard let path else { return nil }
    try self.init(bytes: vault.read(path, limit: 1 << 20, own: own))
  }

  init(bytes: [UInt8]) throws(Fault) {
    manifest = try Manifest(yaml: bytes, name: "session.yaml")
    hash = Files.hash(bytes)
  }
}

/// What files of the archive must be, by the row that was made of them; nil where that is not known or nothing is read there.
struct Expected {
  var recording: ContentHash?
  var transcript: ContentHash?

  /// - Throws: `archive.altered`.
  func check(_ recording: ContentHash, _ transcript: ContentHash?, of key: AnswerKey) throws(Fault) {
    if let expected = self.recording, expected != recording { throw Fault(.archiveAltered, key.id) }
    if let expected = self.transcript, let transcript, expected != transcript { throw Fault(.archiveAltered, key.id) }
  }
}

extension SubmissionProcessor {
  /// The manifest in force, to whichever machine it came; else the one that the archive keeps, while it is the one that the store knows.
  ///
  /// - Throws: `archive.altered`.
  func archivedManifest(of session: OpaqueName, at path: String?) throws(Fault) -> ManifestInForce? {
    if let shared = try sharedManifest(of: session) { return shared }
    guard let manifest = try ManifestInForce(path: path, vault: vault) else { return nil }
    guard try store.session(session.text)?.record.manifestHash == manifest.hash else {
      throw Fault(.archiveAltered, session.text + "/session.yaml")
    }
    doubt(nil, about: session.text)
    return manifest
  }

  /// The same by its session alone.
  func archivedManifest(of session: OpaqueName) throws(Fault) -> ManifestInForce? {
    try archivedManifest(of: session, at: inbox.archivedManifest(ofSession: session))
  }

  /// The same; nil where it is sealed and cannot be opened here: for the session's state, of which the store's row tells enough.
  func readableManifest(of session: OpaqueName) throws(Fault) -> ManifestInForce? {
    try unlessLocked { () throws(Fault) in try archivedManifest(of: session) }
  }

  /// Nil in place of `seal.locked`.
  func unlessLocked<Value>(_ body: () throws(Fault) -> Value?) throws(Fault) -> Value? {
    do throws(Fault) { return try body() } catch {
      guard error.code == .sealLocked else { throw error }
      return nil
    }
  }

  /// Scores one answer and commits its row; where no transcript came with it, the operator's recogniser may then listen,
  /// and what it heard makes a revision, as a transcript that comes late does.
  ///
  /// - Returns: why the transcript was not used, where it could not be read; the sound is scored all the same.
  func score(_ key: AnswerKey, _ claim: borrowing Claim) throws(Fault) -> Fault? {
    let submission = claim.submission
    guard let recording = submission.recording else { return nil }
    let manifest = try archivedManifest(of: submission.session, at: submission.manifest)
    let known = try store.current(key.id)?.record
    let work = try store.beginWork()
    // What is read from the archive must be what the row is of.
    let isLate = if case .lateTranscript = submission.kind { true } else { false }
    let expected = Expected(
      recording: isLate ? known?.recordingHash : nil, transcript: submission.hasArchivedTranscript ? known?.transcriptHash : nil)
    let arrivedAt = arrival(of: submission)
    let first = try record(
      key, recording: recording, transcript: submission.transcript, manifest: manifest, root: submission.root,
      arrivedAt: arrivedAt, work: work, expected: expected)
    var hasTranscript = submission.transcript != nil && first.refused == nil
    if submission.transcript == nil, first.hasSpeech, let transcript = try transcript(of: recording, claim, manifest) {
      _ = try record(
        key, recording: recording, transcript: transcript, manifest: manifest, root: submission.root, arrivedAt: arrivedAt,
        work: work, isRevision: true, heard: first.heard)
      hasTranscript = true
    }
    // Nothing comes late any more that would have it scored again.
    if hasTranscript, manifest != nil, let heard = first.heard { analyzer.recordings.forget(heard.hash) }
    try refreshSession(submission.session, manifest, root: submission.root)
    return first.refused
  }

  /// - Parameters:
  ///   - work: the number under which it was begun.
  ///   - isRevision: of an answer whose first row was committed just now; its time is not that of an arrival.
  ///   - heard: the recording, where it was heard just now.
  /// - Returns: why the transcript was refused, if it was; whether anything is said in the recording; and what was heard, nil where
  ///   nobody listened.
  func record(
    _ key: AnswerKey, recording: String, transcript: String?, manifest: ManifestInForce?, root: InboxRoot, arrivedAt: Double,
    work: Int? = nil, isRevision: Bool = false, expected: Expected = Expected(), heard: HeardRecording? = nil
  ) throws(Fault) -> (refused: Fault?, hasSpeech: Bool, heard: HeardRecording?) {
    if let candidate = manifest?.manifest.candidate, try isForgotten(candidate) {
      try retention?.list(forgotten: key.session)
      throw Fault(.sessionForgotten)
    }
    if let inForce = manifest {
      if let fault = Self.consentMissing(inForce.manifest) { throw fault }
      if Self.declines(inForce.manifest, key) {
        try keepUnmeasured(key, recording: recording, manifest: inForce, root: root, arrivedAt: arrivedAt, expected: expected)
        return (nil, false, nil)
      }
    }
    let role = manifest?.manifest.role ?? root.defaultRole
    let model = try role.map { name throws(Fault) in try models.model(name) }
    var request = AnswerAnalyzer.Request(
      recording: .file(recording), name: key.id, transcript: transcript, role: model, question: key.question.text,
      manifest: manifest?.manifest, language: manifest?.manifest.language ?? root.defaultLanguage)
    if analyzer.judge != nil { request.verdict = try store.current(key.id).flatMap { KeptVerdict($0.record) } }
    var refused: Fault?
    let started = clock.monotonic()
    let heard = if let heard { heard } else { try analyzer.hear(request) }
    let analysis: AnswerAnalysis
    do throws(Fault) {
      analysis = try analyzer.analyze(request, heard: heard)
    } catch {
      // A transcript nobody can read must not cost the candidate the answer.
      guard transcript != nil, error.code.code.hasPrefix("transcript.") else { throw error }
      refused = error
      request.transcript = nil
      analysis = try analyzer.analyze(request, heard: heard)
    }
    if case .failed(let fault) = analysis.text?.judged {
      logger.warning(
        "not judged, the answer stands by the model's words",
        metadata: ["id": "judge.none", "code": "\(fault.code.code)", "detail": "\(fault.detail)"])
    }
    try expected.check(analysis.recordingHash, analysis.text?.hash, of: key)
    if try tombstones?.holds(recording: analysis.recordingHash) ?? false { throw Fault(.recordingForgotten) }
    let analysed = clock.monotonic()
    counters.spent(analysed - started, in: .analyze)
    let record = AnswerRecord(
      key: key, site: root.site, candidate: manifest?.manifest.candidate, engine: analysis.engine, recordingHash: analysis.recordingHash,
      transcriptHash: analysis.text?.hash, manifestHash: manifest?.hash, roleModel: model?.reference, language: analysis.evidence.language,
      measures: analysis.evidence.measures, scorecard: analysis.scorecard, analysis: analysis.document().json.text, arrivedAt: arrivedAt)
    CrashPoint.reach(.analysed)
    let recordedAt = clock.wall()
    let asked = clock.monotonic()
    let outcome = try store.record(record, under: work, at: recordedAt)
    counters.spent(clock.monotonic() - asked, in: .store)
    CrashPoint.reach(.recorded)
    try keep(record, outcome, at: recordedAt)
    counters.spent(clock.monotonic() - analysed, in: .record)
    let isNew = if case .new = outcome { true } else { false }
    counters.recorded(
      isNew ? .recorded : .unchanged, arrivedAt: isRevision ? nil : arrivedAt, at: clock.wall(), audioSeconds: analysis.duration,
      bytes: Files.size(path: recording))
    logger.info(
      "answer recorded",
      metadata: [
        "id": "answer.recorded", "session": "\(key.session.journalTag)", "revision": "\(outcome.revision)",
        "audio_s": "\(analysis.duration.rounded(decimals: 1))",
        "took_s": "\((analysed - started).rounded(decimals: 3))",
      ])
    return (refused, (analysis.evidence[.phonation].value ?? 0) > 0, heard)
  }
}

extension SubmissionProcessor {
  /// Scores stored answers again by the models in force; see `Rescorer`.
  ///
  /// - Parameter isTrial: writes nothing and says what would change.
  public func rescore(role: String?, session: String?, after: String?, sessions: Int, isTrial: Bool) throws(Fault) -> Rescorer.Batch {
    let rescorer = Rescorer(store, models: models) { id throws(Fault) in try self.manifest(ofSession: id) }
    let time = isTrial ? nil : clock.wall()
    if let session { return try rescorer.session(session, role: role, at: time) }
    return try rescorer.batch(role: role, after: after, sessions: sessions, at: time)
  }

  /// What would change if this model took the place of the one with its id; writes nothing.
  public func trial(of model: RoleModel, after: String?, sessions: Int) throws(Fault) -> Rescorer.Batch {
    let rescorer = Rescorer(store, models: RoleModelLibrary([model])) { id throws(Fault) in try self.manifest(ofSession: id) }
    return try rescorer.batch(role: model.id, after: after, sessions: sessions, at: nil)
  }

  /// An answer explained by the models in force; nil where there is none of this id.
  public func explained(_ id: String, advice: AdviceCatalogue, baselines: BaselineFiles) throws(Fault) -> ExplainedAnswer? {
    try ExplainedAnswer(id, in: store, advice: advice, models: models, baselines: baselines, search: search) { session throws(Fault) in
      // Without its manifest the question's words are missing, and what was scored stands.
      try unlessLocked { () throws(Fault) in try manifest(ofSession: session) }
    }
  }

  private func manifest(ofSession id: OpaqueName) throws(Fault) -> Manifest? {
    if let shared = try sharedManifest(of: id) { return shared.manifest }
    return try ManifestInForce(path: inbox.archivedManifest(ofSession: id), vault: vault)?.manifest
  }
}
