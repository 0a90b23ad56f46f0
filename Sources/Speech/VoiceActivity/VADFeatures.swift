import Signal

/// What the activity network is told about a frame: smoothed band energies over the recording's quiet and under its loud,
/// over the noise floor, the voicing, and the surroundings up to a quarter of a second.
struct VADFeatures {
  static let count = own + 4 + 2 * distances.count * 6 + 2
  private static let own = 19
  private static let distances = [3, 6, 10, 15, 25]
  private static let reach = 25
  private static let block = 256

  private let store: FrameStore
  private let voicing: [Float]
  private let quiet: SIMD8<Float>
  private let loud: SIMD8<Float>

  /// The network's output for every frame.
  static func logits(_ store: FrameStore, voicing: [Float], network: Perceptron) -> [Float] {
    store.count > 0 ? VADFeatures(store, voicing).logits(network) : []
  }

  private init(_ store: FrameStore, _ voicing: [Float]) {
    var (quiet, loud) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    let frames = store.sounding
    for band in 0..<FrameStore.bands {
      var levels = frames.map { Self.smooth(store, $0)[band] }
      quiet[band] = Quantile.select(&levels, 0.05)
      loud[band] = Quantile.select(&levels, 0.95)
    }
    (self.store, self.voicing, self.quiet, self.loud) = (store, voicing, quiet, loud)
  }

  /// A frame's energies, a quarter of each neighbour's taken in: worked out twice rather than kept.
  private static func smooth(_ store: FrameStore, _ t: Int) -> SIMD8<Float> {
    0.25 * store.energy[max(t - 1, 0)] + 0.5 * store.energy[t] + 0.25 * store.energy[min(t + 1, store.count - 1)]
  }

  private func logits(_ scorer: Perceptron) -> [Float] {
    var network = scorer
    let n = store.count
    var result = [Float](repeating: 0, count: n)
    var rows = [Float](repeating: 0, count: (Self.block + 2 * Self.reach) * Self.own)
    var input = [Float](repeating: 0, count: Self.count)
    let range = (loud - quiet) / 20
    (input[19], input[20], input[21], input[22]) = (range[0], range[2], range[4], range[5])
    var start = 0
    while start < n {
      let end = min(start + Self.block, n)
      for t in start - Self.reach..<end + Self.reach {
        describe(min(max(t, 0), n - 1), into: &rows, at: (t - start + Self.reach) * Self.own)
      }
      for t in start..<end {
        Self.gather(rows, at: (t - start + Self.reach) * Self.own, into: &input)
        result[t] = network(input)
      }
      start = end
    }
    return result
  }

  private func describe(_ t: Int, into rows: inout [Float], at row: Int) {
    let smooth = Self.smooth(store, t)
    let over = ((smooth - quiet) / 20).clamped(lowerBound: .init(repeating: -0.5), upperBound: .init(repeating: 3))
    let under = ((smooth - loud) / 20).clamped(lowerBound: .init(repeating: -3), upperBound: .init(repeating: 0.5))
    let noise = ((store.energy[t] - store.floor(at: t)) / 20).clamped(lowerBound: .init(repeating: -0.5), upperBound: .init(repeating: 3))
    for band in 0..<FrameStore.bands {
      rows[row + band] = over[band]
      rows[row + 6 + band] = under[band]
      rows[row + 12 + band] = noise[band]
    }
    rows[row + 18] = limit(voicing[t], -8, 8) / 4
  }

  private static func gather(_ rows: [Float], at row: Int, into input: inout [Float]) {
    for i in 0..<own { input[i] = rows[row + i] }
    var at = own + 4
    for k in 0..<distances.count {
      let distance = distances[k] * own
      // First the frame that lies behind, then the one ahead: the order in which the network was trained.
      for other in [row - distance, row + distance] {
        (input[at], input[at + 1], input[at + 2]) = (rows[other + 5], rows[other + 8], rows[other + 10])
        (input[at + 3], input[at + 4], input[at + 5]) = (rows[other + 11], rows[other + 17], rows[other + 18])
        at += 6
      }
    }
    var (highest, sum) = (-Float.infinity, Float(0))
    for k in -reach...reach {
      let y = rows[row + k * own + 18]
      highest = max(highest, y)
      sum += y
    }
    input[at] = highest
    input[at + 1] = sum / Float(2 * reach + 1)
  }
}
