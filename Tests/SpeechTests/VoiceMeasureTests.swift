import Foundation
import Testing

@testable import Speech

/// Jitter, shimmer, HNR and CPPS of signals whose truth is in how they were made, with Praat's figures beside ours.
/// `scripts/measure/voice.py` makes the same signals and wrote the table of Praat's figures.
struct VoiceMeasureTests {
  /// One signal's figures: jitter and shimmer in per cent, HNR and CPPS in dB.
  private struct Figures {
    var jitter: Double
    var shimmer: Double
    var hnr: Double
    var cpps: Double
  }

  private static let praat: [String: Figures] = {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.deletingLastPathComponent().appendingPathComponent("scripts/measure/praat-voice.tsv")
    let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let fields = line.split(separator: "\t")
        let values = fields.dropFirst().compactMap { Double($0) }
        return (String(fields[0]), Figures(jitter: values[0], shimmer: values[1], hnr: values[2], cpps: values[3]))
      })
  }()

  /// Knuth's MMIX generator, as in the script.
  private static func states(seed: UInt64) -> some Sequence<UInt64> {
    sequence(state: seed) { state in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
  }

  private static let bits = states(seed: 7).prefix(600).map { Int($0 >> 63) }

  /// Three seconds of pulses at 16 kHz through a resonance of 700 Hz, 300 Hz wide.
  private static func train(_ lengths: [Int], _ heights: [Double]) -> [Double] {
    var samples = [Double](repeating: 0, count: 48_000)
    let response = (0..<400).map { k -> Double in
      let time = Double(k) / 16_000
      return exp(-.pi * 300 * time) * sin(2 * .pi * 700 * time) * 0.3
    }
    var at = 200
    for (length, height) in zip(lengths, heights) where at < samples.count - 200 {
      for (k, value) in response.enumerated() where at + k < samples.count { samples[at + k] += height * value }
      at += length
    }
    return samples
  }

  /// Mean absolute difference of neighbours over the mean, in per cent.
  private static func relativeChange(_ values: [Double]) -> Double {
    var change = 0.0
    for index in 1..<values.count { change += abs(values[index] - values[index - 1]) }
    let mean = values.reduce(0, +) / Double(values.count)
    return 100 * change / Double(values.count - 1) / mean
  }

  /// The even voice with white noise `decibel` below it.
  private static func voice(over decibel: Int) -> [Double] {
    let plain = train(regular, even)
    let hiss = states(seed: 1).prefix(plain.count).map { Double($0 >> 40) / Double(1 << 24) * 2 - 1 }
    func power(_ samples: [Double]) -> Double { samples[1000..<47_000].reduce(0) { $0 + $1 * $1 } }
    let gain = (power(plain) / power(hiss) / pow(10, Double(decibel) / 10)).squareRoot()
    return zip(plain, hiss).map { $0 + gain * $1 }
  }

  private static let even = [Double](repeating: 1, count: 600)
  private static let regular = [Int](repeating: 100, count: 600)

  private static func figures(_ signal: [Double]) -> Figures {
    let samples = signal.map { Float($0) }
    var perturbation = Perturbation()
    perturbation.add(PeriodMarks(samples.span, stretch: 1000..<47_000) { _ in 100 }, of: samples.span)
    var ratios: [Double] = []
    var peaks: [Double] = []
    var cepstrum = CepstralPeak()
    var scratch: [Float] = []
    for centre in stride(from: 1600, to: 46_400, by: 160) {
      if let found = Harmonicity.measure(samples.span, centre: centre, f0: 160, scratch: &scratch) { ratios.append(Double(found.decibel)) }
      if let peak = cepstrum.measure(samples, centre: centre) { peaks.append(Double(peak)) }
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    return Figures(
      jitter: 100 * (perturbation.jitter ?? .nan), shimmer: 100 * (perturbation.shimmer ?? .nan), hnr: mean(ratios), cpps: mean(peaks))
  }

  /// Periods of 100 samples, one more or less by chance: the mean change of neighbours over the mean, from the lengths themselves.
  @Test(arguments: [1, 2])
  func `jitter is the change of neighbouring periods over the mean`(_ change: Int) throws {
    let lengths = Self.bits.map { 100 - change + 2 * change * $0 }
    let found = Self.figures(Self.train(lengths, Self.even))
    let heard = lengths.prefix(460).map { Double($0) }
    let truth = Self.relativeChange(heard)
    #expect(abs(truth - Double(change)) < 0.05, "the signal itself: \(truth)")
    #expect(abs(found.jitter - truth) < 0.05, "\(found.jitter) %, truth \(truth) %")
    #expect(abs(found.jitter - (try #require(Self.praat["jitter \(change)"])).jitter) < 0.05)
  }

  @Test(arguments: [5, 10])
  func `shimmer is the change of neighbouring amplitudes over the mean`(_ percent: Int) throws {
    let heights = Self.bits.map { 1 - Double(percent) / 100 + Double(2 * percent) / 100 * Double($0) }
    let found = Self.figures(Self.train(Self.regular, heights))
    let heard = Array(heights.prefix(460))
    let truth = Self.relativeChange(heard)
    #expect(abs(found.shimmer - truth) < 0.1, "\(found.shimmer) %, truth \(truth) %")
    #expect(abs(found.shimmer - (try #require(Self.praat["shimmer \(percent)"])).shimmer) < 0.1)
    #expect(found.jitter < 0.05)
  }

  @Test(arguments: [0, 10, 20, 30])
  func `the harmonics-to-noise ratio is that of periodic to noise power`(_ ratio: Int) throws {
    let found = Self.figures(Self.voice(over: ratio))
    #expect(abs(found.hnr - Double(ratio)) < 1, "\(found.hnr) dB")
    #expect(abs(found.hnr - (try #require(Self.praat["noise \(ratio)"])).hnr) < 1)
  }

  /// Praat fits its line robustly and averages over 20 ms; ours fits by least squares over the frame's own 100 ms.
  @Test func `the cepstral peak stands as far above its line as Praat's, and falls with noise`() throws {
    var before = -Double.infinity
    for ratio in [0, 10, 20, 30] {
      let found = Self.figures(Self.voice(over: ratio)).cpps
      let praat = try #require(Self.praat["noise \(ratio)"]).cpps
      #expect(found > before + 2, "10 dB less noise raise it: \(found) after \(before)")
      #expect(abs(found - praat) < 1.5, "\(ratio) dB: ours \(found), Praat's \(praat)")
      before = found
    }
  }
}
