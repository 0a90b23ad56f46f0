import Interview

/// The score of several answers together: their mean, with its interval.
public struct MeanScore: Sendable, Hashable {
  public let overall: Points
  /// Nil where one of the answers has no interval, as history from elsewhere has none: nobody knows how sure it is.
  public let low: Points?
  public let high: Points?

  /// One voice in one room errs the same way in every answer, and what is unknown in one is unknown in most: the interval is
  /// the mean of theirs, and does not shrink with their number.
  ///
  /// - Returns: nil without answers, or where one of them has no score.
  public init?(_ cards: [Scorecard]) {
    let scores = cards.compactMap(\.overall)
    guard !scores.isEmpty, scores.count == cards.count else { return nil }
    func mean(_ points: [Points]) -> Double { Double(points.map(\.hundredths).reduce(0, +)) / Double(points.count) }
    overall = Points(hundredths: Int(mean(scores).rounded()))
    let (lows, highs) = (cards.compactMap(\.confidence.low), cards.compactMap(\.confidence.high))
    let isKnown = lows.count == cards.count && highs.count == cards.count
    low = isKnown ? min(overall, Points(hundredths: Int(mean(lows).rounded(.down)))) : nil
    high = isKnown ? max(overall, Points(hundredths: Int(mean(highs).rounded(.up)))) : nil
  }
}
