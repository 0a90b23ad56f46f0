import Foundation
import Testing

extension `From the inbox to the store` {
  @Suite struct Arrival {
    @Test func `a recording dropped while the daemon is down has one row after the start, and is in the archive`() async throws {
      let house = try Installation()
      try house.drop(Sample.short, as: "s1/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s1__q1"])
      try await eventually("the inbox is empty") { house.files(below: house.inbox).isEmpty }
      // The row comes before the filing.
      try await eventually("the archive has it") { house.files(below: house.archive).contains { $0.contains("q1") } }
      #expect(house.files(below: house.quarantine) == [])
    }

    @Test func `a recording written slowly in place is taken once, whole`() async throws {
      let house = try Installation(settle: 0.5)
      try await house.startAndWait()
      let bytes = try Data(contentsOf: Sample.short)
      let target = house.inbox.appendingPathComponent("slow/q1.wav")
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      let file = try FileHandle(forWritingTo: created(target))
      // Eight pieces; after each the daemon has gone over the inbox again, and has left the file alone.
      for piece in stride(from: 0, to: bytes.count, by: bytes.count / 8 + 1) {
        try file.write(contentsOf: bytes[piece..<min(bytes.count, piece + bytes.count / 8 + 1)])
        try await Task.sleep(for: .milliseconds(400))
        #expect(FileManager.default.fileExists(atPath: target.path), "taken while it was open for writing")
      }
      try file.close()
      try await house.waitForScores(["slow__q1"])
      let whole = try Ended.running(Programs.url("intone"), ["analyze", Sample.short.path, "--format", "json"]).object
      let recording = try #require(whole["recording"] as? [String: Any])
      let row = try #require(try house.scores().first)
      #expect(row["recording_sha256"] as? String == recording["sha256"] as? String)
    }

    @Test func `the daemon's own directories can be entered by their owner, and its socket has the configured mode`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s/q1.wav")
      try await house.waitForScores(["s__q1"])
      try await eventually("it is filed") { FileManager.default.fileExists(atPath: house.archive.appendingPathComponent("s").path) }
      func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
      }
      // rwx for the owner, nothing for strangers; root, which tests may run as, would not notice a directory without x.
      for folder in [
        house.inbox.appendingPathComponent(".intone/working/main/sessions"), house.archive.appendingPathComponent("s"),
      ] {
        #expect(try mode(folder.path) & 0o707 == 0o700, "\(folder.path)")
      }
      #expect(try mode(house.socket.path) == 0o660)
    }

    @Test func `a temporary name is left alone until it is renamed`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      for name in [".q1.wav", "q2.wav.part", "q3.wav.tmp", "q4.wav.filepart", "q5.wav.crdownload", ".q6.wav.a1B2c3"] {
        let target = house.inbox.appendingPathComponent("names/\(name)")
        try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Sample.short, to: target)
      }
      // Something that is taken shows that the inbox was gone over since.
      try house.drop(Sample.short, as: "other/q1.wav")
      try await house.waitForScores(["other__q1"])
      #expect(house.files(below: house.inbox.appendingPathComponent("names")).count == 6)
      let folder = house.inbox.appendingPathComponent("names")
      try FileManager.default.moveItem(at: folder.appendingPathComponent("q2.wav.part"), to: folder.appendingPathComponent("q2.wav"))
      try await house.waitForScores(["names__q2", "other__q1"])
    }

    @Test func `a recording at the top of the inbox is the same thing as one in a directory`() async throws {
      let house = try Installation()
      try house.drop(Sample.short, as: "top__q7.2.wav")
      try await house.startAndWait()
      try await house.waitForScores(["top__q7.2"])
    }

    @Test func `with a transcript the syllables come from it, without one from the sound`() async throws {
      let house = try Installation(transcriptWait: 1)
      try house.drop(text: Sample.words, as: "with/q1.srt")
      try house.drop(Sample.short, as: "with/q1.wav")
      try house.drop(Sample.short, as: "without/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["with__q1", "without__q1"])
      #expect(try house.source(of: "with__q1") == "transcript")
      #expect(try house.source(of: "without__q1") == "acoustic")
    }

    @Test func `a transcript that comes late makes a revision, and the views show it alone`() async throws {
      let house = try Installation()
      try house.drop(Sample.short, as: "late/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["late__q1"])
      #expect(try house.scores().first?["revision"] as? Int == 1)
      try house.drop(text: Sample.words, as: "late/q1.srt")
      try await eventually("the second revision") { try house.scores().first?["revision"] as? Int == 2 }
      #expect(try house.scores().count == 1)
      #expect(try house.source(of: "late__q1") == "transcript")
    }

    @Test(arguments: [true, false])
    func `the manifest's role applies, whether the manifest comes first or last`(first: Bool) async throws {
      let house = try Installation()
      let manifest = "candidate: c-1\nrole: software-engineer\nlanguage: en\n"
      try await house.startAndWait()
      if first { try house.drop(text: manifest, as: "m/session.yaml") }
      try house.drop(Sample.short, as: "m/q1.wav")
      if !first {
        try await house.waitForScores(["m__q1"])
        try house.drop(text: manifest, as: "m/session.yaml")
      }
      try await eventually("a row with the manifest's role; it logged: \(house.logged)") {
        try house.scores().map { $0["role_model"] as? String } == ["software-engineer"]
      }
      #expect(try house.scores().first?["candidate"] as? String == "c-1")
    }
  }
}

extension Installation {
  /// Where the syllables of an answer were counted, as the socket tells it.
  func source(of answer: String) throws -> String? {
    let object = try get("/v1/answers/\(answer)").object
    let analysis = object["analysis"] as? [String: Any] ?? object
    return (analysis["rate"] as? [String: Any])?["source"] as? String
  }
}
