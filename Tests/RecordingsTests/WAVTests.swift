import Interview
import Recordings
import Signal
import TestSupport
import Testing

@Suite struct `WAV files` {
  let scratch: RecordingScratch

  init() throws { scratch = try RecordingScratch() }

  /// Half a step of the coarser of encoding and tone: 1/256 for 8 bits, 1/65536 for 16.
  @Test(arguments: [
    (WAVFixture.Encoding.unsigned8, Float(0.005), "pcm_u8"), (.signed16, 0.00002, "pcm_s16"), (.signed24, 1e-6, "pcm_s24"),
    (.signed32, 1e-7, "pcm_s32"), (.float32, 0, "pcm_f32"),
  ])
  func `every width gives the samples that were written`(_ encoding: WAVFixture.Encoding, _ tolerance: Float, _ codec: String) throws {
    var fixture = WAVFixture()
    fixture.encoding = encoding
    let tone = TestSound.tone(150, seconds: 1.5)
    let (waveform, facts) = try Recordings.decode(scratch.write(fixture.bytes([tone])))
    #expect(waveform.samples.count == 24_000)
    #expect(zip(waveform.samples, tone).allSatisfy { abs($0 - $1) <= tolerance })
    #expect(facts.codec == codec)
    #expect(facts.container == .wav)
    #expect(facts.declaredDuration == 1.5)
    #expect(facts.decodedDuration == 1.5)
    #expect(facts.flags.isEmpty && !facts.truncated && facts.isComplete)
  }

  @Test(arguments: [8_000, 11_025, 44_100, 192_000])
  func `a recording keeps its own rate`(_ rate: Int) throws {
    var fixture = WAVFixture()
    fixture.sampleRate = rate
    let (waveform, facts) = try Recordings.decode(scratch.write(fixture.bytes([TestSound.tone(100, seconds: 0.5, sampleRate: rate)])))
    #expect(waveform.sampleRate == rate)
    #expect(waveform.samples.count == rate / 2)
    #expect(facts.nativeSampleRate == rate)
  }

  @Test(arguments: [0, 4_000, 7_999, 192_001, 384_000])
  func `a rate outside 8 to 192 kHz is refused`(_ rate: Int) throws {
    var fixture = WAVFixture()
    fixture.sampleRate = rate
    let path = try scratch.write(fixture.bytes([Array(repeating: 0.1, count: 1000)]))
    #expect(code(of: path) == "recording.rate-unsupported")
  }

  @Test func `no channel at all is refused, and so are too many`() throws {
    var fixture = WAVFixture()
    fixture.declaredChannels = 0
    #expect(code(of: try scratch.write(fixture.bytes([[0.1, 0.2]]))) == "recording.channels-unsupported")
    let many = WAVFixture().bytes(Array(repeating: Array(repeating: 0.1, count: 100), count: 65))
    #expect(code(of: try scratch.write(many)) == "recording.channels-unsupported")
  }

  @Test func `half a file is read, and flagged`() throws {
    let whole = WAVFixture().bytes([TestSound.tone(150, seconds: 2)])
    let (waveform, facts) = try Recordings.decode(scratch.write(Array(whole.prefix(44 + 32_000))))
    #expect(waveform.samples.count == 16_000)
    #expect(facts.truncated)
    #expect(facts.flags == ["recording.truncated"])
    #expect(facts.declaredDuration == 2)
  }

  /// 0 is what a recorder leaves that died; the others are what ffmpeg and sox write into a pipe.
  @Test(arguments: [0, 0xFFFF_FFFF, 0x7FFF_FFDB] as [UInt32])
  func `sizes that were never filled in are taken from the file`(_ size: UInt32) throws {
    var fixture = WAVFixture()
    fixture.declaredBytes = size
    let (waveform, facts) = try Recordings.decode(scratch.write(fixture.bytes([TestSound.tone(150, seconds: 2)])))
    #expect(waveform.samples.count == 32_000)
    #expect(facts.flags == ["recording.header-unfinished"])
    #expect(!facts.truncated)
  }

  @Test func `a header without sound is called that`() throws {
    #expect(code(of: try scratch.write(WAVFixture().bytes([[]]))) == "recording.header-only")
    #expect(code(of: try scratch.write(Array(WAVFixture().bytes([[0.5]]).prefix(44)))) == "recording.header-only")
    #expect(code(of: try scratch.write(Array(WAVFixture().bytes([[0.5]]).prefix(20)))) == "recording.header-only")
    // An empty data chunk with another chunk behind it is empty, not unfinished.
    let empty = WAVFixture().bytes([[]]) + Array("LIST".utf8) + [4, 0, 0, 0] + Array("INFO".utf8)
    #expect(code(of: try scratch.write(empty)) == "recording.header-only")
  }

  @Test func `samples that are no numbers become silence, and are counted`() throws {
    var fixture = WAVFixture()
    fixture.encoding = .float32
    var samples = TestSound.tone(150, seconds: 0.1)
    samples[10] = .nan
    samples[20] = .infinity
    samples[30] = 1e30
    let (waveform, facts) = try Recordings.decode(scratch.write(fixture.bytes([samples])))
    #expect(waveform.samples[10] == 0 && waveform.samples[20] == 0 && waveform.samples[30] == 0)
    #expect(waveform.samples[11] == samples[11])
    #expect(facts.notes == [Fault(.recordingSamplesInvalid, "3")])
  }

  @Test func `a recording longer than allowed is refused at once`() throws {
    var limits = RecordingLimits()
    limits.maximumDuration = 1
    let path = try scratch.write(WAVFixture().bytes([TestSound.silence(seconds: 1.1)]))
    #expect(code(of: path, limits: limits) == "recording.too-long")
    limits.maximumBytes = 100
    #expect(code(of: path, limits: limits) == "recording.too-large")
  }

  @Test func `the sound of any cut is a beginning of the whole`() throws {
    let whole = WAVFixture().bytes([TestSound.noise(seed: 1, seconds: 0.05)])
    let all = try Recordings.decode(scratch.write(whole)).waveform.samples
    for length in stride(from: 1, to: whole.count, by: 7) {
      let path = try scratch.write(Array(whole.prefix(length)))
      do throws(Fault) {
        let (waveform, facts) = try Recordings.decode(path)
        #expect(facts.truncated && all.starts(with: waveform.samples), "\(length) bytes")
      } catch {
        let expected = length < 12 ? ["recording.unrecognised", "recording.is-text"] : ["recording.header-only"]
        // With no frame whole there is nothing to hear.
        #expect(length < 47 && expected.contains(error.code.code), "\(length) bytes: \(error.code.code)")
      }
    }
  }
}
