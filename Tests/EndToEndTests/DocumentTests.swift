import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What people and programs ask` {
  /// What people are given of many answers, and pages: made by the daemon for whoever may not open the store.
  @Suite struct `Documents over the socket` {
    @Test func `what the daemon makes is byte for byte what is made of its store`() async throws {
      let house = try Installation()
      for (session, candidate) in [("s", "c-1"), ("张三 面试", "c-2")] {
        try house.drop(text: "candidate: \(candidate)\nrole: sales\n", as: "\(session)/session.yaml")
      }
      for file in ["q1.json", "q1.opus", "q2.json", "q2.flac"] {
        try house.drop(Sample.interview("sales-c20391").appendingPathComponent(file), as: "s/" + file)
      }
      try house.drop(Sample.short, as: "张三 面试/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s__q1", "s__q2", "张三 面试__q1"])
      let made = { (name: String) in house.root.appendingPathComponent(name) }
      try house.write("candidate,outcome\nc-1,1\nc-2,0\n", to: made("outcomes.csv"))
      try house.write("candidate,gender\nc-1,a\nc-2,b\n", to: made("groups.csv"))
      #expect(try house.intone("stats", "freeze", "sales", "--fewest", "2").code == 0)
      #expect(
        try house.intone("review", "s__q1", "--by", "anna", "--judgement", "strong", "--reason", "clear").code == 0)
      let calls = [
        ["report", "s", "--output", "-", "--lang", "zh"], ["report", "张三 面试", "--output", "-", "--lang", "en", "--scale", "10"],
        ["compare", "s", "张三 面试", "--lang", "zh"], ["compare", "s", "s__q1", "--format", "csv", "--lang", "en"],
        ["compare", "s", "张三 面试", "--json"], ["stats", "--lang", "en"], ["stats", "--format", "csv", "--lang", "zh"], ["stats", "--json"],
        ["calibrate", "--outcomes", made("outcomes.csv").path, "--role", "sales", "--json"],
        ["fairness", "--groups", made("groups.csv").path, "--role", "sales", "--lang", "en"],
        ["stats", "answer", "s__q1", "--lang", "en"], ["stats", "answer", "s__q1", "--json"], ["show", "s", "--lang", "en"],
      ]
      let asked = try calls.map { try house.intone(arguments: $0) }
      let read = try calls.map { try house.intone(arguments: $0 + ["--store", house.database.path]) }
      try house.end(SIGTERM)
      let alone = try calls.map { try house.intone(arguments: $0) }
      for (index, call) in calls.enumerated() {
        #expect(asked[index].code == 0 && asked[index].out.count > 40, "\(call): \(asked[index].error)")
        #expect(asked[index].out == read[index].out, "\(call)")
        #expect(asked[index].out == alone[index].out, "\(call)")
        #expect(asked[index].error.isEmpty && read[index].error.isEmpty, "\(call): \(asked[index].error) \(read[index].error)")
        #expect(
          alone[index].error.contains("the daemon is down") || alone[index].error.contains("守护进程未运行"), "\(call): \(alone[index].error)")
      }
      #expect(asked[0].out.hasPrefix("<!doctype html>") && asked[0].out.contains("anna"))
    }

    @Test func `a model other than the daemon's calibrates nothing, and a reload mends it`() async throws {
      let house = try Installation()
      for file in ["q1.json", "q1.opus"] { try house.drop(Sample.interview("sales-c20391").appendingPathComponent(file), as: "s/" + file) }
      try await house.startAndWait()
      try await house.waitForScores(["s__q1"])
      let outcomes = house.root.appendingPathComponent("outcomes.csv")
      try house.write("candidate,outcome\ns,1\n", to: outcomes)
      let file = house.models.appendingPathComponent("sales.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let version = try #require(text.firstMatch(of: /version: "([0-9.]+)"/)?.output)
      try house.write(text.replacing(version.0, with: "version: \"9.9\""), to: file)
      let arguments = ["calibrate", "--outcomes", outcomes.path, "--role", "sales", "--lang", "en"]
      let refused = try house.intone(arguments: arguments)
      #expect(refused.code == 1 && refused.out.isEmpty)
      #expect(refused.error.contains("[model.not-in-force]") && refused.error.contains("sales: 9.9, \(version.1)"), "\(refused.error)")
      #expect(try house.intone("reload").code == 0)
      let reported = try house.intone(arguments: arguments)
      #expect(reported.code == 0 && reported.out.hasPrefix("0 people have both a score and an outcome"), "\(reported)")
      #expect(reported.error.contains("another version of the model scored 1 more: left out"), "\(reported.error)")
    }
  }
}
