import Interview
import Testing

@testable import Speech

/// Rooms that are known: levels that fall in a straight line, and bursts of noise in a tail of a stated length.
struct ReverberationTests {
  /// A peak at 100 half decibels every second in all bands, its fall `dB` per frame down to the quiet.
  private func levels(fall: Double, seconds: Int) -> [SIMD16<UInt8>] {
    (0..<100 * seconds).map { t in SIMD16(repeating: UInt8(max(20.0, 100 - 2 * fall * Double(t % 100)).rounded())) }
  }

  /// 60 dB at so many dB in 10 ms; the room's time by the line that training/reverberation.py prints, 1.895 · decay^1.638.
  @Test(arguments: [(0.5, 1.2, 2.555), (1.0, 0.6, 0.821), (1.5, 0.4, 0.423)])
  func `a straight fall is read as it is`(fall: Double, seconds: Double, room: Double) throws {
    let decay = try #require(Reverberation.decay(levels(fall: fall, seconds: 5)))
    // Whole half decibels and the smoothing of the peak: within 3 %.
    #expect(abs(decay / seconds - 1) < 0.03)
    #expect(abs(try #require(Reverberation.seconds(levels(fall: fall, seconds: 5))) / room - 1) < 0.05)
  }

  @Test func `one fall in thirteen bands is too few, two are enough`() {
    #expect(Reverberation.decay(levels(fall: 1, seconds: 2)) == nil)
    #expect(Reverberation.decay(levels(fall: 1, seconds: 3)) != nil)
  }

  @Test func `steady noise and silence have no room`() {
    #expect(Reverberation.decay([SIMD16<UInt8>](repeating: .init(repeating: 60), count: 1000)) == nil)
    #expect(Reverberation.decay([]) == nil)
    #expect(Reverberation.decay([.zero]) == nil)
  }
}
