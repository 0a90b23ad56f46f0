@testable import Assessment
import Foundation
import Interview
import Synchronization
import TestSupport
import Testing

/// A recogniser that is a small script, run on a sample as the line would.
private struct RecogniserFixture {
  let scratch: RecordingScratch
  let recording = Checkout.samples.appendingPathComponent("containers/webm-opus.webm").path

  init() throws { scratch = try RecordingScratch() }

  func transcriber(
    _ script: String, arguments: [String] = [], format: String? = nil, timeout: Double = 20,
    clock: @escaping @Sendable () -> Double = Self.now
  ) throws -> Transcriber {
    let path = try scratch.write(Array("#!/bin/sh\n\(script)\n".utf8), as: "recogniser")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let configuration = TranscriberConfiguration(command: [path] + arguments, format: format, timeout: timeout)
    return try Transcriber(configuration, scratch: scratch.file("scratch"), processors: 2, clock: clock)
  }

  func heard(_ script: String, arguments: [String] = [], format: String? = nil, timeout: Double = 20) throws -> String {
    let transcriber = try transcriber(script, arguments: arguments, format: format, timeout: timeout)
    defer { #expect(scratch.isEmpty("scratch")) }
    return String(decoding: try transcriber.transcribe(recording, language: .en, speaker: nil), as: UTF8.self)
  }

  /// The fault's code and detail.
  func failure(_ script: String, format: String? = nil, timeout: Double = 20) throws -> String {
    do {
      return "heard: " + (try heard(script, format: format, timeout: timeout))
    } catch let fault as Fault {
      return fault.code.code + (fault.detail.isEmpty ? "" : ": " + fault.detail)
    }
  }

  static let now: @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime }
}

extension RecordingScratch {
  fileprivate func isEmpty(_ folder: String) -> Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: file(folder)).isEmpty) ?? true
  }
}

struct TranscriberTests {
  @Test func `what the recogniser writes is the transcript, and nothing is left behind`() throws {
    #expect(try RecogniserFixture().heard("echo hello there") == "hello there\n")
  }

  @Test func `it gets the recording as WAV of 16 kHz, by its path and on standard input, and the language`() throws {
    // 44 bytes of header; RIFF, format 1, one channel, 16000 = 0x3e80 Hz, 16 bit.
    let script = #"""
      cmp -s "$1" - && echo same $2 $(head -c 4 "$1") $(od -An -tx1 -j20 -N8 "$1") $(($(wc -c <"$1") / 3200)) tenths
      """#
    let said = try RecogniserFixture().heard(script, arguments: ["{recording}", "{language}"])
    // The sample lasts 2.8 s.
    #expect(said == "same en RIFF 01 00 01 00 80 3e 00 00 28 tenths\n")
  }

  @Test func `it may write in its own folder`() throws {
    #expect(try RecogniserFixture().heard(#"echo hi >"$1/a" && mv "$1/a" b && cat "$TMPDIR/b" && rm b"#, arguments: ["{folder}"]) == "hi\n")
  }

  @Test func `a recogniser that hangs is stopped, and so is what it started`() throws {
    let mark = "\(3600 + Int.random(in: 1...100_000))"
    #expect(try RecogniserFixture().failure("sleep \(mark) & sleep \(mark)", timeout: 1) == "transcriber.timeout: 1.0 s")
    #expect(try RecogniserFixture().failure("sleep \(mark) >/dev/null 2>&1 & echo hello there") == "heard: hello there\n")
    // Nobody in the process table waits for as long as they did, once the kernel has ended them.
    var running: [String] = []
    for _ in 0..<200 {
      running = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.filter {
        (try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8))?.contains(mark) == true
      }
      if running.isEmpty { break }
      usleep(10_000)
    }
    #expect(running == [])
  }

  @Test func `a recogniser that fails gives its code, whatever it wrote before`() throws {
    #expect(try RecogniserFixture().failure("echo hello; exit 3") == "transcriber.failed: exit 3")
    #expect(try RecogniserFixture().failure("echo hello; exec /bin/false") == "transcriber.failed: exit 1")
    #expect(try RecogniserFixture().failure("ulimit -v 100; exec /usr/bin/od /dev/zero").hasPrefix("transcriber.failed"))
  }

  @Test(arguments: [
    // Closed to its owner for reading (root reads it all the same).
    "mkdir -m 300 $HOME/d; head -c 1500000 /dev/zero >$HOME/d/x; sleep 60",
    // Deeper than a path is long: 600 names of 9 bytes, where PATH_MAX is 4096.
    """
    exec python3 -c 'import os, time
    os.chdir(os.environ["HOME"])
    for _ in range(600):
        os.mkdir("d" * 8)
        os.chdir("d" * 8)
    open("x", "wb").write(bytes(1500000))
    time.sleep(60)'
    """,
  ])
  func `files in directories that cannot be listed are no way around the limit, and none is left`(script: String) throws {
    let bench = try RecogniserFixture()
    let path = try bench.scratch.write(Array("#!/bin/sh\n\(script)\n".utf8), as: "recogniser")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    var configuration = TranscriberConfiguration(command: [path], timeout: 50)
    configuration.program.largestFolder = 1 << 20
    let transcriber = try Transcriber(configuration, scratch: bench.scratch.file("scratch"), processors: 2, clock: RecogniserFixture.now)
    let fault = #expect(throws: Fault.self) { try transcriber.transcribe(bench.recording, language: .en, speaker: nil) }
    #expect(fault == Fault(CommandFaults.transcriber.flood, "{folder}"))
    #expect(bench.scratch.isEmpty("scratch"))
  }

  @Test func `a flood of output, of complaints or of files is stopped`() throws {
    #expect(try RecogniserFixture().failure("exec cat /dev/zero") == "transcriber.output-too-large")
    #expect(try RecogniserFixture().failure("head -c 3000000 /dev/zero >&2; echo hello there") == "heard: hello there\n")
    var configuration = TranscriberConfiguration(command: ["sh", "-c", "head -c 2000000 /dev/zero >big; exec sleep 3600"])
    configuration.program.largestFolder = 1 << 20
    let bench = try RecogniserFixture()
    let transcriber = try Transcriber(configuration, scratch: bench.scratch.file("scratch"), processors: 1, clock: RecogniserFixture.now)
    let fault = try #require(throws: Fault.self) { try transcriber.transcribe(bench.recording, language: nil, speaker: nil) }
    #expect(fault == Fault(CommandFaults.transcriber.flood, "{folder}"))
  }

  @Test func `garbage, nothing, and another format than configured are no transcript`() throws {
    #expect(
      try RecogniserFixture().failure("head -c 5000 /dev/zero | tr '\\0' '\\377'")
        == "transcriber.output-unusable: transcript.encoding-unknown")
    #expect(try RecogniserFixture().failure(":") == "transcriber.output-unusable: transcript.empty")
    #expect(try RecogniserFixture().failure(#"echo '{"segments": [{'"#) == "transcriber.output-unusable: transcript.unparseable")
    #expect(
      try RecogniserFixture().failure("echo usage: recogniser FILE", format: "whisper.cpp")
        == "transcriber.format-unexpected: text, expected whisper.cpp")
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/perl"), "needs perl"))
  func `it reaches no network, no other file and no other process`() throws {
    let bench = try RecogniserFixture()
    let secret = try bench.scratch.write(Array("secret".utf8), as: "secret")
    let script = """
      exec perl -e '
        exit 11 if open(my $a, "<", "/etc/passwd");
        exit 12 if open(my $b, "<", "\(secret)");
        exit 13 if open(my $c, ">", "\(secret)");
        exit 14 if socket(my $d, 2, 1, 0);
        exit 15 if kill(0, getppid());
        use POSIX; exit 16 if defined(POSIX::setsid()) && POSIX::setsid() > 0;
        print "confined as it should be\\n";
      '
      """
    #expect(try bench.heard(script) == "confined as it should be\n")
  }

  @Test func `what the configuration names may be read`() throws {
    let bench = try RecogniserFixture()
    let model = try bench.scratch.write(Array("hello from the model".utf8), as: "model")
    let path = try bench.scratch.write(Array("#!/bin/sh\nexec cat \(model)\n".utf8), as: "recogniser")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    for (reads, expected) in [([model], "hello from the model"), ([], nil)] as [([String], String?)] {
      let transcriber = try Transcriber(
        TranscriberConfiguration(command: [path], reads: reads), scratch: bench.scratch.file("scratch"), processors: 1,
        clock: RecogniserFixture.now)
      let said = try? transcriber.transcribe(bench.recording, language: nil, speaker: nil)
      #expect(said.map { String(decoding: $0, as: UTF8.self) } == expected)
    }
  }

  @Test func `one that hangs three times running rests for ten minutes`() throws {
    let time = Mutex(0.0)
    let bench = try RecogniserFixture()
    // Each look at the clock is a second on.
    let transcriber = try bench.transcriber(
      "exec sleep 3600", timeout: 2,
      clock: {
        time.withLock {
          $0 += 1
          return $0
        }
      })
    func code() -> String? {
      do throws(Fault) {
        _ = try transcriber.transcribe(bench.recording, language: nil, speaker: nil)
        return nil
      } catch { return error.code.code }
    }
    #expect([code(), code(), code(), code()] == Array(repeating: "transcriber.timeout", count: 3) + ["transcriber.resting"])
    time.withLock { $0 += 600 }
    #expect(code() == "transcriber.timeout")
  }

  @Test func `once stopped, it runs nothing any more`() throws {
    let bench = try RecogniserFixture()
    let transcriber = try bench.transcriber("echo hello there")
    transcriber.stop()
    let fault = try #require(throws: Fault.self) { try transcriber.transcribe(bench.recording, language: nil, speaker: nil) }
    #expect(fault.code == CommandFaults.transcriber.interrupted)
    #expect(fault.code.retry == .later)
  }

  @Test func `a program that is not there is told at the start`() throws {
    let scratch = try RecordingScratch()
    let fault = try #require(throws: Fault.self) {
      try Transcriber(
        TranscriberConfiguration(command: ["no-such-recogniser"]), scratch: scratch.file("s"), processors: 1, clock: RecogniserFixture.now)
    }
    #expect(fault == Fault(CommandFaults.transcriber.notStarted, "no-such-recogniser"))
  }
}
