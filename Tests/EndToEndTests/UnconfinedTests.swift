import Foundation
import Testing

extension `From the inbox to the store` {
  /// A kernel without Landlock, played by a system-call filter that answers as such a kernel does.
  @Suite struct `Where the kernel cannot lock a decoder in` {
    private static let wrapper = [
      "/usr/bin/python3", "-c",
      """
      import ctypes, os, platform, struct, sys
      statement = lambda code, value, yes=0, no=0: struct.pack("HBBI", code, yes, no, value)
      # landlock_create_ruleset is 444 everywhere; ENOSYS is 38.
      code = statement(0x20, 0) + statement(0x15, 444, 0, 1) + statement(6, 0x00050000 | 38) + statement(6, 0x7FFF0000)
      buffer = ctypes.create_string_buffer(code)
      program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer)))
      libc = ctypes.CDLL(None, use_errno=True)
      assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, program, 0, 0) == 0
      os.execv(sys.argv[1], sys.argv[1:])
      """,
    ]

    @Test func `a recording that needs ffmpeg waits, others are scored, and the state is degraded`() async throws {
      let house = try Installation()
      try house.start(through: Self.wrapper)
      try house.drop(Sample.container.appendingPathComponent("m4a-aac.m4a"), as: "s/q1.m4a")
      try house.drop(Sample.short, as: "s/q2.wav")
      try await house.waitForScores(["s__q2"])
      try await eventually("the recording is put off; it logged: \(house.logged)") {
        house.logged.contains("recording.decoder-unconfined") && house.files(below: house.inbox) == ["s/q1.m4a"]
      }
      let status = try house.intone("status", "--json")
      #expect(status.code == 4)
      #expect(try status.object["state"] as? String == "degraded")
      let problems = try #require(try status.object["problems"] as? [[String: Any]])
      #expect(problems.contains { $0["code"] as? String == "recording.decoder-unconfined" && $0["about"] as? String == "decoders" })
      // The doctor, whom nothing is denied here, goes by what the daemon found.
      let found = try sandbox(house)
      #expect(found.state == "problem" && found.text == "the kernel does not grant: Landlock")
    }

    @Test func `an operator who trusts every sender may have it read all the same`() async throws {
      let house = try Installation()
      try house.write(try String(contentsOf: house.configuration, encoding: .utf8) + "decoder: any\n", to: house.configuration)
      try house.start(through: Self.wrapper)
      try house.drop(Sample.container.appendingPathComponent("m4a-aac.m4a"), as: "s/q1.m4a")
      try await house.waitForScores(["s__q1"])
      // As they asked for it is no problem, and needs no advice to ask for it; it is told all the same.
      let status = try house.intone("status", "--json").object
      #expect(status["state"] as? String == "ok", "\(status["problems"] ?? "")")
      let decoders = try #require(status["decoders"] as? [String: [String: Any]])
      #expect(decoders["ffmpeg"]?["files_confined"] as? Bool == false && decoders["ffmpeg"]?["action"] is NSNull)
      let text = try house.intone("status", "--lang", "en").out
      #expect(text.contains("not confined, as decoder: any allows") && !text.contains("set decoder: any"), "\(text)")
      let found = try sandbox(house)
      #expect(found.state == "warning" && found.text == "the kernel does not grant: Landlock")
    }

    @Test func `the doctor tries the kernel itself where no daemon answers`() throws {
      let house = try Installation()
      #expect(try sandbox(house, through: Self.wrapper).text == "the kernel does not grant: Landlock")
    }

    private func sandbox(_ house: Installation, through wrapper: [String] = []) throws -> (state: String?, text: String?) {
      let command =
        wrapper + [Programs.url("intone").path, "doctor", "--config", house.configuration.path, "--json", "--socket", house.socket.path]
      let ended = try Ended.running(URL(fileURLWithPath: command[0]), Array(command.dropFirst()))
      let findings = try #require(try ended.object["findings"] as? [[String: Any]])
      let finding = try #require(findings.first { $0["about"] as? String == "decoder sandbox" })
      return (finding["state"] as? String, (finding["text"] as? [String: String])?["en"])
    }
  }
}
