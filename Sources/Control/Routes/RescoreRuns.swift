import Interview
import Maintenance
import Store
import Synchronization

/// The audit log has two entries for a rescoring, however many batches it takes: one when the first batch begins, and one, with
/// what was done, when the last has ended.
///
/// A batch belongs to the run whose last batch ended where it begins, by the same caller and with the same wishes; any other
/// begins a run of its own, so that no batch goes unnoticed.
final class RescoreRuns: Sendable {
  /// What was asked for: requests of one rescoring wish for the same.
  struct Wish: Hashable, Sendable {
    var caller: String
    var role: String?
    var session: String?
    var isTrial: Bool
  }

  /// One rescoring from its first batch to its last.
  private struct Run {
    var wish: Wish
    var next: String
    var done = Done()
  }

  /// What was done, as the audit log says it.
  private struct Done: Encodable {
    var answers = 0
    var rescored = 0
    var changed = 0
  }

  /// Runs that somebody left are let go of, the oldest first.
  private static let maximumRuns = 32

  private let runs = Mutex<[Run]>([])

  /// What is to be written to the audit log before a batch: the beginning of its run; nil where the run was begun already.
  func opening(_ wish: Wish, after: String?) -> AuditEntry? {
    guard !runs.withLock({ $0.contains { $0.wish == wish && $0.next == after } }) else { return nil }
    return Self.entry(wish, AuditEntry.begun, after.map { JSON(encoding: ["after": $0]).text })
  }

  /// Takes note of a batch.
  /// - Returns: what is to be written to the audit log when it was the last: the end of its run.
  func note(_ wish: Wish, after: String?, _ batch: Rescorer.Batch) -> AuditEntry? {
    runs.withLock { runs in
      var run = Run(wish: wish, next: "")
      let known = runs.firstIndex { $0.wish == wish && $0.next == after }
      if let known { run = runs.remove(at: known) }
      run.done.answers += batch.answers
      run.done.rescored += batch.rescored - batch.overtaken
      run.done.changed += batch.changes.count
      guard let next = batch.next else {
        return Self.entry(wish, "done", JSON(encoding: run.done).text)
      }
      run.next = next
      runs.append(run)
      if runs.count > Self.maximumRuns { runs.removeFirst() }
      return nil
    }
  }

  private static func entry(_ wish: Wish, _ outcome: String, _ detail: String?) -> AuditEntry {
    AuditEntry(
      actor: wish.caller, action: wish.isTrial ? "rescore.dry-run" : "rescore", subject: wish.session ?? wish.role ?? "*", outcome: outcome,
      detail: detail ?? "")
  }
}
