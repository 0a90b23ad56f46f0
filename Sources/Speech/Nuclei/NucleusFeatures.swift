import RealModule
import Signal

/// What the syllable density network is told about a frame: sub-band energies, voicing and level from 120 ms before it to
/// 120 ms after it, and whether it is speech.
enum NucleusFeatures {
  static let count = own * context.count + 1
  private static let own = 6
  private static let context = [-12, -9, -7, -5, -3, -2, -1, 0, 1, 2, 3, 5, 7, 9, 12]
  private static let reach = 12
  private static let block = 256

  /// Syllables per frame, before any language's factor (weakly supervised count regression, the idea of SylNet: Seshadri &
  /// Räsänen 2019).
  static func density(_ store: FrameStore, sonority: Sonority, voicing: [Float], activity: [Float], network: TemporalNet) -> [Float] {
    let n = store.count
    guard n > 0 else { return [] }
    var result = [Float](repeating: 0, count: n)
    var rows = [Float](repeating: 0, count: (block + 2 * reach) * own)
    var start = 0
    while start < n {
      let end = min(start + block, n)
      for t in start - reach..<end + reach {
        let here = min(max(t, 0), n - 1)
        let (before, after) = (max(here - 1, 0), min(here + 1, n - 1))
        let row = (t - start + reach) * own
        for band in 0..<Sonority.bands {
          rows[row + band] =
            0.25 * sonority.limited(before, band) + 0.5 * sonority.limited(here, band) + 0.25 * sonority.limited(after, band)
        }
        rows[row + 4] = logistic(voicing[here])
        rows[row + 5] = sonority.level(here)
      }
      let outputs = network.outputs(count: end - start) { frame, input, first in
        let row = (frame + reach) * own
        var at = first
        for k in 0..<context.count {
          Vectors.copy(rows, row + context[k] * own, count: own, into: &input, at: at)
          at += own
        }
        input[at] = logistic(activity[start + frame])
      }
      for t in start..<end { result[t] = softplus(outputs[t - start]) }
      start = end
    }
    return result
  }
}

/// Floor-subtracted energies of four sub-bands (after Wang & Narayanan 2007) against the recording's own loud frames.
struct Sonority {
  static let bands = 4
  private static let weights: [Float] = [1, 1, 1, 0.7]
  private let store: FrameStore
  private let references: [Float]
  private let reference: Float

  /// - Precondition: The store is not empty.
  init(_ store: FrameStore) {
    self.store = store
    references = (0..<Self.bands).map { Quantile.of(store.sonority(band: $0), 0.95) + 1e-12 }
    reference = .log10(Quantile.of(store.sonority(band: Self.bands), 0.95) + 1e-12)
  }

  private func share(_ t: Int, _ band: Int) -> Float { store.sonority[t][band] / references[band] }

  /// Fourth root of a band's share of its reference, the share limited to 10⁻⁶…4.
  func limited(_ t: Int, _ band: Int) -> Float { limit(share(t, band), 1e-6, 4).squareRoot().squareRoot() }

  /// log₁₀ of the power of 60–3800 Hz against its reference, −4…0.5.
  func level(_ t: Int) -> Float { limit(.log10(store.sonority[t][4] + 1e-12) - reference, -4, 0.5) }

  /// The envelope whose peaks the nuclei stand on: compressed sub-bands, weighted by voicing, smoothed by 15 ms.
  func envelope(voicing: [Float]) -> [Float] {
    let total = Self.weights.reduce(0, +)
    let raw = (0..<store.count).map { t in
      var sum: Float = 0
      for band in 0..<Self.bands { sum += Self.weights[band] * share(t, band).squareRoot().squareRoot() }
      return sum / total * (0.5 + 0.5 * logistic(voicing[t]))
    }
    let reach = 6
    var taper = (-reach...reach).map { Float.exp(-0.5 * Float($0 * $0) / (1.5 * 1.5)) }
    let sum = taper.reduce(0, +)
    for i in taper.indices { taper[i] /= sum }
    let n = raw.count
    return (0..<n).map { t in
      var value: Float = 0
      if t >= reach, t + reach < n {
        for k in 0...2 * reach { value += taper[k] * raw[t - reach + k] }
      } else {
        for k in 0...2 * reach { value += taper[k] * raw[min(max(t - reach + k, 0), n - 1)] }
      }
      return value
    }
  }
}
