import Signal

/// What the voicing network is told about a frame: the most plausible candidate, energies under the recording's top and
/// over its floor, how far the pitch jumps to both neighbours, and the surroundings.
struct VoicingFeatures {
  /// Inputs of the network: 20 of the frame, 5 of each of six neighbours.
  static let count = own + 5 * neighbours.count
  private static let own = 20
  private static let neighbours = [-5, -3, -1, 1, 3, 5]
  private static let shared = [0, 1, 2, 11, 17]
  private static let reach = 5
  private static let block = 256
  private static let perfect: Float = 0.95
  /// Decibels: what a floor of `NoiseFloor.none` gives.
  private static let noFloor: Float = -90
  private static let certain: Float = 6

  /// The network's output for every frame of `frames`.
  ///
  /// - Parameters:
  ///   - top: Level in dB that the loudest twentieth of the recording reaches, of the whole band.
  ///   - frames: The range; frames outside it are not looked at, its edges stand for them.
  static func logits(_ store: FrameStore, frames: Range<Int>, top: Float, network: TemporalNet) -> [Float] {
    var result = [Float](repeating: 0, count: frames.count)
    var rows = [Float](repeating: 0, count: (block + 2 * reach) * own)
    var start = frames.lowerBound
    while start < frames.upperBound {
      let end = min(start + block, frames.upperBound)
      for t in start - reach..<end + reach {
        let clamped = min(max(t, frames.lowerBound), frames.upperBound - 1)
        describe(clamped, of: store, within: frames, top: top, into: &rows, at: (t - start + reach) * own)
      }
      let logits = network.outputs(count: end - start) { frame, input, first in
        let row = (frame + reach) * own
        Vectors.copy(rows, row, count: own, into: &input, at: first)
        var at = first + own
        for k in 0..<neighbours.count {
          let neighbour = row - neighbours[k] * own
          for i in 0..<shared.count {
            input[at] = rows[neighbour + shared[i]]
            at += 1
          }
        }
      }
      for t in start..<end {
        let logit = logits[t - start]
        // The network knows voices, not pure tones: a perfectly periodic frame over no floor at all is a tone of that pitch.
        let tone = rows[(t - start + reach) * own] > perfect && store.floor(at: t)[5] < noFloor
        result[t - frames.lowerBound] = tone ? max(logit, certain) : logit
      }
      start = end
    }
    return result
  }

  private static func describe(
    _ t: Int, of store: FrameStore, within frames: Range<Int>, top: Float, into rows: inout [Float], at row: Int
  ) {
    let strongest = store.strongest[t]
    for i in 0..<6 { rows[row + i] = strongest[i] }
    let energy = store.energy[t]
    let floor = store.floor(at: t)
    for band in 0..<FrameStore.bands {
      let level = energy[band]
      rows[row + 6 + band] = limit((level - top) / 20, -4, 4)
      rows[row + 12 + band] = limit(max(level - floor[band], -5) / 20, -4, 4)
    }
    let here = strongest[6]
    rows[row + 18] = t > frames.lowerBound ? min(abs(here - store.strongest[t - 1][6]), 0.5) : 0
    rows[row + 19] = t + 1 < frames.upperBound ? min(abs(store.strongest[t + 1][6] - here), 0.5) : 0
  }
}

@inline(__always)
func limit(_ x: Float, _ low: Float, _ high: Float) -> Float { min(max(x, low), high) }
