import Foundation
import Glibc
import Interview
import Recordings
import Signal
import TestSupport
import Testing

@Suite(.enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg")) struct `Through ffmpeg` {
  let scratch: RecordingScratch

  init() throws {
    scratch = try RecordingScratch()
    let sound = TestSound.silence(seconds: 1) + TestSound.tone(300, seconds: 1) + TestSound.silence(seconds: 1)
    _ = try scratch.write(WAVFixture().bytes([sound]), as: "source.wav")
  }

  private func encode(_ name: String, _ options: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
    process.arguments = ["-nostdin", "-v", "error", "-y", "-i", scratch.file("source.wav")] + options + [scratch.file(name)]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return scratch.file(name)
  }

  /// Encoders pad to whole frames of up to 2048 samples, and not every container says by how much: 0.2 s.
  @Test(arguments: [
    ("m4a", "mp4", "aac"), ("mp4", "mp4", "aac"), ("mov", "mp4", "aac"), ("aac", "adts", "aac"), ("wma", "asf", "wmav2"),
    ("avi", "avi", "mp3"), ("flv", "flv", "mp3"), ("ts", "mpeg-ts", "mp2"), ("mka", "matroska", "vorbis"), ("ac3", "ac3", "ac3"),
  ])
  func `a container that libsndfile does not know is read`(_ name: String, _ container: String, _ codec: String) throws {
    let rate = name == "flv" ? ["-ar", "44100"] : name == "ac3" ? ["-ar", "48000"] : []
    let path = try rate.isEmpty ? encode("x." + name) : encode("x." + name, rate[0], rate[1])
    let (waveform, facts) = try Recordings.decode(path)
    #expect(facts.container.rawValue == container)
    #expect(facts.codec == codec)
    #expect(abs(facts.decodedDuration - 3) < 0.2)
    #expect(!facts.truncated && facts.notes.isEmpty, "\(facts.notes)")
    #expect(peak(waveform, 0, 0.9) < 0.02 && peak(waveform, 1.1, 1.9) > 0.3)
  }

  @Test func `the decoder is found with its version, and told to be confined`() throws {
    let found = DecoderPresence.find()
    // As Debian names it: 5.1.6-0+deb12u1.
    #expect(found.path == "/usr/bin/ffmpeg" && found.version?.first?.isNumber == true)
    #expect((found.fault == nil) == (found.filesConfined && found.callsConfined))
    #expect(DecoderPresence.find(nil).fault == Fault(.recordingDecoderMissing))
    #expect(try DecoderPresence.find(impostor("#!/bin/sh\necho something else entirely\n")).fault?.code == .recordingDecoderFailed)
    var limits = RecordingLimits()
    limits.decoderReadTimeout = 0.2
    #expect(try DecoderPresence.find(impostor("#!/bin/sh\nexec sleep 1000\n"), limits: limits).fault?.code == .recordingDecoderTimeout)
  }

  @Test func `an extension does not matter`() throws {
    let path = try encode("x.m4a")
    try FileManager.default.moveItem(atPath: path, toPath: scratch.file("x.wav"))
    #expect(try Recordings.decode(scratch.file("x.wav")).facts.container == .mp4)
  }

  @Test func `without ffmpeg the missing decoder is named`() throws {
    #expect(code(of: try encode("x.m4a"), ffmpeg: nil) == "recording.decoder-missing")
  }

  @Test func `an MP4 without its index, without sound, or cut, says so`() throws {
    let whole = try encode("x.m4a")
    let bytes = try scratch.read("x.m4a")
    #expect(code(of: try scratch.write(Array(bytes.prefix(bytes.count / 2)))) == "recording.index-missing")
    _ = whole
    let fast = try encode("fast.m4a", "-movflags", "+faststart")
    let cut = try scratch.read("fast.m4a")
    let facts = try Recordings.decode(scratch.write(Array(cut.prefix(cut.count * 2 / 3)))).facts
    #expect(facts.truncated && facts.flags == ["recording.truncated"])
    #expect(facts.decodedDuration < 2.7 && facts.declaredDuration.map { abs($0 - 3) < 0.2 } == true)
    _ = fast
    try scratch.run("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=s=16x16:d=1", "-an", "silent.mp4")
    #expect(code(of: scratch.file("silent.mp4")) == "recording.no-audio-track")
  }

  /// The second half is put on the clock two seconds later.
  @Test func `a hole in the timestamps of a video is time`() throws {
    let path = try encode("gap.mkv", "-c:a", "pcm_s16le", "-af", "asetpts='PTS+if(gte(T,1.5),2/TB,0)'")
    let (waveform, _) = try Recordings.decode(path)
    #expect(abs(waveform.duration - 5) < 0.1)
    #expect(peak(waveform, 1.2, 1.4) > 0.3 && peak(waveform, 1.8, 3.4) < 0.01 && peak(waveform, 3.7, 3.9) > 0.3)
  }

  private func impostor(_ script: String) throws -> FFmpegLocation {
    let path = try scratch.write(Array(script.utf8), as: "ffmpeg")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return FFmpegLocation(path: path)
  }

  private func failure(_ script: String, limits: RecordingLimits = .init()) throws -> Fault? {
    let location = try impostor(script)
    let path = try encode("x.m4a")
    do throws(Fault) {
      _ = try Recordings.decode(path, limits: limits, ffmpeg: location)
      return nil
    } catch { return error }
  }

  @Test func `a decoder that hangs is stopped`() throws {
    var limits = RecordingLimits()
    limits.decoderReadTimeout = 0.2
    #expect(try failure("#!/bin/sh\nexec sleep 1000\n", limits: limits)?.code == .recordingDecoderTimeout)
  }

  @Test func `a decoder that eats the processor is stopped`() throws {
    var limits = RecordingLimits()
    limits.decoderTime = 1
    #expect(try failure("#!/bin/sh\nwhile :; do :; done\n", limits: limits)?.code == .recordingDecoderTimeout)
  }

  @Test func `a decoder that fails, or is none, gives its code`() throws {
    #expect(try failure("#!/bin/sh\nexit 3\n") == Fault(.recordingDecoderFailed, "exit 3"))
    #expect(try failure("no program")?.code == .recordingDecoderNotStarted)
    #expect(try failure("#!/bin/sh\necho nonsense nonsense nonsense nonsense\n")?.code == .recordingDecoderFailed)
  }

  /// The confinement is the kernel's: where it has no Landlock, there is nothing to test.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/perl"))) func `a decoder sees no other file and no network`()
    throws
  {
    let script = """
      #!/usr/bin/perl
      exit 11 if open(my $f, '<', '/etc/passwd');
      exit 12 if open(my $g, '>', '\(scratch.file("written"))');
      exit 13 if socket(my $s, 2, 1, 0);
      exit 14 unless open(my $h, '<', '/proc/self/fd/0');
      exit 15 if open(my $d, '<', '\(scratch.file("source.wav"))');
      exit 7;
      """
    #expect(try failure(script) == Fault(.recordingDecoderFailed, "exit 7"))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("written")))
  }

  @Test func `no child is left behind`() throws {
    let path = try encode("x.m4a")
    for _ in 0..<5 {
      var reader = try RecordingReader(path: path)
      _ = try reader.next()
    }
    // No child of this process that has ended is left to be waited for.
    var status: Int32 = 0
    let left = unsafe waitpid(-1, &status, WNOHANG)
    #expect(left <= 0)
  }
}
