import Foundation
import Interview
import Recordings
import Signal
import TestSupport
import Testing

/// What people drop by mistake or out of malice: each has its code, in bounded time and memory.
@Suite struct `Bad files` {
  let scratch: RecordingScratch

  init() throws { scratch = try RecordingScratch() }

  @Test func `each kind has a code of its own`() throws {
    let speech = WAVFixture().bytes([TestSound.tone(200, seconds: 2)])
    var silent = WAVFixture()
    silent.declaredChannels = 0
    // STREAMINFO of 44.1 kHz stereo, then what is no frame.
    let flac: [UInt8] =
      Array("fLaC".utf8) + [0x80, 0, 0, 34] + [16, 0, 16, 0] + Array(repeating: 0, count: 6) + [0x0A, 0xC4, 0x42, 0xF0, 0, 0, 0x10, 0]
      + Array(repeating: 0, count: 16)
    let files: [(String, [UInt8], String?)] = [
      ("empty", [], "recording.empty"), ("header-only", Array(speech.prefix(44)), "recording.header-only"),
      ("corrupt", flac + Array(repeating: 0x55, count: 5000), "recording.corrupt"),
      ("without channels", silent.bytes([TestSound.tone(200, seconds: 1)]), "recording.channels-unsupported"),
      ("renamed text", Array("Dear sir or madam, here is my answer.\n".utf8), "recording.is-text"),
      ("zip archive", Array("PK\u{3}\u{4}\u{14}\u{0}\u{0}\u{0}".utf8), "recording.is-archive"),
      ("zip archive with a password", Array("PK\u{3}\u{4}\u{14}\u{0}\u{1}\u{0}".utf8), "recording.encrypted"),
      ("zeros", Array(repeating: 0, count: 5000), "recording.all-zeros"), ("whole", speech, nil),
    ]
    var codes: [String?] = []
    for (name, bytes, expected) in files {
      codes.append(code(of: try scratch.write(bytes, as: name + ".wav")))
      #expect(codes.last == expected, "\(name)")
    }
    #expect(Set(codes).count == files.count)
  }

  @Test func `a cut recording with speech in it is read, and says that it was cut`() throws {
    let speech = WAVFixture().bytes([TestSound.tone(200, seconds: 2)])
    let (waveform, facts) = try Recordings.decode(scratch.write(Array(speech.prefix(speech.count / 2))))
    #expect(abs(waveform.duration - 1) < 0.01)
    #expect(facts.flags == ["recording.truncated"])
  }

  @Test(
    .enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg to encode"),
    arguments: ["bomb.flac", "bomb.mp3", "bomb.opus", "bomb.webm", "bomb.m4a"])
  func `silence that decodes to more than is allowed is refused, however small its file`(name: String) throws {
    try scratch.run(
      "ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "200", "-b:a", "16k", name)
    var limits = RecordingLimits()
    limits.maximumDuration = 60
    #expect(code(of: scratch.file(name), limits: limits) == "recording.too-long")
  }

  @Test(.enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg to encode"))
  func `more than four hours of silence in 40 kB end at four, in short blocks`() throws {
    try scratch.run(
      "ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "14500", "-sample_fmt", "s16",
      "-frame_size", "65535",
      "bomb.flac")
    #expect(try scratch.read("bomb.flac").count < 40_000)
    var reader = try RecordingReader(path: scratch.file("bomb.flac"))
    var block: [Float] = []
    var longest = 0
    let fault = try #require(throws: Fault.self) {
      while try reader.read(into: &block) { longest = max(longest, block.count) }
    }
    #expect(fault.code == .recordingTooLong)
    #expect(longest <= 16_384)
  }

  /// STREAMINFO holds the number of samples in the low 36 bits of the eight bytes at 18 (RFC 9639, 8.2).
  @Test(.enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg to encode"), arguments: [16_000, 1, 0])
  func `a FLAC whose header counts too few samples is read to its end`(claimed: Int) throws {
    _ = try scratch.write(WAVFixture().bytes([TestSound.tone(200, seconds: 3)]), as: "source.wav")
    try scratch.run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", "source.wav", "x.flac")
    var bytes = try scratch.read("x.flac")
    bytes[21] &= 0xF0
    for index in 0..<4 { bytes[22 + index] = UInt8(truncatingIfNeeded: claimed >> (24 - 8 * index)) }
    let (waveform, facts) = try Recordings.decode(scratch.write(bytes, as: "x.flac"))
    #expect(waveform.samples.count == 48_000)
    #expect(facts.flags == (claimed == 0 ? [] : ["recording.duration-wrong"]))
  }

  @Test(.enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg to encode"))
  func `a FLAC whose header leads past its sound is corrupt, not empty`() throws {
    _ = try scratch.write(WAVFixture().bytes([TestSound.noise(seed: 1, seconds: 3)]), as: "source.wav")
    try scratch.run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", "source.wav", "x.flac")
    var bytes = try scratch.read("x.flac")
    // The length of the first block, 34, becomes 64 kB more.
    bytes[5] = 1
    #expect(["recording.corrupt", "recording.header-only"].contains(code(of: try scratch.write(bytes, as: "x.flac"))))
  }
}
