import Assessment
import Files
import Inbox
import Interview
import Logging
import Maintenance
import Store
import Vault

extension SubmissionProcessor {
  /// An answer whose candidate declines the analysis: its row says that there is one and of which recording, so that people can hear it,
  /// judge it and decide. Neither sound nor transcript is looked into, and neither recogniser nor judge is asked.
  func keepUnmeasured(
    _ key: AnswerKey, recording: String, manifest: ManifestInForce, root: InboxRoot, arrivedAt: Double, expected: Expected
  ) throws(Fault) {
    let hash = try vault.hash(recording)
    try expected.check(hash, nil, of: key)
    if try tombstones?.holds(recording: hash) ?? false { throw Fault(.recordingForgotten) }
    let record = AnswerRecord(
      declined: key, site: root.site, candidate: manifest.manifest.candidate, engine: Engine.version, recordingHash: hash,
      manifestHash: manifest.hash, arrivedAt: arrivedAt)
    CrashPoint.reach(.analysed)
    let time = clock.wall()
    let outcome = try store.record(record, at: time)
    CrashPoint.reach(.recorded)
    try keep(record, outcome, at: time)
    let isNew = if case .new = outcome { true } else { false }
    counters.recorded(
      isNew ? .recorded : .unchanged, arrivedAt: arrivedAt, at: clock.wall(), audioSeconds: 0, bytes: Files.size(path: recording))
    logger.info("answer kept unmeasured", metadata: ["id": "answer.declined", "session": "\(key.session.journalTag)"])
  }
}
