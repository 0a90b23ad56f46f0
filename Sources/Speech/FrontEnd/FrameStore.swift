/// What is kept of every frame until the recording has ended: 146 bytes, so three hours fit in 158 MB.
///
/// One vector per frame in each; lanes that are not named are 0.
struct FrameStore: Sendable {
  static let hop = 0.01
  static let bands = 6
  static let candidates = 6
  static let fineBands = 16

  /// Power in dB in 60–500, 500–1000, 1000–2000, 2000–3000, 3000–4000 and 60–4000 Hz.
  private(set) var energy = FrameVectors()
  /// Of the most plausible candidate: R0, R1, R2, height, S at half and at double the lag (zeros where there is none), and in
  /// lane 6 its log₂ F0 (that of 100 Hz where there is none).
  private(set) var strongest: [SIMD8<Float>] = []
  /// log₂ F0 of each candidate; 0 for a missing one.
  private(set) var pitch = FrameVectors()
  /// Log probability of each candidate among the frame's; −10⁹ for a missing one.
  private(set) var plausibility = FrameVectors()
  /// Floor-subtracted power in 250–600, 600–1000, 1000–1800, 1800–3200 and 60–3800 Hz.
  private(set) var sonority = FrameVectors()
  /// Level of each of the `fineBands` in steps of half a decibel over −80 dB.
  private(set) var fine: [SIMD16<UInt8>] = []
  /// Noise floor in dB in the bands of `energy`, one vector per chunk, and the chunk of every frame.
  private(set) var floors: [SIMD8<Float>] = []
  private var chunk: [UInt16] = []

  var count: Int { energy.count }

  /// What the front end found in one frame.
  struct Frame {
    var energy = SIMD8<Float>.zero
    var strongest = SIMD8<Float>(0, 0, 0, 0, 0, 0, Frame.log100, 0)
    var pitch = SIMD8<Float>.zero
    var plausibility = SIMD8<Float>(repeating: -1e9)
    var sonority = SIMD8<Float>.zero
    var fine = SIMD16<UInt8>.zero

    /// log₂ 100.
    static let log100: Float = 6.643_856
  }

  mutating func beginChunk(floor: SIMD8<Float>) {
    floors.append(floor)
  }

  mutating func append(_ frame: Frame) {
    energy.append(frame.energy)
    strongest.append(frame.strongest)
    pitch.append(frame.pitch)
    plausibility.append(frame.plausibility)
    sonority.append(frame.sonority)
    fine.append(frame.fine)
    chunk.append(UInt16(truncatingIfNeeded: floors.count - 1))
  }

  /// The noise floor that holds at a frame.
  func floor(at frame: Int) -> SIMD8<Float> { floors[Int(chunk[frame])] }

  /// Level in dB of the whole band under which a frame holds no sound: −95 dBFS. Stretches of digital silence that are too
  /// short to be cut out are such frames; no level of the recording is taken over them.
  private static let silence: Float = -50

  /// Whether a frame holds sound.
  func sounds(_ frame: Int) -> Bool { energy[frame][5] > Self.silence }

  /// The frames that hold sound; all, where none does.
  var sounding: [Int] {
    let frames = (0..<count).filter(sounds)
    return frames.isEmpty ? Array(0..<count) : frames
  }

  /// One band's energy in every frame of a range.
  func energy(band: Int, in frames: Range<Int>) -> [Float] {
    frames.map { energy[$0][band] }
  }

  /// One band's floor-subtracted power in every frame that holds sound.
  func sonority(band: Int) -> [Float] {
    sounding.map { sonority[$0][band] }
  }
}

/// Vectors of eight lanes of which six are kept: 24 bytes each instead of 32. Lanes 6 and 7 read as 0.
struct FrameVectors: Sendable {
  /// Six numbers, without the padding that a vector of eight has.
  private struct Six: Sendable {
    var a: SIMD2<Float>
    var b: SIMD2<Float>
    var c: SIMD2<Float>
  }

  private var rows: [Six] = []

  var count: Int { rows.count }
  var indices: Range<Int> { rows.indices }

  mutating func append(_ row: SIMD8<Float>) {
    rows.append(Six(a: row.lowHalf.lowHalf, b: row.lowHalf.highHalf, c: row.highHalf.lowHalf))
  }

  subscript(t: Int) -> SIMD8<Float> {
    @inline(__always)
    get {
      let row = rows[t]
      return SIMD8(lowHalf: SIMD4(lowHalf: row.a, highHalf: row.b), highHalf: SIMD4(lowHalf: row.c, highHalf: .zero))
    }
  }
}
