/// Order statistics by selection.
public enum Quantile {
  /// The value below which the share `p` of `values` lies, interpolated linearly between neighbours in rank
  /// (Hyndman & Fan 1996, type 7, the default of NumPy and R).
  ///
  /// - Parameters:
  ///   - values: Not empty, none of them NaN; reordered in place.
  ///   - p: 0…1.
  /// - Complexity: O(n) on average.
  public static func select(_ values: inout [Float], _ p: Double) -> Float {
    precondition(!values.isEmpty && p >= 0 && p <= 1)
    let rank = p * Double(values.count - 1)
    let low = Int(rank)
    let a = nth(low, &values)
    let weight = rank - Double(low)
    guard weight > 0, low + 1 < values.count else { return a }
    // What stands right of the selected rank is not smaller: the next in rank is the smallest of it.
    var b = values[low + 1]
    for i in (low + 1)..<values.count {
      b = min(b, values[i])
    }
    return Float(Double(a) + weight * (Double(b) - Double(a)))
  }

  /// As `select`, leaving `values` alone.
  public static func of(_ values: [Float], _ p: Double) -> Float {
    var copy = values
    return select(&copy, p)
  }

  /// The middle value.
  public static func median(_ values: [Float]) -> Float { of(values, 0.5) }

  /// Hoare's selection with the median of three as pivot: afterwards `values[rank]` is the element of that rank,
  /// nothing left of it is larger and nothing right of it smaller.
  private static func nth(_ rank: Int, _ values: inout [Float]) -> Float {
    var left = 0
    var right = values.count - 1
    while left < right {
      let middle = left + (right - left) / 2
      let pivot = max(min(values[left], values[middle]), min(max(values[left], values[middle]), values[right]))
      var i = left
      var j = right
      while i <= j {
        while values[i] < pivot { i += 1 }
        while values[j] > pivot { j -= 1 }
        if i <= j {
          values.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if rank <= j {
        right = j
      } else if rank >= i {
        left = i
      } else {
        break
      }
    }
    return values[rank]
  }
}
