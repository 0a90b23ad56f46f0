import Assessment
import Documents
import FoundationEssentials
import Interview
import RoleModels
import Sessions
import Store

/// The list of sessions as people look at it: each with its score and what was decided about it. The daemon and `intone`
/// both make it here.
public struct SessionListing: Sendable {
  public enum Order: String, Sendable, CaseIterable {
    case id, time, candidate
    /// The greatest first; sessions without a score at the end. Every session that is let through is scored for it.
    case score
  }

  public struct Row: Sendable {
    public let session: StoredSession
    public let overall: Points?
    public let low: Points?
    public let high: Points?
    /// The latest decision about the session.
    public let decision: StoredReview?

    package var document: ListedSession {
      Joined(session.document, SessionFigures(overall: overall, low: low, high: high, judgement: decision?.review.judgement))
    }
  }

  public let rows: [Row]
  /// Whether others follow.
  public let isMore: Bool

  /// Sessions that are put in the order of their scores at most: each has to be scored before the first can be shown.
  public static let maximumByScore = 20_000

  /// - Parameters:
  ///   - after: the id of the last session of the page before.
  ///   - time: now, in seconds since 1970.
  /// - Throws: `listing.too-many` where too many sessions are to be put in the order of their scores.
  public init(
    _ filter: SessionFilter = SessionFilter(), by order: Order = .id, after: String? = nil, limit: Int, in store: any ScoreStore,
    models: RoleModelLibrary, at time: Double
  ) throws(Fault) {
    func row(_ session: StoredSession) throws(Fault) -> Row {
      let card = try SessionScorecard(session.record.id.text, in: store, models: models, at: time, text: nil)
      return Row(
        session: session, overall: card?.summary.overall, low: card?.summary.low, high: card?.summary.high,
        decision: card?.decisions.first)
    }
    guard order == .score else {
      let page = try store.sessions(filter, by: SessionOrder(rawValue: order.rawValue) ?? .id, after: after, limit: limit + 1)
      var rows: [Row] = []
      for session in page.prefix(limit) { rows.append(try row(session)) }
      self.rows = rows
      isMore = page.count > limit
      return
    }
    var all: [Row] = []
    try store.forEachSession(filter) { session throws(Fault) in
      all.append(try row(session))
      guard all.count <= Self.maximumByScore else { throw Fault(.listingTooMany, "> \(Self.maximumByScore)") }
    }
    // They are in the order of their ids, and stay so between equal scores.
    let sorted = all.enumerated().sorted { left, right in
      (right.element.overall?.hundredths ?? -1, left.offset) < (left.element.overall?.hundredths ?? -1, right.offset)
    }.map(\.element)
    let begin =
      try after.map { id throws(Fault) in
        guard let index = sorted.firstIndex(where: { $0.session.record.id.text == id }) else { throw Fault(.storeNoSession, id) }
        return index + 1
      } ?? 0
    rows = Array(sorted[begin...].prefix(limit))
    isMore = begin + rows.count < sorted.count
  }

  /// The time that a person names: `2026-11-01`, `2026-11-01T08:00:00+08:00`, or so long ago as `7d`, `12h`, `30m`.
  public static func moment(_ text: String, now: Double) -> Double? {
    let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    if let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), count >= 0 { return now - Double(count) * unit }
    return UTC.seconds(text) ?? UTC.seconds(text + "T00:00:00Z")
  }
}

extension FaultCode {
  public static let listingTooMany = FaultCode(
    "listing.too-many", cause: Bilingual(zh: "场次太多，无法按得分排序", en: "there are too many sessions to sort by score"),
    action: Bilingual(
      zh: "请用 --role、--since、--state 或 --candidate 缩小范围。", en: "Narrow them down with --role, --since, --state or --candidate."))
}
