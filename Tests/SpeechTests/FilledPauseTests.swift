import Foundation
import Interview
import Signal
import TestSupport
import Testing

@testable import Speech

/// Filled pauses are heard where a vowel is held, low and still, and not where pitch or mouth moves.
struct FilledPauseTests {
  private static let rate = 16_000

  /// A voice at 120 Hz whose vowels have formants.
  private struct Voice {
    var seconds: Double
    /// Semitones over 120 Hz, Hz of three formants, and amplitude, at a time in seconds.
    var semitones: (Double) -> Double
    var formants: (Double) -> [Double]
    var level: (Double) -> Double

    /// Syllables, 4.5 a second, whose formants and pitch move.
    static func speech(_ seconds: Double) -> Voice {
      Voice(seconds: seconds) {
        3 * sin(2 * .pi * 0.7 * $0) + 0.07 * sin(2 * .pi * 3 * $0)
      } formants: {
        [500 + 250 * sin(2 * .pi * 2.2 * $0), 1500 + 600 * sin(2 * .pi * 1.7 * $0 + 1), 2500]
      } level: {
        0.1 * (0.55 + 0.45 * sin(2 * .pi * 4.5 * $0))
      }
    }

    /// One vowel, the neutral one of a tube of even width where not told otherwise, that dies away by 4 dB a second.
    static func vowel(
      _ seconds: Double, from semitones: Double, falling: Double, _ formants: @escaping (Double) -> [Double] = { _ in [500, 1500, 2500] }
    ) -> Voice {
      Voice(seconds: seconds) {
        semitones - falling * $0 + 0.05 * sin(2 * .pi * 3 * $0)
      } formants: {
        formants($0)
      } level: {
        0.1 * min(1, $0 / 0.04, (seconds - $0) / 0.06) * pow(10, -4 * $0 / 20)
      }
    }

    var samples: [Float] {
      var phase = 0.0
      var gains: [Double] = []
      return (0..<Int(seconds * Double(rate))).map { i in
        let t = Double(i) / Double(rate)
        let hertz = 120 * exp2(semitones(t) / 12)
        phase += hertz / Double(rate)
        if i % 80 == 0 {
          let formants = formants(t)
          gains = (1...Int(5000 / hertz)).map { k in
            let resonances = zip(formants, [90.0, 120, 180]).map { 1 / (1 + pow((Double(k) * hertz - $0) / $1, 2)) }
            return (0.02 + resonances.reduce(0, +)) / Double(k)
          }
        }
        return Float(level(t) * gains.indices.reduce(0) { $0 + gains[$1] * cos(2 * .pi * Double($1 + 1) * phase) })
      }
    }
  }

  /// Speech from 0.5 to 3.5 s, the sound from 4 s on, a pause of 0.4 s, 2.5 s of speech, the second sound 0.3 s behind it, and 3 s of speech.
  private static func answer(_ first: [Float], _ second: [Float] = [], noise: Double = 0.001) -> Waveform {
    func silence(_ seconds: Double) -> [Float] { [Float](repeating: 0, count: Int(seconds * Double(rate))) }
    var samples = silence(0.5) + Voice.speech(3).samples + silence(0.5) + first + silence(0.4)
    samples += Voice.speech(2.5).samples + silence(0.3) + second + silence(0.6) + Voice.speech(3).samples + silence(0.5)
    return Waveform(samples: zip(samples, Synthetic.noise(samples.count, level: noise)).map { $0 + $1 }, sampleRate: rate)
  }

  private static let two = answer(
    Voice.vowel(0.45, from: -2, falling: 2).samples, Voice.vowel(0.5, from: -3, falling: 2).samples)

  @Test func `two held neutral vowels between pauses are heard where they are, and none that a voice runs into`() throws {
    let heard = try #require(try SpeechAnalyzer.analyze(Self.two).fillers.value)
    #expect(heard.count == 2)
    #expect(try #require(heard.first).overlap(TimeRange(4, 4.45)) > 0.3)
    #expect(try #require(heard.last).overlap(TimeRange(7.65, 8.15)) > 0.3)
    // What goes on without a break from 2.5 s of voice is part of a word.
    let word = Voice.speech(2.5).samples + Voice.vowel(0.5, from: -3, falling: 2).samples
    #expect(try SpeechAnalyzer.analyze(Self.answer(word)).fillers == .value([]))
  }

  @Test(arguments: [
    // Drawn-out syllables of a rising and of a falling tone, and a diphthong.
    Voice.vowel(0.3, from: 0, falling: -25).samples, Voice.vowel(0.3, from: 5, falling: 25).samples,
    Voice.vowel(0.3, from: -2, falling: 2) { [350 + 2000 * $0, 2300 - 4000 * $0, 2500] }.samples,
    // An i that is held high, and a tone.
    Voice.vowel(0.45, from: 5, falling: 0) { _ in [300, 2200, 2900] }.samples, Synthetic.tone(440, seconds: 0.6, amplitude: 0.1),
  ]) func `what moves, lies high or is no voice is none`(sound: [Float]) throws {
    #expect(try SpeechAnalyzer.analyze(Self.answer(sound)).fillers == .value([]))
  }

  @Test func `a song, in which every vowel is held, tells nothing`() throws {
    let notes = [0.0, 2, 4, 5, 7, 5, 4, 2, 0, 2, 4, 5, 7, 5, 4, 2].flatMap { note in
      Voice.vowel(0.5, from: note, falling: 0) { _ in [700, 1200, 2500] }.samples
    }
    let hiss = Synthetic.noise(notes.count + Self.rate, level: 0.001)
    let song = hiss.enumerated().map { i, value in value + (8000..<8000 + notes.count ~= i ? notes[i - 8000] : 0) }
    #expect(try SpeechAnalyzer.analyze(Waveform(samples: song, sampleRate: Self.rate)).fillers.reason == .speechDrawnOut)
  }

  @Test func `blocks of any size give the same`() throws {
    var analyzer = try SpeechAnalyzer(sampleRate: Self.rate)
    for start in stride(from: 0, to: Self.two.samples.count, by: 777) {
      analyzer.append(Array(Self.two.samples[start..<min(start + 777, Self.two.samples.count)]))
    }
    #expect(try analyzer.finish().fillers == SpeechAnalyzer.analyze(Self.two).fillers)
  }

  @Test func `those of another speaker are theirs, and noise hides all`() throws {
    let profile = try SpeechAnalyzer.analyze(Self.two)
    #expect(profile.alone(without: [TimeRange(3.9, 4.6)]).fillers.value?.count == 1)
    #expect(profile.shared().fillers.reason == .speechSeveralVoices)
    let noisy = try SpeechAnalyzer.analyze(Self.answer(Voice.vowel(0.45, from: -2, falling: 2).samples, noise: 0.01))
    #expect(noisy.fillers.reason == .qualityNoise)
    #expect(try SpeechAnalyzer.analyze(Waveform(samples: [], sampleRate: Self.rate)).fillers.reason == .speechNone)
  }

  /// Four voices of 0.8 s, of which the first and the third stand still; `training/fillers.py` gives these stretches and sums for them.
  @Test func `the reference in numpy finds the same stretches and sums`() {
    var state: UInt64 = 11
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state) >> 11) / 4_503_599_627_370_496
    }
    var (f0, fine) = ([Float](), [SIMD16<UInt8>]())
    for t in 0..<400 {
      let (piece, i) = t.quotientAndRemainder(dividingBy: 100)
      let moves = piece % 2 == 1
      let wobble = 0.4 * next()
      f0.append(i < 80 ? Float(120 + 10 * Double(piece) + (moves ? 3 : 0.02) * Double(i) + wobble) : 0)
      var levels = SIMD16<UInt8>.zero
      for band in 0..<16 {
        var level = Double(90 - 3 * band) - (i < 80 ? 0 : 40)
        if moves { level += Double(8 * ((i / 6 + band) % 3)) } else if [4, 5, 8].contains(band) { level += 12 }
        levels[band] = UInt8((level + 2 * next()).rounded(.down))
      }
      fine.append(levels)
    }
    let voice = FilledPauses.Voice(f0: f0, fine: fine, speech: f0.map { $0 > 0 })
    #expect(voice.held == [5..<75, 162..<175, 204..<275, 355..<375])
    for (stretch, sum) in zip(voice.held, [2.0395, -15.2871, 0.816, -14.5445] as [Float]) {
      #expect(abs(voice.score(stretch) - sum) < 0.002)
    }
  }
}
