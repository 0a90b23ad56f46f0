import Signal

/// What the activity network is told about a frame: the levels of sixteen bands over the recording's own quiet, the voicing,
/// the autocorrelations at the most plausible candidate, and how far apart the recording's quiet and its loud are. What lies
/// around the frame the network hears itself.
struct VADFeatures {
  static let count = FrameStore.fineBands + 8
  /// Steps of half a decibel in the network's unit of 20 dB.
  private static let unit: Float = 1 / 40

  private let store: FrameStore
  private let voicing: [Float]
  private let quiet: SIMD16<Float>
  /// Three ranges from the quiet to the loud (under 500 Hz, to 2 kHz, over it), and how far the middle lies over the quiet.
  private let whole: SIMD4<Float>

  /// The network's output for every frame.
  static func logits(_ store: FrameStore, voicing: [Float], network: TemporalNet) -> [Float] {
    guard store.count > 0 else { return [] }
    let features = VADFeatures(store, voicing)
    return network.outputs(count: store.count) { features.describe($0, into: &$1, at: $2) }
  }

  init(_ store: FrameStore, _ voicing: [Float]) {
    var counts = [Int32](repeating: 0, count: 256 * FrameStore.fineBands)
    let frames = store.sounding
    for t in frames {
      let levels = store.fine[t]
      for band in 0..<FrameStore.fineBands { counts[band << 8 + Int(levels[band])] += 1 }
    }
    func quantile(_ share: Double) -> SIMD16<Float> {
      let wanted = Int32(max(1, (share * Double(frames.count)).rounded(.up)))
      var levels = SIMD16<Float>.zero
      for band in 0..<FrameStore.fineBands {
        var (sum, cell) = (counts[band << 8], 0)
        while sum < wanted, cell < 255 {
          cell += 1
          sum += counts[band << 8 + cell]
        }
        levels[band] = Float(cell)
      }
      return levels
    }
    let quiet = quantile(0.05)
    let (range, middle) = ((quantile(0.95) - quiet) * Self.unit, (quantile(0.5) - quiet) * Self.unit)
    func mean(_ x: SIMD16<Float>, _ bands: Range<Int>) -> Float { bands.reduce(0) { $0 + x[$1] } / Float(bands.count) }
    whole = SIMD4(mean(range, 0..<5), mean(range, 5..<11), mean(range, 11..<16), mean(middle, 0..<16))
    (self.store, self.voicing, self.quiet) = (store, voicing, quiet)
  }

  /// Writes the inputs of a frame.
  func describe(_ t: Int, into rows: inout [Float], at row: Int) {
    FrontEndKernels.levels(store.fine[t], over: quiet, unit: Self.unit, in: -1...4, into: &rows, at: row)
    let strongest = store.strongest[t]
    let rest = SIMD4(limit(voicing[t], -8, 8) / 4, strongest[0], strongest[1], strongest[2])
    Vectors.put(SIMD8(lowHalf: rest, highHalf: whole), into: &rows, at: row + FrameStore.fineBands)
  }
}
