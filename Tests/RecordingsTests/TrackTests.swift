import Interview
import Recordings
import Signal
import TestSupport
import Testing

/// Files with several audio tracks, as screen recorders and conferences write them.
@Suite(.enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg")) struct `Several audio tracks` {
  let scratch: RecordingScratch

  init() throws {
    scratch = try RecordingScratch()
    let spans = [(start: 0.5, end: 2.5), (start: 3.2, end: 5.0)]
    let voice = Synthetic.answer(spans, seconds: 6)
    let files: [(String, [Float])] = [
      ("voice", voice), ("soft", voice.map { $0 * 0.1 }), ("zeros", TestSound.silence(seconds: 6)),
      ("hiss", Synthetic.noise(96_000, level: 0.0003)), ("hum", TestSound.tone(100, seconds: 6, amplitude: 0.4)),
    ]
    for (name, sound) in files { _ = try scratch.write(WAVFixture().bytes([sound]), as: name + ".wav") }
  }

  private func decode(_ name: String, _ tracks: [String]) throws -> (waveform: Waveform, facts: RecordingFacts) {
    let inputs = tracks.map { "-i \($0).wav" }.joined(separator: " ")
    let maps = tracks.indices.map { "-map \($0):a" }.joined(separator: " ")
    try scratch.run("bash", "-c", "ffmpeg -nostdin -v error -y \(inputs) \(maps) \(name)")
    return try fault { try Recordings.decode(scratch.file(name)) }
  }

  @Test(arguments: ["x.mp4", "x.mkv", "x.webm", "x.mov", "x.avi", "x.ts"], ["zeros", "hiss", "hum"])
  func `the track with the voice is read, wherever it stands, and which one is told`(name: String, other: String) throws {
    for tracks in [[other, "voice"], ["voice", other], [other, other, "voice"]] {
      let (waveform, facts) = try decode(name, tracks)
      #expect(facts.track == (tracks.firstIndex(of: "voice") ?? -1) + 1 && facts.tracks == tracks.count, "\(tracks)")
      #expect(facts.flags == ["recording.track-silent"], "\(facts.notes)")
      #expect(peak(waveform, 0.7, 2.4) > 0.2 && peak(waveform, 2.7, 3.1) < 0.05)
    }
  }

  @Test(arguments: ["x.mp4", "x.webm", "x.mkv"])
  func `of two voices the louder is read, and a person is told to look`(name: String) throws {
    for tracks in [["soft", "voice"], ["voice", "soft"]] {
      let (waveform, facts) = try decode(name, tracks)
      #expect(facts.track == (tracks.firstIndex(of: "voice") ?? -1) + 1)
      #expect(facts.flags == ["recording.tracks-several"])
      #expect(peak(waveform, 0.7, 2.4) > 0.2)
    }
  }

  @Test func `tracks without any voice leave the first, and one track is no choice`() throws {
    let (_, silent) = try decode("x.mp4", ["zeros", "zeros"])
    #expect(silent.track == 1 && silent.tracks == 2 && silent.flags.isEmpty)
    let (_, single) = try decode("x.mp4", ["voice"])
    #expect(single.track == 1 && single.tracks == 1 && single.flags.isEmpty)
  }

  @Test func `decoding that costs more than its length allows is given up, with a code of its own`() throws {
    try scratch.run("bash", "-c", "ffmpeg -nostdin -v error -y -i voice.wav -ar 48000 x.flac")
    let path = scratch.file("x.flac")
    #expect(code(of: path) == nil)
    var limits = RecordingLimits()
    (limits.decodingBase, limits.decodingShare) = (0, 1e-9)
    #expect(code(of: path, limits: limits) == "recording.decoding-costly")
    #expect(FaultCode.recordingDecodingCostly.retry == .never)
  }
}
