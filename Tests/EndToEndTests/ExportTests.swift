import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What is kept through everything` {
  /// All that is held of somebody, for somebody.
  @Suite struct GivingOut {
    private func delivered() async throws -> Installation {
      let house = try Installation(transcriptWait: 30)
      try await house.startAndWait()
      try house.drop(
        text: "candidate: c-1\nquestions: [{id: q1, text: How are <files> kept?}, {id: q2, text: And who reads them?}]\n",
        as: "s-1/session.yaml")
      try house.drop(text: Sample.words, as: "s-1/q1.srt")
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try house.drop(Sample.short, as: "s-2/q1.wav")
      try await house.waitForScores(["s-1__q1", "s-2__q1"])
      try await eventually("the manifest counts") { try house.rows("SELECT 1 FROM session_scores WHERE candidate = 'c-1'").count == 1 }
      try await eventually("all is filed") { house.files(below: house.archive).count == 4 }
      let review = ["review", "s-1__q1", "--by", "anna", "--judgement", "strong", "--reason", "clear"]
      #expect(try house.intone(arguments: review).code == 0)
      #expect(try house.intone("explain", "s-1__q1").code == 0)
      return house
    }

    @Test func `an export holds what was delivered, measured, decided and read, and a page that says so in both languages`() async throws {
      let house = try await delivered()
      let target = house.root.appendingPathComponent("given")
      let reported = try house.intone("export", "--candidate", "Ｃ-1", "--to", target.path, "--json")
      #expect(reported.code == 0, "\(reported.error)")
      #expect(
        house.files(below: target) == [
          "audit.jsonl", "events.jsonl", "index.en.html", "index.zh.html", "sessions/s-1/archive/q1.srt", "sessions/s-1/archive/q1.wav",
          "sessions/s-1/archive/session.yaml", "sessions/s-1/report.en.html", "sessions/s-1/report.zh.html",
          "sessions/s-1/reviews-and-decisions.jsonl", "sessions/s-1/revisions.jsonl",
        ])
      func text(_ name: String) throws -> String { try String(contentsOf: target.appendingPathComponent(name), encoding: .utf8) }
      #expect(try Data(contentsOf: target.appendingPathComponent("sessions/s-1/archive/q1.wav")) == Data(contentsOf: Sample.short))
      #expect(try text("sessions/s-1/archive/q1.srt") == Sample.words)
      #expect(try text("sessions/s-1/revisions.jsonl").split(separator: "\n").count == reported.object["revisions"] as? Int)
      #expect(try text("sessions/s-1/reviews-and-decisions.jsonl").contains("strong"))
      for page in ["index.en.html", "index.zh.html"] {
        #expect(try text(page).contains("One recording, many containers.") && text(page).contains("anna"), "\(page)")
      }
      let (english, chinese) = (try text("index.en.html"), try text("index.zh.html"))
      // Questions by what was asked, and each missing score and answer with its reason, in words that no trade has.
      for part in [
        "How are &lt;files&gt; kept?", "there was too little speech in the recording to judge by",
        "No score is not a low score", "And who reads them?", "No answer has arrived so far.", "href=\"sessions/s-1/archive/q1.wav\"",
        "read what you said (s-1__q1)", "gave out all that is held",
      ] { #expect(english.contains(part), "\(part)") }
      for part in [
        "How are &lt;files&gt; kept?", "录音里说的话太少，无法判断", "没有得分不是低分", "还没有收到回答", "读了您说的话（s-1__q1）",
      ] { #expect(chinese.contains(part), "\(part)") }
      #expect(try text("index.zh.html").contains("不推断情绪") && !text("index.en.html").contains("s-2"))
      let entries = try text("audit.jsonl").split(separator: "\n")
      for action in ["read", "review", "export"] { #expect(entries.contains { $0.contains("\"\(action)\"") }, "\(action) in \(entries)") }
      #expect(try text("events.jsonl").contains("answer.recorded"))
      let attributes = try FileManager.default.attributesOfItem(atPath: target.appendingPathComponent("index.en.html").path)
      #expect((attributes[.posixPermissions] as? Int ?? 0) & 0o077 == 0)
      // Nothing is written over.
      #expect(try house.intone("export", "--candidate", "c-1", "--to", target.path).error.contains("export.target-exists"))
      #expect(try house.intone("export", "--candidate", "nobody", "--to", target.path + "2").code == 1)

      // The same as one file, while the daemon is down.
      try house.end(SIGTERM)
      let tar = house.root.appendingPathComponent("given.tar")
      #expect(try house.intone("export", "--candidate", "c-1", "--to", tar.path).code == 0)
      let unpacked = house.root.appendingPathComponent("unpacked")
      try FileManager.default.createDirectory(at: unpacked, withIntermediateDirectories: true)
      let untar = try Ended.running(URL(fileURLWithPath: "/usr/bin/tar"), ["-xf", tar.path, "-C", unpacked.path])
      #expect(untar.code == 0 && untar.error.isEmpty, "\(untar.error)")
      #expect(house.files(below: unpacked) == house.files(below: target))
      #expect(try Data(contentsOf: unpacked.appendingPathComponent("sessions/s-1/archive/q1.wav")) == Data(contentsOf: Sample.short))
      #expect(try house.intone("audit", "verify").code == 0)
    }
  }
}
