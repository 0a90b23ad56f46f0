import Interview
import Recordings
import Signal
import TestSupport
import Testing

@Suite(.enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg to encode")) struct `WebM from browsers` {
  let scratch: RecordingScratch
  let opus: OpusFixture

  init() throws {
    scratch = try RecordingScratch()
    opus = try OpusFixture.toneInSilence(scratch)
  }

  /// Samples of all packets, less the pre-skip, at 16 kHz.
  private var length: Int { opus.packets.count * 320 - opus.preSkip / 3 }

  private func decode(_ file: [UInt8]) throws -> (samples: [Float], facts: RecordingFacts) {
    let (waveform, facts) = try Recordings.decode(scratch.write(file))
    return (waveform.samples, facts)
  }

  @Test func `a file without duration, index and sizes is read whole`() throws {
    let (samples, facts) = try decode(MatroskaFixture(opus).file())
    #expect(samples.count == length)
    #expect(facts.container == .webm && facts.codec == "opus" && facts.declaredDuration == nil)
    #expect(facts.flags.isEmpty && !facts.truncated)
  }

  @Test(arguments: [0.5, 3600.0]) func `a wrong duration is not believed`(_ declared: Double) throws {
    var fixture = MatroskaFixture(opus)
    fixture.declaredSeconds = declared
    let (samples, facts) = try decode(fixture.file())
    #expect(samples.count == length)
    #expect(facts.declaredDuration == declared)
    #expect(facts.flags == ["recording.duration-wrong"])
  }

  /// Packets 60 to 69 (1.2 to 1.4 s) are late by two seconds: two seconds of silence come before them.
  @Test func `a hole in the timestamps is time`() throws {
    var fixture = MatroskaFixture(opus)
    fixture.delay = { $0 >= 60 ? 2000 : 0 }
    let (samples, facts) = try decode(fixture.file())
    #expect(samples.count == length + 32_000)
    #expect(facts.filledGaps == 2)
    #expect(facts.flags == ["recording.gaps-filled"])
    // 60 packets of 320 samples less the pre-skip come before.
    let start = 60 * 320 - opus.preSkip / 3
    #expect(samples[start..<(start + 32_000)].allSatisfy { $0 == 0 })
    #expect(abs(samples[start + 32_000]) + abs(samples[start + 32_050]) > 0)
  }

  /// Up to ± 15 ms of jitter, and a sound card that is slower than the clock by 1 %.
  @Test func `jitter and drift are no holes`() throws {
    var random = TestRandom(seed: 1)
    let jitter = opus.packets.map { _ in Int(random.next() % 31) - 15 }
    var fixture = MatroskaFixture(opus)
    fixture.delay = { max(jitter[$0], -20 * $0) + $0 / 5 }
    let (samples, facts) = try decode(fixture.file())
    #expect(samples.count == length)
    #expect(facts.filledGaps == 0)
  }

  @Test func `timestamps that start again go on`() throws {
    var fixture = MatroskaFixture(opus)
    fixture.delay = { $0 >= 100 ? -2000 : 0 }
    let (samples, facts) = try decode(fixture.file())
    #expect(samples.count == length)
    #expect(facts.filledGaps == 0)
  }

  @Test func `a microphone that started after the camera is late`() throws {
    var fixture = MatroskaFixture(opus)
    fixture.hasVideo = true
    fixture.delay = { _ in 1500 }
    let (samples, facts) = try decode(fixture.file())
    #expect(samples.count == length + 24_000)
    #expect(facts.filledGaps == 1.5)
  }

  @Test(arguments: [1, 2, 3]) func `laced blocks hold the same sound`(_ lacing: UInt8) throws {
    var fixture = MatroskaFixture(opus)
    let plain = try decode(fixture.file()).samples
    fixture.lacing = lacing
    if lacing == 2 { fixture.packets = opus.packets.map { OpusFixture.padded($0, to: 200) } }
    let laced = try decode(fixture.file()).samples
    #expect(laced == plain)
  }

  @Test func `recordings put together go on`() throws {
    let file = MatroskaFixture(opus).file()
    let (samples, facts) = try decode(file + file)
    #expect(samples.count == 2 * length)
    #expect(facts.filledGaps == 0)
  }

  @Test func `discarded padding is taken off the end`() throws {
    var fixture = MatroskaFixture(opus)
    fixture.lastDiscard = 13_500_000
    // 13.5 ms at 48 kHz are 648 samples: 216 at 16 kHz.
    #expect(try decode(fixture.file()).samples.count == length - 216)
  }

  @Test func `what holds no sound for us says why`() throws {
    var fixture = MatroskaFixture(opus)
    fixture.hasAudio = false
    fixture.hasVideo = true
    #expect(code(of: try scratch.write(fixture.file())) == "recording.no-audio-track")
    fixture = MatroskaFixture(opus)
    fixture.isEncrypted = true
    #expect(code(of: try scratch.write(fixture.file())) == "recording.encrypted")
    fixture = MatroskaFixture(opus)
    fixture.packets = []
    #expect(code(of: try scratch.write(fixture.file())) == "recording.header-only")
    fixture = MatroskaFixture(opus)
    fixture.codec = "A_VORBIS"
    #expect(code(of: try scratch.write(fixture.file()), ffmpeg: nil) == "recording.decoder-missing")
  }

  @Test func `the sound of any cut is a beginning of the whole`() throws {
    let file = MatroskaFixture(opus).file()
    let all = try decode(file).samples
    for length in stride(from: 1, to: file.count, by: 97) {
      do throws(Fault) {
        let (waveform, _) = try Recordings.decode(fault { try scratch.write(Array(file.prefix(length))) })
        #expect(all.starts(with: waveform.samples), "\(length) bytes")
      } catch {
        let expected = ["recording.header-only", "recording.corrupt", "recording.unrecognised"]
        #expect(expected.contains(error.code.code), "\(length) bytes: \(error.code.code)")
      }
    }
  }
}
