import Interview

/// Splits points by weight so that the parts add up to the whole exactly (largest remainder; ties to the smaller key, so that the order in
/// which a model lists its parts changes nothing).
///
/// - Parameters:
///   - weights: 0 or more each; when all are 0, or there are none, nothing is given out.
///   - keys: one for each weight; without them ties go to the earlier part.
/// - Complexity: O(n log n).
func apportion(_ whole: Points, by weights: [Double], keys: [String] = []) -> [Points] {
  let sum = weights.reduce(0, +)
  guard sum > 0 else { return weights.map { _ in .zero } }
  let exact = weights.map { Double(whole.hundredths) * $0 / sum }
  var parts = exact.map { Int($0.rounded(.down)) }
  let missing = whole.hundredths - parts.reduce(0, +)
  let order = exact.indices.sorted { left, right in
    let (a, b) = (exact[left] - exact[left].rounded(.down), exact[right] - exact[right].rounded(.down))
    guard a == b else { return a > b }
    return keys.isEmpty || keys[left] == keys[right] ? left < right : keys[left] < keys[right]
  }
  for index in order.prefix(missing) { parts[index] += 1 }
  return parts.map { Points(hundredths: $0) }
}
