import Testing

@testable import Speech

struct EdgeTests {
  /// A pause at `quiet` dB with speech at 0 dB in frames 100..<200, of which the network saw 110..<180, and a tail at −25 dB
  /// up to frame 230.
  private func found(quiet: Float, tail: Float = -25) -> ClosedRange<Int>? {
    var levels = [Float](repeating: quiet, count: 400)
    for t in 100..<200 { levels[t] = 0 }
    for t in 200..<230 { levels[t] = tail }
    let states = (0..<400).map { (110..<180).contains($0) }
    let result = VADEdges.widened(states, levels: levels)
    guard let first = result.firstIndex(of: true), let last = result.lastIndex(of: true) else { return nil }
    #expect(result[first...last].allSatisfy { $0 })
    return first...last
  }

  @Test func `an edge moves out to where the pause's level begins, at most 300 ms`() throws {
    // Frame 99, smoothed, is at −45 dB, under the −40 dB that hold here; frame 209 is 30 frames behind 179.
    #expect(found(quiet: -60) == 100...209)
    #expect(found(quiet: -30, tail: -30) == 100...199)
  }

  @Test func `what lies 40 dB under the speech belongs to the pause, in digital silence too`() {
    // Frame 200 borrows a quarter of its neighbour: −34 dB.
    #expect(found(quiet: -120, tail: -45) == 100...200)
  }

  @Test func `in noise as loud as the tail nothing moves into it`() {
    #expect(found(quiet: -20, tail: -20) == 100...199)
  }

  @Test func `speech throughout, or none, stays as it is`() {
    let levels = [Float](repeating: -30, count: 50)
    #expect(VADEdges.widened([Bool](repeating: true, count: 50), levels: levels) == [Bool](repeating: true, count: 50))
    #expect(VADEdges.widened([Bool](repeating: false, count: 50), levels: levels) == [Bool](repeating: false, count: 50))
    #expect(VADEdges.widened([], levels: []).isEmpty)
  }

  /// Voice at 0 dB in frames 0..<50 and 100..<150, `level` dB between.
  private func between(_ level: Float, logit: Float = 2, voiced: Int = 50) -> [Float] {
    let isVoice = (0..<150).map { ($0 < voiced || $0 >= 150 - voiced) }
    return FarFromVoice.lowered(
      [Float](repeating: logit, count: 150), voicing: isVoice.map { $0 ? 3 : -3 }, levels: isVoice.map { $0 ? 0 : level })
  }

  @Test func `what is a tenth of a second from any voice and 39 dB under it is no speech`() {
    let still = between(-40)
    // Frame 53 is the fourth behind the voice, frame 59 the tenth; in between the price grows by one with each.
    #expect(Array(still[..<60]) == [Float](repeating: 2, count: 54) + [1, 0, -1, -2, -3, -4])
    #expect(still[60..<90].allSatisfy { $0 == -4 })
    #expect(Array(still.reversed()) == still)
  }

  @Test func `half the price at 37 dB, none at 35`() {
    #expect(between(-37)[75] == -1)
    #expect(between(-35) == [Float](repeating: 2, count: 150))
  }

  @Test func `without a fifth of a second of voice the network has the word`() {
    #expect(between(-60, voiced: 9) == [Float](repeating: 2, count: 150))
    #expect(between(-60, voiced: 10)[75] == -4)
    #expect(FarFromVoice.lowered([], voicing: [], levels: []).isEmpty)
  }
}
