import CKernels
import Foundation
import Signal
import TestSupport
import Testing

/// Every compiled width of the inner loops against the narrowest: the same bits, whatever the length.
struct KernelWidthTests {
  /// Lengths around whole vectors, and those of the engine.
  private static let lengths = [1, 7, 8, 9, 31, 32, 33, 63, 100, 257, 449]

  private static func noise(_ count: Int, _ seed: UInt64, _ level: Double = 1) -> [Float] {
    Synthetic.noise(count, level: level, seed: seed)
  }

  /// What every width makes of `body`, as bits.
  private static func results(_ body: (kernels) -> [Float]) -> [[UInt32]] {
    (0..<kernels_count()).map { index in unsafe body(kernels_at(index).pointee).map(\.bitPattern) }
  }

  private static func expectEqual(_ body: (kernels) -> [Float], _ location: SourceLocation = #_sourceLocation) {
    let all = unsafe results(body)
    for other in all.dropFirst() { #expect(other == all[0], sourceLocation: location) }
  }

  @Test func `this processor has a table, and its names are told`() {
    #expect(Kernels.names.count == kernels_count())
    #if arch(x86_64)
      #expect(["sse2", "avx2"].starts(with: Kernels.names))
    #endif
  }

  @Test(arguments: lengths) func `sums have the same bits in every width, and are those of doubles`(n: Int) {
    let (x, y) = (Self.noise(n, 1), Self.noise(n, 2))
    unsafe Self.expectEqual { k in unsafe [k.sum(x, n), k.dot(x, y, n), k.energy(x, n)] }
    let plain = zip(x, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(Double(Arithmetic.dot(x.span, y.span)) - plain) < 1e-6 * Double(n))
    #expect(abs(Double(Arithmetic.sum(x.span)) - x.reduce(0.0) { $0 + Double($1) }) < 1e-6 * Double(n))
    #expect(abs(Double(Arithmetic.energy(x.span)) - x.reduce(0.0) { $0 + Double($1) * Double($1) }) < 1e-6 * Double(n))
  }

  @Test(arguments: lengths) func `loops over elements have the same bits in every width`(n: Int) {
    let (x, y) = (Self.noise(n, 3), Self.noise(2 * n, 4))
    unsafe Self.expectEqual { k in
      var (sum, tapered, power, log) = (Array(y[..<n]), x, x, x.map { abs($0) + 1e-6 })
      unsafe k.accumulate(x, &sum, n)
      unsafe k.taper(x, y, 0.25, &tapered, n)
      unsafe k.power(y, &power, n)
      unsafe k.log2(&log, n)
      return sum + tapered + power + log
    }
    unsafe Self.expectEqual { k in
      var (clean, root, twice, mixed) = (x, x, x, x)
      let (p, floor) = (x.map { $0 * $0 + 1e-12 }, y.map { abs($0) * 0.3 })
      unsafe k.compress(p, floor, 0.1, 0, &clean, &root, n)
      unsafe k.compress(p, floor, 0.1, 1, &clean, &twice, n)
      unsafe k.mix(x, y, p, 0.4, 0.35, 0.25, &mixed, n)
      return clean + root + twice + mixed
    }
    unsafe Self.expectEqual { k in
      let (survey, deviation) = unsafe (k.survey(x, n), k.deviation(x, n))
      return [survey.peak, Float(survey.flat), Float(survey.zeros), deviation.square, deviation.farthest]
    }
  }

  @Test func `logarithms are right to 3e-5`() {
    var values = (0..<2000).map { exp2(Float($0) / 25 - 40) * 1.01 }
    let exact = values.map { Foundation.log2(Double($0)) }
    Arithmetic.log2(&values)
    #expect(zip(values, exact).map { abs(Double($0) - $1) }.max() ?? 1 < 3e-5)
  }

  @Test func `spectra and lags have the same bits in every width`() {
    let x = Self.noise(512, 5)
    let z = Self.noise(1032, 6)
    unsafe Self.expectEqual { k in
      var (pairs, a, b) = ([Float](repeating: 0, count: 1024), [Float](repeating: 0, count: 257), [Float](repeating: 0, count: 257))
      unsafe k.window_pair(x, z, 0.1, -0.2, &pairs, 400)
      unsafe k.split_powers(z, 512, 1e-12, &a, &b)
      return pairs + a + b
    }
    let (a, b, low, high) = (Self.noise(260, 7), Self.noise(260, 8), Self.noise(260, 9), Self.noise(260, 10))
    unsafe Self.expectEqual { k in
      var (sums, pairs) = ([Float](repeating: 0, count: 4), [Float](repeating: 0, count: 1032))
      unsafe k.lag_sums(a, b, low, high, 257, &sums)
      unsafe k.lag_fold(a, b, 0.5, 0.25, low, high, 512, &pairs)
      return sums + pairs
    }
    unsafe Self.expectEqual { k in
      var (p, q) = ([Float](repeating: 0, count: 449), [Float](repeating: 0, count: 449))
      unsafe k.lag_unfold(z, 512, 0.9, 0.8, Self.noise(457, 11), 449, &p, &q)
      return p + q
    }
  }

  @Test func `what is looked for and counted is the same in every width`() {
    let curve = Self.noise(449, 12)
    let costs = (0..<449).map { Float($0) * 0.0005 }
    for (low, high) in [(26, 300), (26, 33), (26, 26), (1, 440), (30, 39)] {
      unsafe Self.expectEqual { k in
        var places = [Int32](repeating: -1, count: 6)
        let count = unsafe k.peaks(curve, costs, low, high, &places)
        return [Float(count)] + places.map { Float($0) }
      }
    }
    for n in [3, 8, 9, 10, 18, 257] {
      let power = Self.noise(n, 13).map { $0 * $0 + 1e-9 }
      unsafe Self.expectEqual { k in
        var cells = [Int32](repeating: 0, count: n)
        unsafe k.quarter_octaves(power, 0.3, -176, 256, &cells, n)
        return cells.map { Float($0) }
      }
    }
    let edges: [UInt16] = [4, 10, 10, 24, 43, 256]
    unsafe Self.expectEqual { k in
      var sums = [Float](repeating: 0, count: 5)
      unsafe k.band_sums(curve, edges, 5, &sums)
      return sums
    }
    let levels = (0..<16).map { UInt8($0 * 16 + 7) }
    unsafe Self.expectEqual { k in
      var over = [Float](repeating: 0, count: 16)
      unsafe k.levels_over(levels, Array(repeating: 90, count: 16), 0.025, -1, 4, &over)
      return over
    }
  }

  @Test func `networks and filters have the same bits in every width`() {
    for rows in [1, 3, 4, 7, 8, 21] {
      let (inputs, tiles) = (13, 3)
      let x = Self.noise((rows + 8) * inputs, 14)
      let (weights, bias) = (Self.noise(8 * tiles * 3 * inputs, 15), Self.noise(8 * tiles, 16))
      unsafe Self.expectEqual { k in
        var (y, out) = ([Float](repeating: 0, count: rows * 8 * tiles), [Float](repeating: 0, count: rows))
        unsafe k.layer(x, rows, inputs, 3, 4 * inputs, weights, bias, tiles, &y)
        unsafe k.unit(y, rows, bias, tiles, 0.5, &out)
        return y + out
      }
    }
    for n in [1, 8, 21] {
      unsafe Self.expectEqual { k in
        var out = [Float](repeating: 0, count: n)
        unsafe k.half_band(Self.noise(2 * (24 + n), 17), Self.noise(n + 48, 18), Self.noise(24, 19), 24, &out, n)
        return out
      }
    }
  }

  @Test func `a step of the pitch path is the best of all ways, in every width`() {
    var seed: UInt64 = 100
    let costs = path_costs(jump: 6, glide: 1, free: 0.02, voicing_switch: 2)
    for _ in 0..<200 {
      func draw(_ centre: Float, _ spread: Float) -> [Float] {
        seed += 1
        return Self.noise(8, seed).map { centre + spread * $0 }
      }
      let (before, here, local, scores) = (draw(7, 0.5), draw(7, 0.5), draw(-3, 1), draw(-5, 2))
      let plausible = draw(0, 1).map { $0 > 0 ? -1 : -1e9 as Float }
      // The plain search: state 6 is unvoiced.
      var (expected, from) = ([Float](repeating: -1e30, count: 8), [UInt32](repeating: 0, count: 8))
      for to in 0..<7 where to == 6 || plausible[to] > -1e8 {
        var best = -Float.infinity
        for state in 0..<7 {
          let step = abs(before[state] - here[to])
          let cost: Float = to == 6 || state == 6 ? (to == state ? 0 : 2) : step <= 0.02 ? step : step * 6
          if scores[state] - cost > best { (best, from[to]) = (scores[state] - cost, UInt32(state)) }
        }
        expected[to] = best + local[to]
      }
      let top = expected.max() ?? 0
      expected = expected.enumerated().map { $0 == 7 ? -1e30 : $1 - top }
      let pointers = from.enumerated().reduce(UInt32(0)) { $0 | $1.1 << UInt32(3 * $1.0) }
      for index in 0..<kernels_count() {
        var found = scores
        let step = unsafe kernels_at(index).pointee.path_step
        let back = unsafe withUnsafePointer(to: costs) { unsafe step($0, before, here, plausible, local, &found) }
        #expect(found == expected)
        #expect(back == pointers)
      }
    }
  }
}
