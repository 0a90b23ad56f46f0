import Interview
import Queries
import Store
import Synchronization

/// How the questions do, as it was counted last. To count reads every answer, which takes half a minute at 100,000 sessions: a page must
/// not wait for that.
public final class KeptStatistics: Sendable {
  private struct State {
    /// With the number of the store's last event then.
    var last: (document: StatisticsDocument, end: Int, at: Double)?
    /// Whether somebody would have a newer one.
    var isWanted = true
    var isEnding = false
    /// What kept the last count from its end.
    var fault: Fault?
  }

  /// Answers up to which they are counted while the asker waits.
  let maximumAtOnce: Int
  /// Seconds for which what was counted is good enough: what a few more answers add to so many is not to be seen.
  static let age = 600.0

  private let state = Mutex(State())

  public convenience init() { self.init(maximumAtOnce: 2000) }

  /// - Parameter maximumAtOnce: 2000 take a quarter of a second.
  init(maximumAtOnce: Int) { self.maximumAtOnce = maximumAtOnce }

  /// What was counted last, or now where that is little work.
  /// - Throws: `statistics.counting` where nothing was counted yet, or what kept it from being counted.
  func current(_ store: any ScoreStore, at time: Double) throws(Fault) -> StatisticsDocument {
    let counts = try store.counts()
    let (known, fault) = state.withLock { ($0.last, $0.fault) }
    if let known, known.end == counts.events { return known.document }
    if counts.answers <= maximumAtOnce { return try count(store, end: counts.events, at: time) }
    if time - (known?.at ?? -.infinity) >= Self.age { state.withLock { $0.isWanted = true } }
    guard let known else { throw fault ?? Fault(.statisticsCounting, "\(counts.answers)") }
    return known.document
  }

  /// Counts, where somebody would have it: for a thread that may take its time. What keeps it from that is told to whoever asks next,
  /// and tried again then.
  public func countWhereWanted(_ store: any ScoreStore, at time: Double) {
    guard state.withLock({ $0.isWanted }) else { return }
    var fault: Fault?
    do throws(Fault) {
      let counts = try store.counts()
      if counts.answers > maximumAtOnce { _ = try count(store, end: counts.events, at: time) }
    } catch {
      fault = error
    }
    state.withLock { ($0.isWanted, $0.fault) = (false, fault) }
  }

  /// Ends a count that goes on.
  public func end() { state.withLock { $0.isEnding = true } }

  private func count(_ store: any ScoreStore, end: Int, at time: Double) throws(Fault) -> StatisticsDocument {
    var document = try QuestionStatistics(store) { self.state.withLock { !$0.isEnding } }.document
    document.counted_at = UTC.text(time)
    state.withLock { $0.last = (document, end, time) }
    return document
  }
}
