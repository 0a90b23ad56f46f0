import Interview

/// Vocabulary richness: moving-average type–token ratio (Covington & McFall 2010, "Cutting the Gordian knot").
///
/// The window runs in a circle over the end of the text: then a text said twice has the very same windows twice, so that
/// doubling an answer leaves the value exactly as it is.
enum Richness {
  /// Words in a window; Covington & McFall take 50 to 500, answers are short.
  static let window = 50

  /// 0…1; unknown below one window. Linear.
  ///
  /// - Parameter words: each word's number in its vocabulary, below the count of words.
  static func measure(_ words: [Int]) -> Measured<Double> {
    guard words.count >= window else { return .unknown(.speechTooLittle) }
    var counts = [Int](repeating: 0, count: words.count)
    var types = 0
    func enter(_ word: Int) {
      types += counts[word] == 0 ? 1 : 0
      counts[word] += 1
    }
    for word in words.prefix(window) { enter(word) }
    var sum = 0
    for start in words.indices {
      sum += types
      counts[words[start]] -= 1
      types -= counts[words[start]] == 0 ? 1 : 0
      enter(words[(start + window) % words.count])
    }
    return .value(Double(sum) / Double(window) / Double(words.count))
  }
}
