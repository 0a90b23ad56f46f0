import Interview
import Recordings
import Signal
import TestSupport
import Testing

/// Files that are damaged at random, the same in every run: each is read or refused with a code, and never ends the
/// process or outgrows its limits.
@Suite struct `Hostile files` {
  let scratch: RecordingScratch

  init() throws { scratch = try RecordingScratch() }

  private func damage(_ file: [UInt8], rounds: Int, seed: UInt64, ffmpeg: FFmpegLocation? = nil) throws {
    var random = TestRandom(seed: seed)
    var limits = RecordingLimits()
    limits.maximumDuration = 60
    let known = Set(FaultCode.recordingsCodes)
    for round in 0..<rounds {
      var bytes = file
      // Headers matter most: half of the changes fall into the first 64 bytes.
      for _ in 0..<(1 + Int(random.next() % 8)) {
        let reach = random.next() & 1 == 0 ? min(64, bytes.count) : bytes.count
        bytes[Int(random.next() % UInt64(reach))] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
      let path = try scratch.write(bytes)
      do throws(Fault) {
        let (waveform, facts) = try Recordings.decode(path, limits: limits, ffmpeg: ffmpeg)
        #expect(facts.isComplete && waveform.duration <= 60 && waveform.samples.allSatisfy(\.isFinite), "round \(round)")
      } catch {
        #expect(known.contains(error.code), "round \(round)")
      }
    }
  }

  @Test func `damaged WAV`() throws {
    try damage(WAVFixture().bytes([TestSound.noise(seed: 1, seconds: 0.1), TestSound.noise(seed: 2, seconds: 0.1)]), rounds: 400, seed: 1)
  }

  @Test func `noise is no recording`() throws {
    var random = TestRandom(seed: 9)
    for length in [1, 2, 3, 16, 100, 5000, 70_000] {
      let path = try scratch.write((0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      #expect(["recording.unrecognised", "recording.is-text"].contains(code(of: path)), "\(length) bytes")
    }
  }

  @Test(
    .enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg to encode"),
    arguments: [
      ("x.flac", 200), ("x.mp3", 200), ("x.ogg", 100), ("x.opus", 200), ("x.webm", 200), ("x.aiff", 100), ("x.caf", 100), ("x.au", 100),
      ("x.w64", 100), ("x.m4a", 15), ("x.wma", 15),
    ])
  func `damaged files of every kind`(_ name: String, _ rounds: Int) throws {
    _ = try scratch.write(WAVFixture().bytes([TestSound.tone(200, seconds: 0.3)]), as: "source.wav")
    try scratch.run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", "source.wav", name)
    try damage(scratch.read(name), rounds: rounds, seed: 3, ffmpeg: ["x.m4a", "x.wma"].contains(name) ? .installed : nil)
  }
}
