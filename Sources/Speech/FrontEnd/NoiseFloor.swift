import RealModule
import Signal

/// The noise floor of one chunk: for every bin a low quantile of the power, smoothed over blocks of five frames and three
/// bins, counted in quarter octaves. Blocks of digital silence do not count.
struct NoiseFloor {
  private let bins: Int
  private var block: [Float]
  private var inBlock = 0
  private var counts: [Int32]
  private var places: [Int32]
  private var blocks: Int32 = 0

  /// Frames averaged before the quantile is taken.
  static let framesPerBlock = 5
  /// The floor where there is none to measure.
  static let none: Float = 2e-12
  /// Power under which a block is digital silence (−90 dBFS).
  static let silence: Float = 3.5e-5
  // Quarter octaves from 2⁻⁴⁴, under the power's own floor of 10⁻¹², to 2²⁰, above that of a full-scale square wave.
  private static let lowest = -176
  private static let cells = 256

  init(bins: Int) {
    self.bins = bins
    block = [Float](repeating: 0, count: bins)
    counts = [Int32](repeating: 0, count: bins * Self.cells)
    places = [Int32](repeating: 0, count: bins)
  }

  /// Counts the next frame's power.
  mutating func add(_ rows: [Float], from start: Int) {
    Arithmetic.accumulate(rows, from: start, into: &block)
    inBlock += 1
    if inBlock == Self.framesPerBlock { close() }
  }

  /// The floor of each bin: `factor` times the quantile `share`.
  mutating func floor(share: Float, factor: Float) -> [Float] {
    // A chunk shorter than one block is a block of its own.
    if blocks == 0, !hadWholeBlock, inBlock > 0 { close() }
    guard blocks > 0, !isSteadyTone else { return [Float](repeating: Self.none, count: bins) }
    let target = share * Float(blocks)
    return (0..<bins).map { k in
      var before: Float = 0
      for cell in 0..<Self.cells {
        let inCell = Float(counts[k * Self.cells + cell])
        if inCell > 0, before + inCell >= target {
          let position = Double(cell + Self.lowest) + Double((target - before) / inCell)
          return factor * Float(Double.exp2(position / 4))
        }
        before += inCell
      }
      return 2e-12
    }
  }

  private var hadWholeBlock = false
  private var energies: [Float] = []

  /// A loud sound whose energy never moves is no noise (white noise moves by 0.7 dB from block to block): a test tone, a held
  /// note. There is nothing under it to measure a floor on.
  private var isSteadyTone: Bool {
    guard energies.count >= 4 else { return false }
    let quiet = Quantile.of(energies, 0.15)
    return quiet > Self.loud && Quantile.of(energies, 0.95) < Self.steady * quiet
  }

  /// −20 dBFS, far over any hum, and 0.3 dB.
  private static let loud: Float = 310
  private static let steady: Float = 1.07

  private mutating func close() {
    let scale = 1 / (3 * Float(inBlock))
    hadWholeBlock = hadWholeBlock || inBlock == Self.framesPerBlock
    let sums = block
    let energy = Arithmetic.sum(sums.span) * 3 * scale
    if energy >= Self.silence {
      blocks += 1
      energies.append(energy)
      FrontEndKernels.quarterOctaves(sums, scale: scale, lowest: Int32(Self.lowest), cells: Int32(Self.cells), into: &places)
      FrontEndKernels.count(places, of: Self.cells, in: &counts)
    }
    for k in 0..<bins { block[k] = 0 }
    inBlock = 0
  }
}
