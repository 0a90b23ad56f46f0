import Files
import Foundation
import HTTPTypes
import Interview
import Settings
import Store
import TestSupport
import Testing

@testable import Control

/// Hearing an answer: a second of a tone at 16 kHz, 16 bit, as it was filed.
@Suite struct `An answer's recording` {
  private static let wave = WAVFixture().bytes([TestSound.tone(440, seconds: 1)])

  private static func house(_ bytes: [UInt8] = wave, scored: [UInt8] = wave, roles: RoleMap = .standard) throws -> ControlFixture {
    let house = try ControlFixture(roles: roles)
    let archive = house.folder.appendingPathComponent("state/archive/s")
    try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: true)
    try Data(bytes).write(to: archive.appendingPathComponent("q1.wav"))
    try house.store.save(SessionRecord(id: OpaqueName("s"), state: .completed), at: house.now)
    _ = try house.store.record(
      AnswerRecord(
        key: AnswerKey(session: OpaqueName("s"), question: OpaqueName("q1")), site: nil, candidate: nil, engine: "test",
        recordingHash: Files.hash(scored), transcriptHash: nil, manifestHash: nil, roleModel: nil, language: .en, measures: [:],
        scorecard: nil, analysis: "{}", arrivedAt: house.now), at: house.now)
    return house
  }

  @Test func `it is given as it was filed, whole or in the part that is asked for`() async throws {
    let house = try Self.house()
    let whole = try await house.ask(.get, "/v1/answers/s__q1/recording")
    #expect(whole.status == 200 && whole.bytes == Self.wave)
    #expect(whole.headers[.contentType] == "audio/wav" && whole.headers[.acceptRanges] == "bytes")
    let part = try await house.ask(.get, "/v1/answers/s__q1/recording", headers: [.range: "bytes=44-47"])
    #expect(part.status == 206 && part.bytes == Array(Self.wave[44..<48]))
    #expect(part.headers[.contentRange] == "bytes 44-47/\(Self.wave.count)")
    let beyond = try await house.ask(.get, "/v1/answers/s__q1/recording", headers: [.range: "bytes=9000000-"])
    #expect(beyond.status == 416 && beyond.headers[.contentRange] == "bytes */\(Self.wave.count)")
  }

  @Test func `a stretch is a file of its own, from its first sample to its last`() async throws {
    let house = try Self.house()
    let stretch = try await house.ask(.get, "/v1/answers/s__q1/recording?from=0.25&to=0.5")
    // 16,000 samples a second of two bytes, behind a header of 44; the same rate, so the samples are those of the file.
    #expect(stretch.status == 200 && stretch.bytes.count == 44 + 8000)
    let (samples, expected) = (Array(stretch.bytes.dropFirst(44)), Array(Self.wave[8044..<16_044]))
    #expect(samples == expected)
    // What lies beyond the end is not there.
    #expect(try await house.ask(.get, "/v1/answers/s__q1/recording?from=0.9&to=5").bytes.count == 44 + 3200)
  }

  @Test(arguments: ["from=2&to=1", "from=-1&to=1", "to=x", "from=0", "from=0&to=1801"]) func `a stretch that is none is refused`(
    query: String
  ) async throws {
    #expect(try await Self.house().ask(.get, "/v1/answers/s__q1/recording?\(query)").code == "control.bad-request")
  }

  @Test func `each hearing is in the audit log, once however many parts it is asked for in`() async throws {
    let house = try Self.house()
    for start in stride(from: 0, to: 4000, by: 1000) {
      _ = try await house.ask(.get, "/v1/answers/s__q1/recording", headers: [.range: "bytes=\(start)-\(start + 999)"])
    }
    #expect(try house.audited().map(\.action) == ["hear"])
    house.now += 601
    _ = try await house.ask(.get, "/v1/answers/s__q1/recording?from=0&to=1")
    let whom = #""question":"q1","roles":["administrator","operator","reviewer","viewer"]}"#
    #expect(try house.audited().map(\.detail) == [#"{"from":null,"to":null,"# + whom, #"{"from":0,"to":1,"# + whom])
    #expect(try house.audited().map(\.subject) == ["s__q1", "s__q1"])
  }

  @Test func `opening the words of an answer is in the audit log by place, question and role, once in ten minutes`() async throws {
    let house = try Self.house()
    for _ in 0..<3 { #expect(try await house.ask(.get, "/v1/answers/s__q1").status == 200) }
    _ = try await house.ask(.get, "/v1/answers/s__q1/explain")
    #expect(try house.audited().map(\.action) == ["read", "read"])
    #expect(
      try house.audited().first?.detail
        == #"{"by":"answer","question":"q1","roles":["administrator","operator","reviewer","viewer"]}"#)
    house.now += 601
    _ = try await house.ask(.get, "/v1/answers/s__q1")
    #expect(try house.audited().count == 3)
    // Scores alone are no words.
    _ = try await house.ask(.get, "/v1/sessions/s")
    #expect(try house.audited().count == 3)
  }

  @Test func `it is for reviewers, and a file that is not the one that was scored is not played`() async throws {
    let house = try Self.house()
    house.peer = ControlFixture.member
    #expect(try await house.ask(.get, "/v1/answers/s__q1/recording").status == 403)
    let other = try Self.house(scored: [1, 2, 3])
    // However often it is asked for.
    for _ in 0..<2 { #expect(try await other.ask(.get, "/v1/answers/s__q1/recording").code == "archive.altered") }
    #expect(try other.audited().isEmpty)
  }

  /// 150 s of 16 kHz and 16 bit are 4.8 MB, more than one part.
  @Test func `a long one is given whole to who asks for all of it, and in parts to who asks for a range`() async throws {
    let long = WAVFixture().bytes([TestSound.tone(440, seconds: 150)])
    let house = try Self.house(long, scored: long)
    let whole = try await house.ask(.get, "/v1/answers/s__q1/recording")
    #expect(whole.status == 200 && whole.headers[.contentRange] == nil)
    let isSame = whole.bytes == long
    #expect(isSame)
    let part = try await house.ask(.get, "/v1/answers/s__q1/recording", headers: [.range: "bytes=0-"])
    #expect(part.status == 206 && part.headers[.contentRange] == "bytes 0-4194303/\(long.count)")
  }

  @Test func `one that is not kept says so`() async throws {
    let house = try ControlFixture()
    try house.seed(OpaqueName("s"))
    #expect(try await house.ask(.get, "/v1/answers/s__q1/recording").code == "recording.not-kept")
    #expect(try await house.ask(.get, "/v1/answers/s__q2/recording").code == "control.not-found")
  }

  @Test(arguments: [
    (Array("RIFF....WAVE".utf8), "audio/wav"), (Array("fLaC".utf8), "audio/flac"), (Array("OggS".utf8), "audio/ogg"),
    (Array("ID3.".utf8), "audio/mpeg"), ([0xFF, 0xFB, 0x90, 0], "audio/mpeg"), (Array("....ftypM4A ".utf8), "audio/mp4"),
    ([0x1A, 0x45, 0xDF, 0xA3] + Array("....webm".utf8), "audio/webm"),
  ]) func `browsers play these as they are`(head: [UInt8], type: String) {
    #expect(RecordingRoutes.mediaType(head) == type)
  }

  @Test(arguments: ["#!AMR\n", "FORM....AIFF", "RIFF....AVI ", "\u{1A}E\u{A3}matroska"]) func `others are decoded`(head: String) {
    #expect(RecordingRoutes.mediaType(Array(head.utf8)) == nil)
  }

  /// RFC 9110, 14.1.2, of 100 bytes.
  @Test(arguments: [
    ("bytes=0-9", 0..<10), ("bytes=90-", 90..<100), ("bytes=-5", 95..<100), ("bytes=90-500", 90..<100), ("bytes=-500", 0..<100),
    ("bytes=0-99999999999999999999", 0..<100), ("bytes=-99999999999999999999", 0..<100), ("bytes=0-0", 0..<1),
  ]) func `a range is read as the standard says`(header: String, range: Range<Int>) {
    #expect(ByteRange(header, of: 100) == .part(range))
  }

  @Test(arguments: [
    nil, "bytes=0-1,5-6", "lines=0-1", "bytes=9-1", "bytes=-", "bytes=", "bytes=--1", "bytes=+1-2", "bytes=0x0-1", "bytes= 0-1",
    "bytes=1-2-3", "",
  ]) func `what is no range, or several, is the whole`(header: String?) {
    #expect(ByteRange(header, of: 100) == .whole)
  }

  @Test(arguments: ["bytes=100-", "bytes=-0", "bytes=200-300", "bytes=9223372036854775807-", "bytes=99999999999999999999-"])
  func `a range beyond the end is none`(header: String) {
    #expect(ByteRange(header, of: 100) == .nothing)
  }
}
