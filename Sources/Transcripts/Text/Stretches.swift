import Interview

/// Stretches of time in order, joined where they touch: the speech of a recording, or what a transcript covers.
struct Stretches {
  let ranges: [TimeRange]
  let total: Double
  /// Time covered before each range.
  private let before: [Double]

  init(_ unordered: [TimeRange], grace: Double = 0) {
    var joined: [TimeRange] = []
    for range in unordered.map({ TimeRange(max(0, $0.start - grace), $0.end + grace) }).sorted(by: {
      ($0.start, $0.end) < ($1.start, $1.end)
    }) {
      if let last = joined.last, range.start <= last.end {
        joined[joined.count - 1] = TimeRange(last.start, max(last.end, range.end))
      } else {
        joined.append(range)
      }
    }
    ranges = joined
    var sum = 0.0
    before = joined.map { range in
      defer { sum += range.duration }
      return sum
    }
    total = sum
  }

  /// Seconds common to both. Linear.
  func overlap(_ other: Stretches) -> Double {
    var sum = 0.0
    var (i, j) = (0, 0)
    while i < ranges.count, j < other.ranges.count {
      sum += ranges[i].overlap(other.ranges[j])
      if ranges[i].end < other.ranges[j].end { i += 1 } else { j += 1 }
    }
    return sum
  }

  /// The part of the stretches inside a range.
  func inside(_ range: TimeRange) -> Stretches {
    var low = firstEnding(after: range.start)
    var inner: [TimeRange] = []
    while low < ranges.count, ranges[low].start < range.end {
      let (start, end) = (max(ranges[low].start, range.start), min(ranges[low].end, range.end))
      if end > start { inner.append(TimeRange(start, end)) }
      low += 1
    }
    return Stretches(inner)
  }

  /// Whether any stretch touches the range.
  func touches(_ range: TimeRange) -> Bool {
    let index = firstEnding(after: range.start)
    return index < ranges.count && ranges[index].start <= range.end
  }

  /// The time at which so many seconds of the stretches have passed. At a border: where the next stretch begins, or where
  /// the last one ended.
  func time(after seconds: Double, atEnd: Bool) -> Double {
    guard let last = ranges.last else { return 0 }
    var (low, high) = (0, ranges.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if atEnd ? before[middle] < seconds : before[middle] <= seconds { low = middle } else { high = middle - 1 }
    }
    return min(last.end, max(ranges[low].start, min(ranges[low].end, ranges[low].start + seconds - before[low])))
  }

  private func firstEnding(after time: Double) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].end >= time { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
