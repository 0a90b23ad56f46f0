import Foundation
import Testing

extension `From the inbox to the store` {
  /// An operator's recogniser, and what becomes of recordings that no transcript comes for.
  @Suite struct Recogniser {
    /// As an operator would write it: CTM, which pocketsphinx writes to a file. Unless it is told to keep silences, it takes
    /// them out first, and its times are not those of the recording.
    private static let pocketsphinx = """
      echo recording >list &&
      pocketsphinx_batch -adcin yes -adchdr 44 -remove_silence no -cepdir . -cepext .wav -ctl list -ctm out.ctm >/dev/null 2>&1 && cat out.ctm
      """

    private func house(_ command: String, more: String = "") throws -> Installation {
      let house = try Installation()
      let command = try String(decoding: JSONEncoder().encode(["sh", "-c", command]), as: UTF8.self)
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      try house.write(configuration + "transcriber:\n  command: \(command)\n\(more)", to: house.configuration)
      return house
    }

    private func status(_ house: Installation) throws -> [String: Any] {
      try #require(try house.get("/v1/status").object["transcriber"] as? [String: Any])
    }

    @Test(
      .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pocketsphinx_batch"),
        "needs the Debian packages pocketsphinx and pocketsphinx-en-us: make setup installs them where there is a network"))
    func `pocketsphinx hears a recording that came without transcript, and what it heard is measured`() async throws {
      let house = try house(Self.pocketsphinx, more: "  format: ctm\n  timeout: 2m\n")
      try house.drop(text: "role: software-engineer\nlanguage: en\n", as: "heard/session.yaml")
      try house.drop(Sample.interview("engineer-c20417/q4.webm"), as: "heard/q4.webm")
      try await house.startAndWait()
      try await eventually("the second revision, with text; it logged: \(house.logged)") {
        try house.scores().first?["revision"] as? Int == 2
      }
      #expect(try house.source(of: "heard__q4") == "transcript")
      let object = try house.get("/v1/answers/heard__q4").object
      let text = try #require((object["analysis"] as? [String: Any])?["text"] as? [String: Any])
      #expect(text["format"] as? String == "ctm")
      #expect(text["language"] as? String == "en")
      try await eventually("the transcript is in the archive") {
        house.files(below: house.archive).filter { $0.hasPrefix("heard/q4") } == ["heard/q4.txt", "heard/q4.webm"]
      }
      #expect(try status(house)["transcripts"] as? Int == 1)

      // The same output, dropped by hand beside another copy of the recording, gives the same measures.
      try house.drop(house.archive.appendingPathComponent("heard/q4.txt"), as: "dropped/q4.ctm")
      try house.drop(text: "role: software-engineer\nlanguage: en\n", as: "dropped/session.yaml")
      try house.drop(Sample.interview("engineer-c20417/q4.webm"), as: "dropped/q4.webm")
      try await house.waitForScores(["dropped__q4", "heard__q4"])
      try await eventually("the dropped one has its transcript") { try house.source(of: "dropped__q4") == "transcript" }
      func measures(_ answer: String) throws -> [String] {
        try house.rows("SELECT measure, value, unknown FROM answer_measures WHERE answer = '\(answer)' ORDER BY measure").map {
          "\($0["measure"] ?? "") \($0["value"] ?? "") \($0["unknown"] ?? "")"
        }
      }
      #expect(try measures("dropped__q4") == measures("heard__q4"))
      #expect(try measures("heard__q4").contains { $0.hasPrefix("words_per_min 1") })
    }

    @Test(arguments: [
      ("exec sleep 3600", "transcriber.timeout"), ("head -c 500 /dev/zero | tr '\\0' '\\377'", "transcriber.output-unusable"),
    ])
    func `whatever a recogniser does, the recording is scored from its sound and filed`(command: String, code: String) async throws {
      let house = try house(command, more: "  timeout: 2s\n")
      try house.drop(Sample.short, as: "bad/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["bad__q1"])
      try await eventually("it is filed; it logged: \(house.logged)") { house.files(below: house.archive) == ["bad/q1.wav"] }
      #expect(try house.scores().first?["revision"] as? Int == 1)
      #expect(try house.source(of: "bad__q1") == "acoustic")
      #expect(try (status(house)["last_fault"] as? String)?.hasPrefix(code) == true)
      #expect(house.logged.contains("code=\(code)"))
      #expect(house.files(below: house.quarantine) == [])
      #expect(house.files(below: house.state.appendingPathComponent("scratch")) == [])
    }

    @Test func `stopped while the recogniser runs, the daemon ends at once, and after the next start it hears the recording`() async throws
    {
      let house = try house("exec sleep 3600", more: "  timeout: 1h\n")
      try house.drop(Sample.short, as: "again/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["again__q1"])
      #expect(try house.end(SIGTERM) == 0)
      #expect(house.files(below: house.archive) == [])
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      try house.write(configuration.replacing("exec sleep 3600", with: "echo one recording many containers"), to: house.configuration)
      try await house.startAndWait()
      try await eventually("the second revision; it logged: \(house.logged)") { try house.scores().first?["revision"] as? Int == 2 }
      #expect(try house.source(of: "again__q1") == "transcript")
    }
  }
}
