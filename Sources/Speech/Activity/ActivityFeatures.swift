import Signal

/// What the activity network is told about a frame: smoothed band energies over the recording's quiet and under its loud,
/// over the noise floor, the voicing, and the surroundings up to a quarter of a second.
struct ActivityFeatures {
  static let count = own + 4 + 2 * distances.count * shared.count + 2
  private static let own = 19
  private static let distances = [3, 6, 10, 15, 25]
  private static let shared = [5, 8, 10, 11, 17, 18]
  private static let reach = 25
  private static let block = 256

  /// The network's output for every frame.
  static func logits(_ store: FrameStore, voicing: [Float], network: Perceptron) -> [Float] {
    let n = store.count
    guard n > 0 else { return [] }
    var network = network
    let bands = FrameStore.bands
    var quiet = [Float](repeating: 0, count: bands)
    var loud = quiet
    var levels = [Float](repeating: 0, count: n)
    for band in 0..<bands {
      for t in 0..<n { levels[t] = smooth(store, t, band) }
      quiet[band] = Quantile.select(&levels, 0.05)
      loud[band] = Quantile.select(&levels, 0.95)
    }
    var result = [Float](repeating: 0, count: n)
    var rows = [Float](repeating: 0, count: (block + 2 * reach) * own)
    var input = [Float](repeating: 0, count: count)
    for (i, band) in [0, 2, 4, 5].enumerated() { input[own + i] = (loud[band] - quiet[band]) / 20 }
    var start = 0
    while start < n {
      let end = min(start + block, n)
      for t in start - reach..<end + reach {
        let clamped = min(max(t, 0), n - 1)
        let row = (t - start + reach) * own
        let floor = store.floor(at: clamped)
        for band in 0..<bands {
          let level = smooth(store, clamped, band)
          rows[row + band] = limit((level - quiet[band]) / 20, -0.5, 3)
          rows[row + 6 + band] = limit((level - loud[band]) / 20, -3, 0.5)
          rows[row + 12 + band] = limit((store.energy[clamped * bands + band] - floor[band]) / 20, -0.5, 3)
        }
        rows[row + 18] = limit(voicing[clamped], -8, 8) / 4
      }
      for t in start..<end {
        let row = (t - start + reach) * own
        for i in 0..<own { input[i] = rows[row + i] }
        var at = own + 4
        for k in 0..<distances.count {
          for sign in [-1, 1] {
            let other = row - sign * distances[k] * own
            for i in 0..<shared.count {
              input[at] = rows[other + shared[i]]
              at += 1
            }
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
        result[t] = network(input)
      }
      start = end
    }
    return result
  }

  private static func smooth(_ store: FrameStore, _ t: Int, _ band: Int) -> Float {
    let (a, b) = (max(t - 1, 0), min(t + 1, store.count - 1))
    let bands = FrameStore.bands
    return 0.25 * store.energy[a * bands + band] + 0.5 * store.energy[t * bands + band] + 0.25 * store.energy[b * bands + band]
  }
}
