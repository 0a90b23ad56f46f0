import Assessment
import Foundation
import Testing

extension `From the inbox to the store` {
  @Suite struct `A judge of the operator's` {
    /// Finds the first group by the longest sentence that was said. Its version is another one each time that it is asked.
    private static let script = """
      #!/usr/bin/python3
      import json, re, sys, os
      request = json.load(open(sys.argv[1]))
      quote = max(re.split('[。.,，?!？！\\n]', request['transcript']), key=len)
      groups = [{'group': g['group'], 'found': i == 0, 'quotes': [quote]} for i, g in enumerate(request['groups'])]
      print(json.dumps({'schema': 'intone.judge/1', 'judge': {'name': 'own', 'version': os.urandom(6).hex()}, 'groups': groups}))
      """

    private func judged(_ house: Installation, _ script: String) async throws {
      let path = house.root.appendingPathComponent("judge")
      try house.write(script, to: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
      let settings = try String(contentsOf: house.configuration, encoding: .utf8)
      try house.write(settings + "judge:\n  command: [\(path.path), \"{request}\"]\n", to: house.configuration)
      for file in ["q2.flac", "q2.json"] {
        try house.drop(Sample.interview("sales-c20391").appendingPathComponent(file), as: "j/\(file)")
      }
      try await house.startAndWait()
      try await house.waitForScores(["j__q2"])
    }

    private func analysis(_ house: Installation) throws -> [String: Any] {
      let answer = try house.intone("show", "j__q2", "--json").object
      return try #require(answer["analysis"] as? [String: Any])
    }

    @Test func `what it quotes is a hit marked as its own, part of the engine, and asked for once`() async throws {
      let house = try Installation(transcriptWait: 30)
      try await judged(house, Self.script)
      let first = try analysis(house)
      let engine = try #require(first["engine"] as? String)
      #expect(engine.contains("+judge.own."), "\(engine)")
      let text = try #require(first["text"] as? [String: Any])
      let groups = try #require((text["keywords"] as? [String: Any])?["groups"] as? [[String: Any]])
      let hits = groups.flatMap { $0["hits"] as? [[String: Any]] ?? [] }.filter { $0["match"] as? String == "judge" }
      #expect(hits.count == 1 && hits.allSatisfy { $0["span"] is [Any] })
      #expect(((text["judge"] as? [String: Any])?["found"] as? [String])?.count == 1)
      // A manifest has the answer scored again: by the verdict that is kept, or the version would be another.
      try house.drop(text: "candidate: c-1\nrole: sales\n", as: "j/session.yaml")
      try await eventually("the manifest is in force; it logged: \(house.logged)") {
        try house.rows("SELECT candidate FROM answer_scores WHERE answer = 'j__q2'").first?["candidate"] as? String == "c-1"
      }
      #expect(try analysis(house)["engine"] as? String == engine)
      #expect(try house.rows("SELECT engine FROM answer_scores").first?["engine"] as? String == engine)
    }

    @Test func `one that lies or fails costs the answer nothing, and says so`() async throws {
      let house = try Installation(transcriptWait: 30)
      try await judged(
        house, Self.script.replacingOccurrences(of: "'quotes': [quote]", with: "'quotes': ['words that nobody said at all']"))
      let text = try #require(try analysis(house)["text"] as? [String: Any])
      let refused = try #require((text["judge"] as? [String: Any])?["refused"] as? [[String: Any]])
      #expect(refused.map { $0["reason"] as? String } == ["not-in-transcript"])
      let broken = try Installation(transcriptWait: 30)
      try await judged(broken, "#!/bin/sh\nexit 3\n")
      let judge = try #require((try analysis(broken)["text"] as? [String: Any])?["judge"] as? [String: Any])
      #expect(judge["code"] as? String == "judge.failed" && judge["detail"] as? String == "exit 3")
      #expect(try analysis(broken)["engine"] as? String == Engine.version)
    }
  }
}
