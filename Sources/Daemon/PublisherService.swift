import Interview
import Logging
import SQLiteStore

/// Whether the published copy has yet to be made from a store that is another one than when the daemon last ran.
struct PublicationState: Sendable {
  var isAnew: Bool
}

extension RepeatingService where State == PublicationState {
  /// Keeps `scores.sqlite` within a second of the store, on a thread of its own: whatever readers do to it, nothing waits for it. What was
  /// scored last is published before the end.
  /// - Parameter anew: whether the store is another one than it was when the daemon last ran.
  static func publication(_ publication: Publication, anew: Bool, logger: Logger) -> Self {
    /// Whether the copy is up to date; a fault, which a full or broken disk goes on with, is logged.
    @Sendable func update(anew: Bool) -> Bool {
      do throws(Fault) {
        try publication.update(anew: anew)
        return true
      } catch {
        logger.error(
          "scores not published", metadata: ["id": "scores.unpublished", "code": "\(error.code.code)", "detail": "\(error.detail)"])
        return false
      }
    }
    return RepeatingService(from: PublicationState(isAnew: anew), last: { _ in _ = update(anew: false) }) { state in
      guard update(anew: state.isAnew) else { return .seconds(5) }
      state.isAnew = false
      return .milliseconds(200)
    }
  }
}
