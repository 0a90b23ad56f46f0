import Interview

/// Times of the sound alone → times of the recording, in which the digital silence that was cut stands again.
struct TimeMap: Sendable {
  /// Seconds of sound before each cut, and hops of all cuts up to and with it; ascending.
  private var cuts: [(time: Double, hops: Int)] = []
  /// Frames of all cuts.
  private(set) var hops = 0

  init(_ cuts: [SilenceCutter.Cut], rate: Int) {
    for cut in cuts {
      hops += cut.hops
      self.cuts.append((Double(cut.at) / Double(rate), hops))
    }
  }

  var isIdentity: Bool { cuts.isEmpty }

  /// The recording's frame that is the sound's frame `t`.
  func frame(_ t: Int) -> Int { t + before(Double(t) * FrameStore.hop, inclusive: true) }

  /// When what begins at `time` of the sound begins in the recording: behind a cut that lies just there.
  func start(_ time: Double) -> Double { time + Double(before(time, inclusive: true)) * FrameStore.hop }

  /// When what ends at `time` of the sound ends in the recording: before a cut that lies just there.
  func end(_ time: Double) -> Double { time + Double(before(time, inclusive: false)) * FrameStore.hop }

  /// Stretches of the sound as stretches of the recording, parted where silence was cut out of them; what is then shorter
  /// than `shortest` is dropped, like every burst.
  func stretches(_ ranges: [TimeRange], shortest: Double) -> [TimeRange] {
    guard !isIdentity else { return ranges }
    var result: [TimeRange] = []
    for range in ranges {
      let inside = cuts.map(\.time).filter { $0 > range.start && $0 < range.end }
      let edges = [range.start] + inside + [range.end]
      for (from, to) in zip(edges, edges.dropFirst()) where inside.isEmpty || to - from >= shortest {
        result.append(TimeRange(start(from), end(to)))
      }
    }
    return result
  }

  /// One value for each of the recording's frames: the sound's, and `silence` where there was none.
  func spread<Value>(_ values: [Value], silence: Value) -> [Value] {
    guard !isIdentity else { return values }
    var result = [Value](repeating: silence, count: values.count + hops)
    for t in values.indices { result[frame(t)] = values[t] }
    return result
  }

  private func before(_ time: Double, inclusive: Bool) -> Int {
    var (low, high) = (0, cuts.count)
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle].time < time || inclusive && cuts[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? cuts[low - 1].hops : 0
  }
}
