import Documents
import Foundation
import Interview
import Testing

@testable import intone

struct StatusTextTests {
  private static func report(problems: Int, inboxes: Int, webhooks: Int) throws -> StatusDocument {
    let words = #"{"zh":"\#(String(repeating: "磁盘将满", count: 12))","en":"\#(String(repeating: "the disk is nearly full ", count: 5))"}"#
    let problem = #"{"code":"disk.nearly-full","about":"/var/lib/intone","cause":\#(words),"detail":"12 MB","action":\#(words)}"#
    func list(_ item: String, _ count: Int) -> String { "[" + Array(repeating: item, count: count).joined(separator: ",") + "]" }
    let text = """
      {"state":"\(problems == 0 ? "ok" : "degraded")","work":"running","configuration":"\(String(repeating: "a", count: 64))",
      "roots":\(list(#"{"path":"/srv/a-rather-long-name-of-a-place/for/interviews/of/the/north","site":"north","watch":"inotify","fault":null}"#, inboxes)),
      "throughput":{"answers_per_hour":312.5,"audio_s_per_s":2900},"last_success":1800000000,"last_failure":1800000000,
      "disk":{"path":"/var/lib/intone","free_bytes":71403384832,"size_bytes":270553174016},
      "retention":{"recordings_days":30,"backlog":3,"scores_days":null,"scores_backlog":0,"audit_days":1095,"audit_backlog":0},
      "webhooks":\(list(#"{"name":"ats","cursor":7,"behind":3,"delivered":4,"failures":1,"failures_in_a_row":1,"dead":1,"waiting_again":0,"fault":"webhook.refused"}"#, webhooks)),
      "attention":[],"version":"1.1.0","uptime_s":90061,"watch":"inotify",
      "decoders":{"ffmpeg":{"version":"5.1.9-0+deb12u1","files_confined":true,"calls_confined":true}},
      "done":{},"faults":{},"audio_s":90,
      "queue":{"waiting":9,"settling":1,"denied":0,"blocked":0,"held":0,"awaiting_transcript":2,"awaiting_recording":3,"backing_off":1,"ready":2,"oldest_age_s":75,
      "working":[{"id":"s-1__q1","age_s":1}]},
      "promise":{"answers":1000,"missed":2,"kept_ratio":0.998},"set_aside":{"quarantine":3,"held":1},
      "store":{"answers":120000,"revisions":130000,"sessions":30000,"events":9},
      "models":["customer-service","financial-risk-analyst","general","production-supervisor","project-manager","sales","software-engineer"],
      "last_fault":"recording.damaged","problems":\(list(problem, problems))}
      """
    return try StatusDocument(reading: text)
  }

  @Test(arguments: [(0, 1, 0), (1, 1, 1), (3, 2, 2), (12, 9, 9)], Language.allCases)
  func `it fits a terminal of 80 columns and 24 lines, and the state comes last`(_ counts: (Int, Int, Int), _ language: Language) throws {
    let text = try Self.report(problems: counts.0, inboxes: counts.1, webhooks: counts.2).text(in: language)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.count <= 23, "the shell's prompt has the last line")
    #expect(lines.allSatisfy { $0.displayWidth <= 80 }, "\(text)")
    let last = try #require(lines.last)
    let state = counts.0 == 0 ? (language == .zh ? "正常" : "ok ·") : (language == .zh ? "有问题" : "degraded (\(counts.0) problem")
    #expect(last.contains(state) && last.contains("1.1.0"), "\(last)")
    // What waits and what was set aside is there always; a problem more than has room is counted.
    #expect(text.contains(language == .zh ? "等待 9，处理中 1" : "9 waiting, 1 in work"))
    #expect(text.contains(language == .zh ? "隔离 3，暂停 1" : "3 in quarantine, 1 held"))
    if counts.0 > 0 { #expect(text.contains("[disk.nearly-full]")) }
    if counts.0 == 12 { #expect(text.contains(language == .zh ? "另有" : "more: intone status --json")) }
    if counts.0 == 0 { #expect(text.contains("software-engineer")) }
  }

  @Test func `lines are broken at spaces and between Chinese characters, and a long word where it must be`() {
    #expect("one two three".wrapped(to: 8, indent: 2) == ["one two", "  three"])
    #expect("磁盘将满 full".wrapped(to: 6) == ["磁盘将", "满", "full"])
    #expect("abcdefghij".wrapped(to: 4, indent: 1) == ["abcd", " efg", " hij"])
    #expect("".wrapped(to: 4) == [""])
  }
}
