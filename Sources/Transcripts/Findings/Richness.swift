import Interview

/// Vocabulary richness: moving-average type–token ratio (Covington & McFall 2010, "Cutting the Gordian knot").
///
/// The window runs in a circle over the end of the text: then a text said twice has the very same windows twice, so that
/// doubling an answer leaves the value exactly as it is.
enum Richness {
  /// Words in a window; Covington & McFall take 50 to 500, answers are short.
  static let window = 50

  /// 0…1; unknown below one window. Linear.
  static func measure(_ words: [String]) -> Measured<Double> {
    guard words.count >= window else { return .unknown(.speechTooLittle) }
    var counts: [String: Int] = [:]
    for word in words.prefix(window) { counts[word, default: 0] += 1 }
    var sum = 0
    for start in words.indices {
      sum += counts.count
      let gone = words[start]
      counts[gone] = counts[gone].flatMap { $0 > 1 ? $0 - 1 : nil }
      counts[words[(start + window) % words.count], default: 0] += 1
    }
    return .value(Double(sum) / Double(window) / Double(words.count))
  }
}
