import Inbox
import Interview
import Maintenance
import Queries
import RoleModels

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

  /// An answer explained by the models in force; nil where there is none of this id.
  public func explained(_ id: String, advice: AdviceCatalogue, baselines: BaselineFiles) throws(Fault) -> ExplainedAnswer? {
    try ExplainedAnswer(id, in: store, advice: advice, models: models, baselines: baselines) { session throws(Fault) in
      try manifest(ofSession: session)
    }
  }

  private func manifest(ofSession id: OpaqueName) throws(Fault) -> Manifest? {
    try ManifestInForce(path: inbox.archivedManifest(ofSession: id))?.manifest
  }
}
