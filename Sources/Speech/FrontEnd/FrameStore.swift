/// What is kept of every frame until the recording has ended: about 130 bytes, so three hours fit in 150 MB.
///
/// Each array holds its width times `count` values, frame after frame.
struct FrameStore: Sendable {
  static let hop = 0.01
  static let bands = 6
  static let candidates = 6
  static let sharpness = 6
  static let subBands = 5

  private(set) var count = 0
  /// Power in dB in 60–500, 500–1000, 1000–2000, 2000–3000, 3000–4000 and 60–4000 Hz.
  private(set) var energy: [Float] = []
  /// Of the most plausible candidate: R0, R1, R2, height, S at half and at double the lag; zeros where there is none.
  private(set) var strongest: [Float] = []
  /// Its log₂ F0; that of 100 Hz where there is none.
  private(set) var strongestPitch: [Float] = []
  /// log₂ F0 of each candidate; 0 for a missing one.
  private(set) var pitch: [Float] = []
  /// Log probability of each candidate among the frame's; −10⁹ for a missing one.
  private(set) var plausibility: [Float] = []
  /// Floor-subtracted power in 250–600, 600–1000, 1000–1800, 1800–3200 and 60–3800 Hz.
  private(set) var sonority: [Float] = []
  /// Noise floor in dB in the bands of `energy`, one set per chunk, and the first frame of each chunk.
  private(set) var floors: [[Float]] = []
  private(set) var chunkStarts: [Int] = []

  /// What the front end found in one frame.
  struct Frame {
    var energy = SIMD8<Float>.zero
    var strongest = SIMD8<Float>.zero
    var strongestPitch = Float.log100
    var pitch = SIMD8<Float>.zero
    var plausibility = SIMD8<Float>(repeating: -1e9)
    var sonority = SIMD8<Float>.zero
  }

  mutating func beginChunk(floor: [Float]) {
    chunkStarts.append(count)
    floors.append(floor)
  }

  mutating func append(_ frame: Frame) {
    for i in 0..<6 {
      energy.append(frame.energy[i])
      strongest.append(frame.strongest[i])
      pitch.append(frame.pitch[i])
      plausibility.append(frame.plausibility[i])
    }
    strongestPitch.append(frame.strongestPitch)
    for i in 0..<Self.subBands { sonority.append(frame.sonority[i]) }
    count += 1
  }

  /// The noise floor that holds at a frame.
  func floor(at frame: Int) -> [Float] {
    // Chunks are a minute long: the last one that does not begin after the frame is near the end of a short list.
    let index = chunkStarts.lastIndex { $0 <= frame } ?? 0
    return floors[index]
  }

  /// One band's energy in every frame of a range.
  func energy(band: Int, in frames: Range<Int>) -> [Float] {
    frames.map { energy[$0 * Self.bands + band] }
  }
}

extension Float {
  /// log₂ 100.
  static let log100: Float = 6.643856
}
