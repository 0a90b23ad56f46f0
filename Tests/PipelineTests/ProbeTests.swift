import Assessment
import Foundation
import Interview
import TestSupport
import Testing

/// Recordings made from the spoken sample, each spoilt in one way.
@Suite struct `A probe of the set-up` {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Three seconds of speech from a sample, 16-bit at 8 kHz to 48 kHz as the sample has them.
  private func sample() throws -> (samples: [Float], rate: Int) {
    let file = Self.repository.appendingPathComponent("samples/containers/wav-s16.wav")
    let bytes = [UInt8](try Data(contentsOf: file))
    let rate = Int(bytes[24]) | Int(bytes[25]) << 8 | Int(bytes[26]) << 16
    let sound = bytes[44...]
    let samples = stride(from: sound.startIndex, to: sound.endIndex - 1, by: 2).map { position in
      Float(Int16(truncatingIfNeeded: Int(bytes[position]) | Int(bytes[position + 1]) << 8)) / 32768
    }
    return (samples, rate)
  }

  private func probe(_ change: (inout [Float]) -> Void) throws -> Probe {
    var (samples, rate) = try sample()
    change(&samples)
    var fixture = WAVFixture()
    fixture.sampleRate = rate
    let scratch = try RecordingScratch()
    let file = try scratch.write(fixture.bytes([samples]), as: "probe.wav")
    return Probe(try AnswerAnalyzer().analyze(.init(recording: .file(file), name: "probe")))
  }

  private func poor(_ probe: Probe) -> [String] { probe.checks.filter { $0.state == .poor }.map(\.check) }

  @Test func `a clean sentence is good enough, and the candidate may begin`() throws {
    let probe = try probe { _ in }
    #expect(poor(probe) == [])
    #expect(probe.good && probe.message.zh.contains("可以开始") && probe.message.en.contains("you can begin"))
    #expect(probe.checks.map(\.check) == ["codec", "speech", "level", "noise", "clipping", "dropouts", "echo", "bandwidth"])
  }

  @Test func `two seconds of it are enough to say so`() throws {
    let rate = try sample().rate
    let probe = try probe { $0 = Array($0.prefix(2 * rate)) }
    #expect(probe.good && probe.duration_s == 2, "\(probe.checks)")
  }

  @Test func `silence is told as a microphone that hears nobody, and nothing else`() throws {
    let probe = try probe { for index in $0.indices { $0[index] *= 0.00001 } }
    #expect(!probe.good && poor(probe) == ["speech"])
    #expect(probe.checks.filter { $0.state == .unknown }.map(\.check).contains("noise"))
    #expect(probe.message.en.hasPrefix("Hardly any speech") && !probe.message.en.contains("noise"))
  }

  @Test func `a voice 50 dB down is quiet, one at a tenth of that is not`() throws {
    #expect(poor(try probe { for index in $0.indices { $0[index] *= 0.01 } }).contains("level"))
    #expect(!poor(try probe { for index in $0.indices { $0[index] *= 0.2 } }).contains("level"))
  }

  @Test func `noise 10 dB below the voice is too much`() throws {
    let probe = try probe { samples in
      let power = samples.reduce(0) { $0 + Double($1 * $1) } / Double(samples.count)
      // Even noise of ±1 has a power of a third.
      let noise = TestSound.noise(seed: 7, seconds: 4, sampleRate: 48_000, amplitude: 1)
      let size = Float((power / 10 * 3).squareRoot())
      for index in samples.indices { samples[index] += size * noise[index] }
    }
    #expect(poor(probe).contains("noise"), "\(probe.checks)")
    #expect(probe.message.zh.contains("噪声"))
  }

  @Test func `a voice driven into full scale is told as too loud`() throws {
    let probe = try probe { for index in $0.indices { $0[index] *= 40 } }
    #expect(poor(probe).contains("clipping"), "\(probe.checks)")
  }

  @Test func `what cannot be decoded is a codec that will not do, with its code`() {
    let probe = Probe(Fault(.recordingContainerUnsupportedForTest, "x"), path: "a.bin")
    #expect(!probe.good && poor(probe) == ["codec"])
    #expect(probe.message.en.contains("recording.test"))
  }
}

extension FaultCode {
  fileprivate static let recordingContainerUnsupportedForTest = FaultCode(
    "recording.test", cause: Bilingual(zh: "不支持", en: "not supported"), action: Bilingual(zh: "请转码。", en: "Convert it."))
}
