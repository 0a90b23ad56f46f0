import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `From the inbox to the store` {
  /// What a note of last week says of the audit log of today.
  @Suite struct Checkpoints {
    private func sqlite(_ house: Installation, _ order: String) throws {
      #expect(try Ended.running(URL(fileURLWithPath: "/usr/bin/sqlite3"), [house.database.path, order]).code == 0)
    }

    @Test func `a log that was cut, or begun anew, is found by an old checkpoint alone, offline too`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      for verb in ["pause", "resume", "pause", "resume"] { #expect(try house.intone(verb).code == 0) }
      let note = house.root.appendingPathComponent("checkpoint.note")
      try house.write(house.intone("audit", "checkpoint").out, to: note)
      let key = try house.intone("audit", "checkpoint", "--show-key").out.trimmingCharacters(in: .newlines)
      #expect(key.hasPrefix("intone-audit+"))
      #expect(try house.intone("pause").code == 0)
      #expect(try house.intone("audit", "verify", "--against", note.path).code == 0)
      // Offline, on the store as it lies there.
      try house.end(SIGTERM)
      let offline = ["audit", "verify", "--against", note.path, "--key", key]
      #expect(try house.intone(arguments: offline).code == 0)
      let changed = house.root.appendingPathComponent("changed.note")
      try house.write(String(contentsOf: note, encoding: .utf8).replacing("\ntime 20", with: "\ntime 19"), to: changed)
      #expect(try house.intone("audit", "verify", "--against", changed.path, "--key", key).error.contains("note.invalid"))

      try sqlite(
        house, "DROP TRIGGER audit_links_remain; DELETE FROM audit_links WHERE number > (SELECT max(number) - 5 FROM audit_links)")
      #expect(try house.intone("audit", "verify").code == 0, "the chain itself holds")
      let cut = try house.intone(arguments: offline + ["--json"])
      #expect(cut.code == 1 && cut.out.contains("\"cut\""), "\(cut.out) \(cut.error)")
      // Written anew, with other deeds in the place of those.
      try await house.startAndWait()
      for verb in ["resume", "drain", "resume", "drain", "resume"] { #expect(try house.intone(verb).code == 0) }
      #expect(try house.intone("audit", "verify").code == 0)
      let rewritten = try house.intone(arguments: offline + ["--json"])
      #expect(rewritten.code == 1 && rewritten.out.contains("\"rewritten\""), "\(rewritten.out)")
    }
  }
}
