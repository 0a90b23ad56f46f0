import Files
import Inbox
import Interview
import Logging
import Maintenance
import RoleModels
import Sessions
import Store
import Transcripts
import Vault

// What a manifest says counts whenever it comes: it is applied to what is there already, and what cannot be read of it holds
// its session.
extension SubmissionProcessor {
  /// A new manifest: remembers it, applies what it forbids, and scores again what came before it.
  func takeManifest(_ submission: Submission) throws(Fault) -> Outcome {
    var bytes: [UInt8] = []
    let manifest: ManifestInForce
    do throws(Fault) {
      bytes = try Files.read(path: submission.manifest ?? "", limit: 1 << 20)
      let name = submission.manifest.flatMap { $0.split(separator: "/").last }.map(String.init) ?? "session.yaml"
      guard !submission.isMisnamed else { throw Fault(.manifestMisnamed, name) }
      guard !bytes.isEmpty else { throw Fault(.inboxEmptyFile, name) }
      manifest = try ManifestInForce(bytes: bytes)
    } catch {
      if error.code.retry != .never { throw error }
      return try holdSession(submission, error, candidates: Manifest.candidates(mentionedIn: bytes), as: .quarantined(error))
    }
    if let candidate = manifest.manifest.candidate, try isForgotten(candidate) { return try forgetSession(submission) }
    // From now on no machine records an answer that was scored without it.
    try orders?.shared.keep(
      manifest: vault.sealed(bytes, ofSession: submission.session.text), hash: manifest.hash, ofSession: submission.session.text)
    if let fault = Self.consentMissing(manifest.manifest) { return try withdraw(submission, manifest, because: fault) }
    // What it forbids was applied; what it orders waits with the rest of the session.
    if try isOnHold(submission.session) { throw Fault(.inboxOnHold) }
    try retention?.decline(measuredThoughDeclined(submission.session, manifest.manifest))
    try inbox.expectTranscripts(manifest.manifest.transcriptExpected ?? true, ofSession: submission.session)
    do throws(Fault) {
      try scoreAgain(submission, manifest)
    } catch {
      guard Self.modelFaults.contains(error.code) else { throw error }
      return try holdSession(submission, error, candidates: [manifest.manifest.candidate].compactMap(\.self), as: .held(error))
    }
    try inbox.manifestWasRead(session: submission.session)
    try refreshSession(submission.session, manifest, root: submission.root)
    return .recorded()
  }

  /// Scores what came before its manifest as if it had come after it: from its recording, or, where that was let go, from its
  /// row.
  private func scoreAgain(_ submission: Submission, _ manifest: ManifestInForce) throws(Fault) {
    let archived = inbox.archivedAnswers(ofSession: submission.session)
    for answer in archived {
      try unlessItsOwn(answer.key) { () throws(Fault) in
        let known = try store.current(answer.key.id)?.record
        _ = try record(
          answer.key, recording: answer.recording, transcript: answer.transcript, manifest: manifest, root: submission.root,
          arrivedAt: known?.arrivedAt ?? arrival(of: submission),
          expected: Expected(recording: known?.recordingHash, transcript: known?.transcriptHash))
      }
    }
    var search = KeywordSearch()
    for answer in try store.answers(ofSession: submission.session.text) where !archived.contains(where: { $0.key == answer.record.key }) {
      guard answer.record.manifestHash != manifest.hash, !Self.declines(manifest.manifest, answer.record.key), answer.record.hasAnalysis,
        !answer.record.isWithoutWords,
        let role = manifest.manifest.role ?? answer.record.roleModel?.id
      else { continue }
      try unlessItsOwn(answer.record.key) { () throws(Fault) in
        let model = try models.model(role)
        let rescorer = Rescorer(store, models: models) { _ in nil }
        var record = try rescorer.rescored(answer.record, by: model, manifest.manifest, &search)
        (record.manifestHash, record.candidate) = (manifest.hash, manifest.manifest.candidate ?? record.candidate)
        let time = clock.wall()
        if let outcome = try store.revise([(read: answer, record: record)], at: time).first ?? nil { try keep(record, outcome, at: time) }
      }
    }
  }

  /// One answer that cannot be scored again must not keep the manifest from being in force for the others. Where its file in
  /// the archive is not the one that was scored, a newer one may be waiting behind this very manifest: that is told.
  private func unlessItsOwn(_ key: AnswerKey, _ body: () throws(Fault) -> Void) throws(Fault) {
    do throws(Fault) {
      try body()
      doubt(nil, about: key.id)
    } catch {
      if error.code == .archiveAltered { return doubt(error, about: key.id) }
      guard error.code.retry == .never, !Self.modelFaults.contains(error.code) else { throw error }
      logger.warning(
        "an answer stays as it was scored before its manifest came", metadata: ["id": "manifest.not-applied", "code": "\(error.code.code)"])
    }
  }

  /// Why nothing of the session may be analysed; nil where it may. Who did not agree to be recorded agreed to nothing else.
  static func consentMissing(_ manifest: Manifest) -> Fault? {
    if manifest.consentRecorded == false { return Fault(.sessionRecordingRefused) }
    return manifest.consentAnalysed == false && manifest.declined == .none ? Fault(.sessionConsentMissing) : nil
  }

  /// Answers that were measured before it was known that their candidate declines it.
  private func measuredThoughDeclined(_ session: OpaqueName, _ manifest: Manifest) throws(Fault) -> [AnswerKey] {
    guard manifest.declined != .none else { return [] }
    return try store.answers(ofSession: session.text).map(\.record).filter { Self.declines(manifest, $0.key) && !$0.isDeclined }.map(\.key)
  }

  /// `analysed: false` beside a list of declined questions is of all of them.
  static func declines(_ manifest: Manifest, _ key: AnswerKey) -> Bool {
    manifest.declined.contains(key.question) || manifest.declined != .none && manifest.consentAnalysed == false
  }

  static let modelFaults: Set<FaultCode> = [.modelUnknown, .modelInvalid]

  func isForgotten(_ candidate: String) throws(Fault) -> Bool { try tombstones?.holds(.candidate, candidate) ?? false }

  /// A manifest that cannot be put in force: nobody knows what may be done with its session, which waits.
  ///
  /// - Parameter candidates: whom it seems to be of: those who are forgotten must not come back by a mistake in it.
  private func holdSession(_ submission: Submission, _ fault: Fault, candidates: [String], as outcome: Outcome) throws(Fault) -> Outcome {
    for candidate in candidates where try isForgotten(candidate) { return try forgetSession(submission) }
    try inbox.holdForManifest(session: submission.session, because: fault)
    CrashPoint.reach(.manifestMarked)
    let inForce = try knownManifest(of: submission.session)
    // The row is there from now on, so that the session can be found by its candidate.
    try refreshSession(submission.session, inForce, root: submission.root, candidate: candidates.count == 1 ? candidates[0] : nil)
    return concluded(fault, outcome, submission)
  }

  /// The manifest that was in force before; nil where none was, or where it is not the one that the store knows.
  private func knownManifest(of session: OpaqueName) throws(Fault) -> ManifestInForce? {
    do throws(Fault) {
      return try readableManifest(of: session)
    } catch {
      guard error.code == .archiveAltered else { throw error }
      return nil
    }
  }

  /// It names somebody who asked to be forgotten: everything of its session goes, the manifest included.
  private func forgetSession(_ submission: Submission) throws(Fault) -> Outcome {
    let fault = Fault(.sessionForgotten)
    guard let retention else { throw fault }
    let receipt = try retention.erase([submission.session.text], .session(submission.session), isHeld: true)
    _ = try store.audit(RetentionManager.entry(of: receipt), at: clock.wall(), digest: Files.hash)
    return concluded(fault, .erased(fault), submission)
  }

  /// It does not allow that anything is analysed: what was scored is taken back, as if that had been known before.
  private func withdraw(_ submission: Submission, _ manifest: ManifestInForce, because fault: Fault) throws(Fault) -> Outcome {
    try retention?.withdraw(submission.session, because: fault, root: submission.root)
    try inbox.manifestWasRead(session: submission.session)
    try refreshSession(submission.session, manifest, root: submission.root)
    return .recorded()
  }
}
