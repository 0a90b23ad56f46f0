import Foundation
import Testing

private let promtool = URL(fileURLWithPath: "/usr/bin/promtool")
private let hasPromtool = FileManager.default.isExecutableFile(atPath: promtool.path)

extension `What people and programs ask` {
  @Suite(.enabled(if: hasPromtool, "promtool is not installed (Debian package prometheus)")) struct Monitoring {
    @Test func `Prometheus' own checker finds nothing in the metrics of a daemon that has worked`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      let page = try house.get("/metrics").out
      #expect(page.contains("intone_latency_seconds_count 1\n"))
      #expect(!page.contains("s-1"))
      let file = house.root.appendingPathComponent("metrics")
      try house.write(page, to: file)
      let checked = try Ended.running(URL(fileURLWithPath: "/bin/sh"), ["-c", "promtool check metrics < '\(file.path)'"])
      #expect(checked.code == 0, "\(checked.out) \(checked.error)")
    }

    @Test func `the alert rules are valid, and rules and dashboard ask only for metrics that are there`() async throws {
      let folder = Programs.repository.appendingPathComponent("packaging/monitoring")
      let rules = folder.appendingPathComponent("intone.rules.yaml")
      let checked = try Ended.running(promtool, ["check", "rules", rules.path])
      #expect(checked.code == 0, "\(checked.out) \(checked.error)")
      let house = try Installation()
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      // Nobody listens there: a receiver's metrics are there from the start.
      try house.write(configuration + "webhooks:\n  - {name: ats, url: \"http://127.0.0.1:9/\"}\n", to: house.configuration)
      try await house.startAndWait()
      let page = try house.get("/metrics").out
      var used: Set<String> = []
      for file in [rules, folder.appendingPathComponent("intone.dashboard.json")] {
        let text = try String(contentsOf: file, encoding: .utf8)
        let asked = Set(text.matches(of: /\bintone_[a-z_]+/).map { String($0.output) })
        #expect(asked.count > 4)
        for name in asked {
          let family = name.replacing(/_(bucket|sum|count)$/, with: "")
          #expect(page.contains("# TYPE \(family) "), "\(name) in \(file.lastPathComponent)")
          used.insert(family)
        }
      }
      let all = Set(page.matches(of: /TYPE (intone_[a-z_]+)/).map { String($0.1) })
      #expect(all.count > 20)
      #expect(all.subtracting(used) == [], "a metric that no panel and no alert looks at")
    }
  }
}
