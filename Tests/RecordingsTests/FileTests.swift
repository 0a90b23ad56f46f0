import Foundation
import Glibc
import Interview
import Recordings
import Signal
import TestSupport
import Testing

@Suite struct `The file itself` {
  let scratch: RecordingScratch

  init() throws { scratch = try RecordingScratch() }

  @Test func `what is no regular file is neither followed nor opened`() throws {
    let real = try scratch.write(WAVFixture().bytes([[0.1, 0.2]]), as: "real.wav")
    try FileManager.default.createSymbolicLink(atPath: scratch.file("link.wav"), withDestinationPath: real)
    #expect(unsafe mkfifo(scratch.file("fifo.wav"), 0o600) == 0)
    #expect(code(of: scratch.file("link.wav")) == "recording.is-not-a-file")
    #expect(code(of: scratch.file("fifo.wav")) == "recording.is-not-a-file")
    #expect(code(of: scratch.path) == "recording.is-not-a-file")
    #expect(code(of: "/dev/zero") == "recording.is-not-a-file")
  }

  @Test func `what is not there has vanished`() {
    #expect(code(of: scratch.file("none.wav")) == "recording.vanished")
    #expect(code(of: "") == "recording.vanished")
    #expect(code(of: String(repeating: "x", count: 5000)) == "recording.vanished")
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func `a file that may not be read says so`() throws {
    let path = try scratch.write(WAVFixture().bytes([[0.1]]))
    #expect(unsafe chmod(path, 0) == 0)
    #expect(code(of: path) == "recording.unreadable")
  }

  @Test func `a name need not be text`() throws {
    let path = try scratch.write(WAVFixture().bytes([TestSound.tone(150, seconds: 1)]))
    let odd = Array(scratch.file("").utf8) + [0xFF, 0x20, 0xE4]
    #expect(unsafe rename(path, odd.map { CChar(bitPattern: $0) } + [0]) == 0)
    var reader = try RecordingReader(pathBytes: odd)
    var count = 0
    while let block = try reader.next() { count += block.count }
    #expect(count == 16_000)
  }

  @Test func `a descriptor's file is read wherever its offset and its name are`() throws {
    let path = try scratch.write(WAVFixture().bytes([TestSound.tone(150, seconds: 1)]))
    let descriptor = unsafe open(path, O_RDONLY)
    defer { close(descriptor) }
    lseek(descriptor, 1000, SEEK_SET)
    #expect(unsafe unlink(path) == 0)
    var reader = try RecordingReader(descriptor: descriptor)
    var count = 0
    while let block = try reader.next() { count += block.count }
    #expect(count == 16_000)
    #expect(lseek(descriptor, 0, SEEK_CUR) == 1000)
  }

  @Test func `a file that is still being written is to be tried again`() throws {
    let path = try scratch.write(WAVFixture().bytes([TestSound.tone(150, seconds: 1)]))
    var reader = try RecordingReader(path: path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([1, 2, 3, 4]))
    var fault: Fault?
    do throws(Fault) { while try reader.next() != nil {} } catch { fault = error }
    #expect(fault?.code == .recordingChanged)
    #expect(fault?.code.retry == .later)
  }

  @Test func `reading on after the end gives nothing`() throws {
    var reader = try RecordingReader(path: scratch.write(WAVFixture().bytes([[0.5, 0.25]])))
    #expect(!reader.facts.isComplete)
    #expect(try reader.next() == [0.5, 0.25])
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
    #expect(reader.facts.isComplete)
  }

  /// Three hours of silence at 8 kHz, 173 MB, written as a hole; a block of it is what memory holds.
  @Test func `a long recording comes in short blocks`() throws {
    var fixture = WAVFixture()
    fixture.sampleRate = 8_000
    fixture.declaredBytes = 3 * 3600 * 16_000
    let path = try scratch.write(fixture.bytes([[]]))
    #expect(unsafe truncate(path, off_t(44 + 3 * 3600 * 16_000)) == 0)
    var reader = try RecordingReader(path: path)
    var block: [Float] = []
    var longest = 0
    while try reader.read(into: &block) { longest = max(longest, block.count) }
    #expect(reader.facts.decodedDuration == 10_800)
    #expect(longest <= 16_384)
  }
}
