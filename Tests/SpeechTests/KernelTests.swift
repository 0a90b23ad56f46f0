import Foundation
import TestSupport
import Testing

@testable import Speech

/// The front end's inner loops against what they stand for, in plain words.
struct KernelTests {
  private static let power = Synthetic.noise(257, level: 1, seed: 3).map { $0 * $0 * $0 * $0 + 1e-12 }
  private static let noise = Synthetic.noise(257, level: 0.5, seed: 4).map { abs($0) }

  @Test(arguments: [false, true])
  func `what is left over the noise is compressed by its root`(twice: Bool) {
    let rows = [Float](repeating: 9, count: 3) + Self.power
    var (clean, root) = ([Float](repeating: 0, count: 257), [Float](repeating: 0, count: 257))
    FrontEndKernels.compress(rows, at: 3, noise: Self.noise, keeping: 0.1, twice: twice, into: &clean, &root)
    for k in 0..<257 {
      let left = max(Self.power[k] - Self.noise[k], 0.1 * Self.power[k])
      #expect(clean[k] == left)
      #expect(root[k] == (twice ? left.squareRoot().squareRoot() : left.squareRoot()))
    }
  }

  @Test func `quarter octaves are those of the logarithm`() {
    var places = [Int32](repeating: -1, count: 257)
    FrontEndKernels.quarterOctaves(Self.power, scale: 0.25, lowest: -60, cells: 70, into: &places)
    for k in 0..<257 {
      let mean = (Self.power[max(0, k - 1)] + Self.power[k] + Self.power[min(256, k + 1)]) * 0.25
      let plain = Int32((4 * log2(Double(mean))).rounded(.down)) + 60
      #expect(places[k] == min(max(plain, 0), 69))
    }
  }

  @Test func `peaks are the six highest local maxima after their cost`() {
    let curve = Synthetic.noise(449, level: 0.3, seed: 8)
    let costs = (0..<449).map { Float($0) * 0.0005 }
    let found = FrontEndKernels.peaks(of: curve, costs: costs, from: 26, through: 300)
    let maxima: [Int] = (26...300).filter { curve[$0] > curve[$0 - 1] && curve[$0] >= curve[$0 + 1] }
    let heights: [Float] = zip(curve, costs).map { $0 - $1 }
    let plain = Array(maxima.sorted { heights[$0] > heights[$1] || (heights[$0] == heights[$1] && $0 < $1) }.prefix(6))
    #expect(found.count == 6)
    #expect((0..<6).map { Int(found.lags[$0]) } == plain)
  }
}

struct FrontEndTests {
  /// 140 frames, for which there is room at once, or for 80 of them, or for 120.
  @Test(arguments: [80, 120]) func `a chunk is the same whether its spectra are kept or taken twice`(room: Int) throws {
    let models = try SpeechModels.builtIn.get()
    let samples = Synthetic.answer([(start: 0.1, end: 1.0), (start: 1.1, end: 1.5)], seconds: 1.6, rate: 8000)
    func found(room: Int) -> FrameStore {
      var frontEnd = FrontEnd(models, room: room)
      var store = FrameStore()
      var next = 0
      while next < 140, !frontEnd.isFull {
        frontEnd.add(samples, centre: 400 + next * FrontEnd.hop)
        next += 1
      }
      frontEnd.close(into: &store, rest: 140 - next, of: samples, centre: 400 + next * FrontEnd.hop)
      return store
    }
    let (whole, twice) = (found(room: 140), found(room: room))
    #expect(whole.count == 140 && twice.count == 140)
    #expect((0..<140).contains { whole.pitch[$0][0] > 0 })
    for t in 0..<140 {
      #expect(twice.energy[t] == whole.energy[t] && twice.sonority[t] == whole.sonority[t] && twice.fine[t] == whole.fine[t])
      #expect(twice.pitch[t] == whole.pitch[t] && twice.plausibility[t] == whole.plausibility[t])
      #expect(twice.strongest[t] == whole.strongest[t] && twice.floor(at: t) == whole.floor(at: t))
    }
  }
}
