import Documents
import Files
import FoundationEssentials
import Inbox
import Interview
import Settings

/// How far a receiver is, and what is wrong with it.
public struct WebhookSummary: Sendable {
  public let name: String
  public let cursor: Int
  public let delivered: Int
  public let failures: Int
  let dead: [WebhookState.DeadLetter]
  public let forgottenDead: Int
  /// Deliveries that were given up, also those of which nothing more is kept.
  public var deadCount: Int { dead.count + forgottenDead }
  public let waitingAgain: Int
  public let failuresInARow: Int
  public let fault: Fault?
  public let lastSuccess: Double?

  init(_ name: String, _ state: WebhookState, failuresInARow: Int = 0, fault: Fault? = nil, lastSuccess: Double? = nil) {
    self.name = name
    cursor = state.cursor
    delivered = state.delivered
    failures = state.failures
    dead = state.dead
    forgottenDead = state.forgottenDead
    waitingAgain = state.again.count
    self.failuresInARow = failuresInARow
    self.fault = fault
    self.lastSuccess = lastSuccess
  }

  /// As the daemon will find it when it starts, from the file of the receiver's progress.
  ///
  /// - Parameter end: the last cursor of the feed: with it a receiver begins that is new.
  /// - Throws: `state.denied` for a user who may not read it; a fault of the file.
  public init(resting hook: WebhookConfiguration, stateDirectory: String, end: Int?) throws(Fault) {
    let folder = stateDirectory + "/webhooks"
    let files = FileManager.default
    guard !files.fileExists(atPath: folder) || files.isReadableFile(atPath: folder) else { throw Fault(.stateDenied, folder) }
    let path = "\(folder)/\(hook.name).json"
    guard files.fileExists(atPath: path) else {
      self.init(hook.name, WebhookState(cursor: end ?? 0))
      return
    }
    let bytes = try Files.read(path: path, limit: 1 << 28)
    do { self.init(hook.name, try JSONDecoder().decode(WebhookState.self, from: Data(bytes))) } catch {
      throw Fault(.webhookState, "\(path): \(error)")
    }
  }

  /// - Parameter end: the last cursor of the feed; nil where that is not known.
  package func document(end: Int?) -> WebhookDocument {
    WebhookDocument(
      name: name, cursor: cursor, end: end, delivered: delivered, failures: failures, failuresInARow: failuresInARow, fault: fault,
      lastSuccess: lastSuccess, dead: deadCount, waitingAgain: waitingAgain)
  }

  /// With what was given up.
  package func page(end: Int?) -> WebhookPage {
    Joined(
      document(end: end),
      DeadLetters(
        dead.map { .init(cursor: $0.cursor, kind: $0.kind, time: $0.time, attempts: $0.attempts, code: $0.code, detail: $0.detail) }))
  }
}
