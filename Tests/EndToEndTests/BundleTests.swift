import Foundation
import Testing

extension `What people and programs ask` {
  @Suite struct `A support bundle` {
    @Test func `holds nothing of anybody: no name, no word, no address, no command`() async throws {
      let house = try Installation()
      let judge = house.root.appendingPathComponent("our-secret-judge")
      try house.write("#!/bin/sh\nexit 1\n", to: judge)
      var configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      configuration = configuration.replacingOccurrences(of: "role: sales", with: "role: sales\n    site: shanghai-hr")
      configuration += "webhooks:\n  - {name: ats-of-acme, url: 'https://ats.acme.example/hook?token=s3cret'}\n"
      configuration += "judge: {command: [\(judge.path)]}\n"
      try house.write(configuration, to: house.configuration)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: judge.path)
      try house.drop(text: "candidate: wang-xiaoming\nrole: sales\n", as: "interview-wang/session.yaml")
      try house.drop(Sample.interview("sales-c20391/q1.opus"), as: "interview-wang/frage-eins.opus")
      try house.drop(Sample.interview("sales-c20391/q1.json"), as: "interview-wang/frage-eins.json")
      try house.drop(text: "no recording", as: "broken-li/kaputt.wav")
      try house.drop(text: "colour: red\n", as: "held-zhao/session.yaml")
      try house.drop(Sample.short, as: "held-zhao/wartet.wav")
      try await house.startAndWait()
      try await house.waitForScores(["interview-wang__frage-eins"])
      try await eventually("one is set aside, one is held") {
        try house.intone("quarantine").out.contains("kaputt") && house.intone("queue").out.contains("held-zhao")
      }
      #expect(
        try house.intone("review", "interview-wang__frage-eins", "--by", "reviewer-anna", "--judgement", "gut-so", "--reason", "klar").code
          == 0)
      let file = house.root.appendingPathComponent("bundle.json")
      let made = try house.intone("bundle", file.path, "--config", house.configuration.path, "--lang", "en")
      #expect(made.code == 0, "\(made.error)")
      let text = try String(contentsOf: file, encoding: .utf8)
      for word in [
        "wang", "xiaoming", "frage", "broken-li", "kaputt", "zhao", "wartet", "anna", "gut-so", "klar", "acme", "s3cret", "secret",
        "shanghai", "客户", "对账", house.root.path, NSUserName() == "root" ? "no-such-user" : NSUserName(),
      ] { #expect(!text.contains(word), "\(word)") }
      let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let status = try #require(object["status"] as? [String: Any])
      // What helps is there: how many, which codes, how it goes.
      #expect((status["attention"] as? [String])?.contains("session.manifest-unreadable") == true)
      // The broken recording, and the manifest that cannot be read.
      #expect((status["done"] as? [String: Int])?["quarantined"] == 2)
      #expect((object["metrics"] as? String)?.contains("intone_build_info") == true)
      #expect((object["doctor"] as? [Any])?.isEmpty == false && (object["settings_changed"] as? [String])?.contains("inbox") == true)
      // Readable for whoever made it alone; and without a daemon there is still one.
      #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
      #expect(try house.end(SIGTERM) == 0)
      #expect(try house.intone("bundle", "-", "--config", house.configuration.path).object["status"] is NSNull)
    }

    @Test func `an answer that its candidate declined can be heard, and says why there is nothing else`() async throws {
      let house = try Installation()
      try house.drop(text: "candidate: c-1\nrole: sales\nconsent: {declined: [q1]}\n", as: "s/session.yaml")
      try house.drop(Sample.short, as: "s/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s__q1"])
      #expect(try house.status(of: "/v1/answers/s__q1/recording") == "200")
      #expect(try house.intone("show", "s__q1", "--lang", "zh").out.contains("候选人谢绝机器分析"))
      #expect(try house.intone("explain", "s__q1", "--for", "candidate", "--lang", "en").out.contains("You declined the analysis"))
      #expect(try house.rows("SELECT overall, engine FROM answer_scores").first?["overall"] is NSNull)
      #expect(try house.rows("SELECT DISTINCT unknown FROM answer_measures").map { $0["unknown"] as? String } == ["consent.declined"])
    }
  }
}
