/// The largest or smallest value around every element.
public enum SlidingExtreme {
  /// For each index the largest value within `reach` to both sides, less where the run ends.
  ///
  /// - Complexity: O(n) for any reach: a queue keeps the indices that can still become the largest (Lemire 2006).
  public static func maximum(_ values: [Float], reach: Int) -> [Float] {
    let n = values.count
    var queue = [Int](repeating: 0, count: n)
    var (head, tail) = (0, 0)
    var next = 0
    return (0..<n).map { t in
      while next < n, next <= t + reach {
        while tail > head, values[queue[tail - 1]] <= values[next] { tail -= 1 }
        queue[tail] = next
        tail += 1
        next += 1
      }
      while queue[head] < t - reach { head += 1 }
      return values[queue[head]]
    }
  }

  /// The smallest value, likewise.
  public static func minimum(_ values: [Float], reach: Int) -> [Float] {
    maximum(values.map { -$0 }, reach: reach).map { -$0 }
  }
}
