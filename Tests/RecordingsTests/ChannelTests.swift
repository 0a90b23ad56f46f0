import Interview
import Recordings
import Signal
import TestSupport
import Testing

@Suite struct `Channels` {
  let scratch: RecordingScratch
  let voice = TestSound.noise(seed: 1, seconds: 3)

  init() throws { scratch = try RecordingScratch() }

  private func mix(_ channels: [[Float]]) throws -> (samples: [Float], facts: RecordingFacts) {
    var fixture = WAVFixture()
    fixture.encoding = .float32
    let (waveform, facts) = try Recordings.decode(scratch.write(fixture.bytes(channels)))
    return (waveform.samples, facts)
  }

  @Test func `a dead channel is left out, and the voice keeps its level`() throws {
    let (samples, facts) = try mix([voice, TestSound.silence(seconds: 3)])
    #expect(samples == voice)
    #expect(facts.mix.signs == [1, 0])
    #expect(facts.notes == [Fault(.recordingChannelSilent, "2")])
  }

  @Test func `a channel that carries only direct current is dead`() throws {
    let (samples, facts) = try mix([Array(repeating: 0.4, count: voice.count), voice])
    #expect(samples == voice)
    #expect(facts.mix.signs == [0, 1])
  }

  @Test func `an inverted channel does not cancel the other`() throws {
    let (samples, facts) = try mix([voice, voice.map { -$0 }])
    #expect(samples == voice)
    #expect(facts.mix.signs == [1, -1])
    #expect(facts.flags == ["recording.channel-inverted"])
  }

  /// The quieter copy is inverted: (v − (−v/2)) / 2 = 0.75 v.
  @Test func `an inverted channel of another level is turned too`() throws {
    let (samples, facts) = try mix([voice, voice.map { -0.5 * $0 }])
    #expect(facts.mix.signs == [1, -1])
    #expect(zip(samples, voice).allSatisfy { abs($0 - 0.75 * $1) < 1e-6 })
  }

  @Test func `two voices are both heard`() throws {
    let other = TestSound.noise(seed: 2, seconds: 3)
    let (samples, facts) = try mix([voice, other])
    #expect(facts.mix.signs == [1, 1])
    #expect(facts.flags.isEmpty)
    #expect(samples[1234] == 0.5 * voice[1234] + 0.5 * other[1234])
  }

  /// 16 kHz, two channels: 3 s and 20 s are kept from the survey, as is what the survey needs of 140 s; where it waits 140 s for a
  /// channel that stays silent, 131 s are kept at most.
  @Test(arguments: [
    (seconds: 3, isSilent: false, times: 1), (20, false, 1), (140, false, 1), (3, true, 1), (120, true, 1), (140, true, 2),
  ])
  func `sound that was listened to for the mix is not decoded again`(seconds: Int, isSilent: Bool, times: Int) throws {
    var fixture = WAVFixture()
    fixture.encoding = .float32
    let other = TestSound.noise(seed: 2, seconds: Double(seconds))
    let path = try scratch.write(fixture.bytes([other, isSilent ? TestSound.silence(seconds: Double(seconds)) : other]))
    var reader = try RecordingReader(path: path)
    var samples: [Float] = []
    while let block = try reader.next() { samples += block }
    #expect(samples == other)
    #expect(reader.decodedFrames == Int64(times * seconds * 16_000))
  }

  @Test func `a second speaker who comes late is no dead channel`() throws {
    let first = TestSound.noise(seed: 3, seconds: 20) + TestSound.silence(seconds: 20)
    let second = TestSound.silence(seconds: 30) + TestSound.noise(seed: 4, seconds: 10)
    #expect(try mix([first, second]).facts.mix.signs == [1, 1])
  }

  @Test func `a silent beginning decides nothing`() throws {
    let late = TestSound.silence(seconds: 15) + voice
    let (samples, facts) = try mix([TestSound.silence(seconds: 18), late])
    #expect(facts.mix.signs == [0, 1])
    #expect(samples == late)
  }

  /// Three copies, one of them inverted, one dead channel, one other voice.
  @Test func `many channels are judged one by one`() throws {
    let other = TestSound.noise(seed: 5, seconds: 3, amplitude: 0.2)
    let channels = [voice, voice.map { -$0 }, TestSound.silence(seconds: 3), other, voice]
    #expect(try mix(channels).facts.mix.signs == [1, -1, 0, 1, 1])
  }

  @Test func `silence in all channels stays silence`() throws {
    let (samples, facts) = try mix([TestSound.silence(seconds: 1), TestSound.silence(seconds: 1)])
    #expect(samples.count == 16_000 && samples.allSatisfy { $0 == 0 })
    #expect(facts.mix.signs == [1, 1])
  }

  @Test func `sixteen channels of one voice are that voice`() throws {
    let (samples, facts) = try mix(Array(repeating: Array(voice.prefix(8000)), count: 16))
    #expect(facts.channels == 16)
    #expect(zip(samples, voice).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(arguments: [1, 7, 1600, 1601, 16_384])
  func `the outcome does not depend on how the sound is handed over`(_ block: Int) {
    let channels = [voice, voice.map { -0.3 * $0 }]
    let interleaved = voice.indices.flatMap { [channels[0][$0], channels[1][$0]] }
    var whole = ChannelSurvey(channels: 2, sampleRate: 16_000)
    whole.take(interleaved, frames: voice.count)
    var parts = ChannelSurvey(channels: 2, sampleRate: 16_000)
    for start in stride(from: 0, to: voice.count, by: block) {
      let end = min(voice.count, start + block)
      parts.take(Array(interleaved[(2 * start)..<(2 * end)]), frames: end - start)
    }
    #expect(whole.products == parts.products)
    #expect(whole.finish() == parts.finish())
  }
}
