/// WAV files made by hand, right ones and wrong ones.
public struct WAVFixture {
  public enum Encoding: Sendable, CaseIterable { case unsigned8, signed16, signed24, signed32, float32 }

  public var encoding = Encoding.signed16
  public var sampleRate = 16_000
  /// Written in place of the true number of channels.
  public var declaredChannels: Int?
  /// Written in place of the true size of the data.
  public var declaredBytes: UInt32?

  public init() {}

  /// - Parameter channels: samples of each channel, all of the same length, ±1.
  public func bytes(_ channels: [[Float]]) -> [UInt8] {
    var data: [UInt8] = []
    for frame in 0..<(channels.first?.count ?? 0) { for channel in channels { append(channel[frame], to: &data) } }
    let width = [Encoding.unsigned8: 1, .signed16: 2, .signed24: 3, .signed32: 4, .float32: 4][encoding] ?? 2
    let count = declaredChannels ?? channels.count
    var file = Array("RIFF".utf8) + word(36 + data.count) + Array("WAVEfmt ".utf8) + word(16)
    file += half(encoding == .float32 ? 3 : 1) + half(count) + word(sampleRate) + word(sampleRate * count * width)
    file += half(count * width) + half(8 * width) + Array("data".utf8)
    file += word(Int(declaredBytes ?? UInt32(data.count))) + data
    return file
  }

  private func append(_ sample: Float, to data: inout [UInt8]) {
    func integer(_ bits: Int) -> Int { Int((sample * Float(1 << (bits - 1))).rounded()) }
    switch encoding {
    case .unsigned8: data.append(UInt8(clamping: 128 + integer(8)))
    case .signed16: data += half(max(-32768, min(32767, integer(16))))
    case .signed24: data += word(max(-8_388_608, min(8_388_607, integer(24)))).prefix(3)
    case .signed32: data += word(Int(Int32(clamping: integer(32))))
    case .float32: data += word(Int(sample.bitPattern))
    }
  }

  private func half(_ value: Int) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)] }
  private func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}

/// Sound made by formula.
public enum TestSound {
  public static func tone(_ frequency: Double, seconds: Double, sampleRate: Int = 16_000, amplitude: Float = 0.5) -> [Float] {
    var phase = 0.0
    return (0..<Int(seconds * Double(sampleRate))).map { _ in
      phase += frequency / Double(sampleRate)
      phase -= phase.rounded(.down)
      // A parabola's approximation of the sine: no library's last bit decides a test.
      let x = phase < 0.5 ? phase : phase - 1
      return amplitude * Float(16 * x * (0.5 - abs(x)))
    }
  }

  public static func silence(seconds: Double, sampleRate: Int = 16_000) -> [Float] {
    Array(repeating: 0, count: Int(seconds * Double(sampleRate)))
  }

  /// White noise, the same for the same seed.
  public static func noise(seed: UInt64, seconds: Double, sampleRate: Int = 16_000, amplitude: Float = 0.3) -> [Float] {
    var random = TestRandom(seed: seed)
    return (0..<Int(seconds * Double(sampleRate))).map { _ in amplitude * (Float(random.next() >> 40) / Float(1 << 23) - 1) }
  }
}

/// Numbers that look random and are the same in every run (SplitMix64, Steele et al. 2014).
public struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
