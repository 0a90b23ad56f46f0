import Interview
import Recordings
import Signal
import TestSupport
import Testing

@Suite(.enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg to encode")) struct `Ogg Opus` {
  let scratch: RecordingScratch
  let fixture: OpusFixture

  init() throws {
    scratch = try RecordingScratch()
    fixture = try OpusFixture.toneInSilence(scratch)
  }

  @Test func `pre-skip and end trim give the very length that was encoded`() throws {
    let (waveform, facts) = try Recordings.decode(scratch.write(fixture.file))
    #expect(waveform.sampleRate == 16_000)
    #expect(waveform.samples.count == 48_000)
    #expect(facts.nativeSampleRate == 48_000 && facts.codec == "opus" && facts.container == .ogg)
    #expect(facts.flags.isEmpty && !facts.truncated)
  }

  @Test func `the tone stands where it was`() throws {
    let waveform = try Recordings.decode(scratch.write(fixture.file)).waveform
    #expect(peak(waveform, 0, 0.98) < 0.02)
    #expect(peak(waveform, 1.01, 1.99) > 0.4)
    #expect(peak(waveform, 2.02, 3) < 0.02)
  }

  /// Page 6 holds the packets of 1.2 to 1.4 s, less the pre-skip of 6.5 ms.
  @Test func `lost pages are lost time`() throws {
    let end = 3 * 48_000 + fixture.preSkip
    let (waveform, facts) = try Recordings.decode(scratch.write(fixture.ogg(omitting: [6], end: end)))
    #expect(waveform.samples.count == 48_000)
    #expect(facts.filledGaps == 0.2)
    #expect(facts.flags == ["recording.damaged", "recording.gaps-filled"])
    #expect(peak(waveform, 1.2, 1.39) == 0)
    #expect(peak(waveform, 1.05, 1.15) > 0.4 && peak(waveform, 1.45, 1.95) > 0.4)
  }

  @Test func `a page whose checksum is wrong is a lost page`() throws {
    var file = fixture.ogg(end: 3 * 48_000 + fixture.preSkip)
    file[file.count / 2] ^= 1
    let (waveform, facts) = try Recordings.decode(scratch.write(file))
    #expect(waveform.samples.count == 48_000)
    #expect(facts.filledGaps == 0.2)
    #expect(facts.flags.contains("recording.damaged"))
  }

  @Test func `a file without its last page is truncated`() throws {
    let (_, facts) = try Recordings.decode(scratch.write(fixture.ogg()))
    #expect(facts.truncated && facts.flags == ["recording.truncated"])
  }

  @Test func `a broadcast joined late begins at zero`() throws {
    let end = 3 * 48_000 + fixture.preSkip
    let (waveform, facts) = try Recordings.decode(scratch.write(fixture.ogg(end: end, offset: 48_000 * 5000)))
    #expect(waveform.samples.count == 48_000)
    #expect(facts.filledGaps == 0)
  }

  @Test func `one recording behind another goes on`() throws {
    let end = 3 * 48_000 + fixture.preSkip
    let file = fixture.ogg(end: end) + fixture.ogg(end: end, serial: 8)
    let (waveform, facts) = try Recordings.decode(scratch.write(file))
    #expect(waveform.samples.count == 96_000)
    #expect(facts.flags.isEmpty)
    #expect(peak(waveform, 4.01, 4.99) > 0.4 && peak(waveform, 3.1, 3.9) < 0.02)
  }

  /// −6.02 dB in Q7.8 is −1541: half the amplitude.
  @Test func `the header's gain is applied`() throws {
    var head = fixture.head
    let gain = UInt16(bitPattern: -1541)
    head[16] = UInt8(gain & 0xFF)
    head[17] = UInt8(gain >> 8)
    let end = 3 * 48_000 + fixture.preSkip
    let plain = try Recordings.decode(scratch.write(fixture.ogg(end: end), as: "plain")).waveform
    let quiet = try Recordings.decode(scratch.write(fixture.ogg(end: end, head: head), as: "quiet")).waveform
    #expect(zip(plain.samples, quiet.samples).allSatisfy { abs($0 / 2 - $1) < 1e-4 })
  }

  @Test func `an invalid packet is silence of its length`() throws {
    var packets = fixture.packets
    // Configuration 3 with a frame count of 0, which no packet may have (RFC 6716, 3.2.5).
    packets[70] = [0x63 & 0xFC | 3, 0]
    var file = OggFixture.page([fixture.head], serial: 7, sequence: 0, granule: 0, flags: 2)
    file += OggFixture.page([fixture.comments], serial: 7, sequence: 1, granule: 0, flags: 0)
    for (index, packet) in packets.enumerated() {
      let isLast = index == packets.count - 1
      file += OggFixture.page([packet], serial: 7, sequence: index + 2, granule: (index + 1) * 960, flags: isLast ? 4 : 0)
    }
    let (waveform, facts) = try Recordings.decode(scratch.write(file))
    let expected = (packets.count * 960 - fixture.preSkip) / 3
    #expect(abs(waveform.samples.count - expected) <= 1)
    #expect(facts.flags.contains("recording.gaps-filled") || facts.flags.contains("recording.damaged"))
  }

  @Test func `the sound of any cut is a beginning of the whole`() throws {
    let file = fixture.ogg(end: 3 * 48_000 + fixture.preSkip)
    let all = try Recordings.decode(scratch.write(file)).waveform.samples
    for length in stride(from: 1, to: file.count, by: 97) {
      let path = try scratch.write(Array(file.prefix(length)))
      do throws(Fault) {
        let (waveform, facts) = try Recordings.decode(path)
        #expect(facts.truncated && all.starts(with: waveform.samples), "\(length) bytes")
      } catch {
        let expected = ["recording.header-only", "recording.corrupt", "recording.is-text", "recording.unrecognised"]
        #expect(expected.contains(error.code.code), "\(length) bytes: \(error.code.code)")
      }
    }
  }
}
