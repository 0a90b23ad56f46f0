import Documents
import Foundation
import HTTPTypes
import Interview
import Synchronization
import Testing

@testable import Desk

@Suite struct `The desk` {
  @Test func `a stranger's connection that stood longest goes for a new one, and a visitor's never`() {
    final class Connection: Sendable {}
    let all = (0..<DeskSlots.count + 3).map { _ in Connection() }
    let ids = all.map { ObjectIdentifier($0) }
    var positions = DeskSlots()
    for id in ids.prefix(DeskSlots.count) { #expect(positions.enter(id) == .free) }
    positions.know(ids[0])
    #expect(positions.enter(ids[DeskSlots.count]) == .insteadOf(ids[1]))
    positions.leave(ids[1])
    #expect(positions.enter(ids[DeskSlots.count + 1]) == .insteadOf(ids[2]))
    positions.leave(ids[0])
    #expect(positions.enter(ids[DeskSlots.count + 2]) == .free)
    for id in ids { positions.know(id) }
    // Nobody who was let in goes for a stranger.
    #expect(positions.enter(ids[1]) == .none)
  }

  @Test func `an address lets one browser in, once, and nobody else sees anything`() async throws {
    let house = DeskHouse()
    #expect(try await house.get("/desk/interviews").status == 403)
    let address = house.entrance
    try await house.enter()
    #expect(try await house.get("/desk/interviews").status == 200)
    // Used already; the next visitor's is another.
    #expect(try await DeskHouse().get(address).status == 403)
    #expect(try await house.get(address).status == 403)
    #expect(house.entrance != address)
  }

  @Test func `who has not come for four hours comes in again`() async throws {
    let house = DeskHouse()
    try await house.enter()
    house.wait(DeskVisitors.idleTime - 1)
    #expect(try await house.get("/desk/running").status == 200)
    house.wait(DeskVisitors.idleTime)
    #expect(try await house.get("/desk/running").status == 403)
  }

  @Test func `a name of somebody else's that leads here is not answered`() async throws {
    let house = DeskHouse()
    try await house.enter()
    #expect(try await house.get("/desk/running", host: "evil.example:8900").status == 403)
    #expect(try await house.get("/desk/running", host: "localhost:8900").status == 200)
  }

  @Test func `every page forbids what comes from elsewhere, inline scripts, frames and being kept`() async throws {
    let house = DeskHouse()
    try await house.enter()
    for path in ["/desk/running", "/desk/nothing", "/desk/desk.js"] {
      let headers = try await house.get(path).headers
      let policy = try #require(headers[.contentSecurityPolicy])
      #expect(policy.hasPrefix("default-src 'none';") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
      #expect(headers[.xContentTypeOptions] == "nosniff" && headers[.cacheControl] == "no-store")
    }
    #expect(try await house.get("/desk/nothing").status == 404)
  }

  @Test func `a decision is sent with its reason under the account's name`() async throws {
    let house = DeskHouse()
    try await house.enter()
    house.give("/v1/sessions/s%2F1", Self.session(candidate: "c1"))
    let answer = try await house.post(
      "/desk/interviews/s%2F1/decision", ["seen": "0", "judgement": "next-round", "reason": "clear & calm\r\nsecond line"])
    #expect(answer.status == 303)
    #expect(answer.headers[.location] == "/desk/interviews/s%2F1")
    let acted = house.source.acted.withLock { $0 }
    #expect(acted.map(\.target) == ["/v1/sessions/s%2F1/review"])
    let wish = try Wishes.Review(reading: acted.first?.body ?? "")
    #expect([wish.reviewer, wish.judgement, wish.reason] == ["anna", "next-round", "clear & calm\nsecond line"])
  }

  @Test(arguments: [("0", 409, 0), ("1", 303, 1)]) func `nobody decides without having seen what was decided meanwhile`(
    seen: String, status: Int, sent: Int
  ) async throws {
    let house = DeskHouse()
    try await house.enter()
    house.give(
      "/v1/sessions/s",
      Self.session(candidate: "c1").replacing(
        #""reviews":[]"#,
        with: #""reviews":[{"number":1,"reviewer":"bob","judgement":"hold","reason":"too early","time":"2026-11-01T08:00:00Z"}]"#))
    let answer = try await house.post("/desk/interviews/s/decision", ["seen": seen, "judgement": "decline", "reason": "why"])
    #expect(answer.status == status && house.source.acted.withLock { $0.count } == sent)
    #expect(answer.text.contains("bob, hold, too early") == (status == 409))
  }

  @Test(arguments: ["", String(repeating: "0", count: 64)]) func `a form that this page did not make does nothing`(token: String)
    async throws
  {
    let house = DeskHouse()
    try await house.enter()
    for path in ["/desk/interviews/s/decision", "/desk/answers/a/review", "/desk/running/work", "/desk/running/retry"] {
      #expect(try await house.post(path, ["form": token, "judgement": "x", "reason": "y", "id": "z"]).status == 403)
    }
    #expect(house.source.acted.withLock { $0.isEmpty })
  }

  @Test func `names, questions and transcripts are text, whatever stands in them`() async throws {
    let house = DeskHouse()
    let evil = #"<script>alert(1)</script>\"'"#
    house.give("/v1/sessions/s", Self.session(candidate: evil))
    house.give("/v1/answers/s__q1", Self.answer(question: evil, text: evil))
    house.give("/v1/answers/s__q1/explain", Self.explanation(evil))
    try await house.enter()
    let page = try await house.get("/desk/interviews/s").text
    #expect(!page.contains("<script>alert"))
    #expect(page.components(separatedBy: "&lt;script&gt;alert").count > 4)
  }

  @Test func `who may see scores and no words has the page without them`() async throws {
    let house = DeskHouse()
    house.give("/v1/sessions/s", Self.session(candidate: "c1"))
    house.give("/v1/answers/s__q1", DeskHouse.problem("access.denied", status: 403), status: 403)
    house.give("/v1/answers/s__q1/explain", DeskHouse.problem("access.denied", status: 403), status: 403)
    try await house.enter()
    let answer = try await house.get("/desk/interviews/s")
    #expect(answer.status == 200)
    #expect(answer.text.contains("61.5") && !answer.text.contains("<audio"))
  }

  @Test func `an answer that was imported without its analysis has a page with its score`() async throws {
    let house = DeskHouse()
    house.give("/v1/sessions/s", Self.session(candidate: "c1"))
    house.give("/v1/answers/s__q1", "{\(Self.header),\"analysis\":{}}")
    house.give("/v1/answers/s__q1/explain", Self.explanation(""))
    try await house.enter()
    let answer = try await house.get("/desk/interviews/s")
    #expect(answer.status == 200 && answer.text.contains("61.5") && !answer.text.contains("<audio"))
  }

  @Test func `a fault is shown with its cause, its remedy and its code`() async throws {
    let house = DeskHouse()
    house.give(
      "/v1/compare",
      DeskHouse.problem("compare.model", status: 400, cause: "different models", action: "score again", detail: "a, b"), status: 400)
    try await house.enter()
    let answer = try await house.get("/desk/compare?id=a&id=b")
    #expect(answer.status == 400)
    for part in ["different models", "score again", "compare.model", "a, b"] { #expect(answer.text.contains(part)) }
  }

  /// 60 to 70 and 65 to 75 have 65 to 70 in common; 60 to 64 and 65 to 75 have nothing.
  @Test(arguments: [(70.0, true), (64.0, false)]) func `a difference smaller than the intervals is said to be none`(
    high: Double, isClose: Bool
  ) async throws {
    let house = DeskHouse()
    let rest = #""reviews":{},"missing":[],"left_out":[],"by_question":{}"#
    house.give(
      "/v1/compare",
      """
      {"questions":["q1"],"dimensions":[],"notes":[],"candidates":[
      {"session":"a","candidate":"a","overall":62,"low":60,"high":\(high),"dimensions":{},\(rest)},
      {"session":"b","candidate":"b","overall":70,"low":65,"high":75,"dimensions":{},\(rest)}]}
      """)
    try await house.enter()
    let text = try await house.get("/desk/compare?id=a&id=b").text
    #expect(text.contains("no difference can be told") == isClose)
  }

  /// 60 to 66 and 65 to 75 have a value in common, 80 to 90 has none with either.
  @Test func `of three of whom two cannot be told apart these two are named`() async throws {
    let house = DeskHouse()
    let rest = #""dimensions":{},"reviews":{},"missing":[],"left_out":[],"by_question":{}"#
    let people = [("ann", 62, 60, 66), ("ben", 70, 65, 75), ("cid", 85, 80, 90)].map { name, score, low, high in
      "{\"session\":\"s-\(name)\",\"candidate\":\"\(name)\",\"overall\":\(score),\"low\":\(low),\"high\":\(high),\(rest)}"
    }
    house.give("/v1/compare", #"{"questions":["q1"],"dimensions":[],"notes":[],"candidates":[\#(people.joined(separator: ","))]}"#)
    try await house.enter()
    let text = try await house.get("/desk/compare?id=s-ann&id=s-ben&id=s-cid").text
    #expect(text.contains("<li>ann and ben</li>") && !text.contains("and cid") && text.components(separatedBy: "can be told").count == 2)
  }

  @Test func `the candidate's page is the document that a program gets, in the visitor's language, with a file to send`() async throws {
    let house = DeskHouse()
    house.give(
      "/v1/sessions/s/feedback",
      #"""
      {"session":"s","candidate":"c1","strengths":[{"zh":"流畅度","en":"Fluency"}],"attempts":[],"questions":[],"steps":[
      {"code":"rate.high","what":{"zh":"语速偏快","en":"you spoke rather fast"},"advice":{"zh":"慢","en":"Speak slower"},"answer":"s__q1",
      "question":{"zh":"问","en":"Tell us <b>"},"spans":[[1,2]]}]}
      """#)
    house.give("/v1/sessions/s/report?for=candidate&lang=en", "<html>one file")
    try await house.enter()
    let text = try await house.get("/desk/interviews/s/candidate").text
    for part in ["<li>Fluency</li>", "Speak slower", "you spoke rather fast", "Tell us &lt;b&gt; · 0:01–0:02"] {
      #expect(text.contains(part), "\(part)")
    }
    let file = try await house.get("/desk/interviews/s/candidate/file")
    #expect(file.text == "<html>one file" && file.headers[.contentDisposition] == "attachment; filename=\"feedback.html\"")
  }

  @Test func `a recording is passed on in the part that the player asks for`() async throws {
    let house = DeskHouse()
    house.give("/v1/answers/s__q1/recording", "RIFF", status: 206)
    try await house.enter()
    let answer = try await house.get("/desk/answers/s__q1/recording?from=1&to=2", headers: [.range: "bytes=0-3"])
    #expect(answer.status == 206 && answer.text == "RIFF")
    #expect(house.source.ranges.withLock { $0 } == ["bytes=0-3"])
  }

  @Test func `the running page tells how fast it works and when the disk is full`() async throws {
    let house = DeskHouse()
    try await house.enter()
    let text = try await house.get("/desk/running").text
    for part in ["<td>1250</td>", "<td>812 ×</td>", "<td>97.5 %</td>", "10 interviews, 40 answers", "12 GB / 250 GB", "<td>31 days</td>"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func `the running page tells of each server of the fleet, of what somebody has put aside, and when a pause ends`() async throws {
    let house = DeskHouse()
    house.give(
      "/v1/status",
      DeskHouse.status.replacing(#""work":"running""#, with: #""work":"paused","resumes_at":1800003600"#).replacing(
        #""problems":[]"#,
        with: #"""
          "problems":[],"acknowledged":[{"code":"disk.low","cause":{"zh":"","en":"little room"},"action":{"zh":"","en":"free some"},
          "about":"/x","detail":""}]
          """#))
    try await house.enter()
    let text = try await house.get("/desk/running").text
    for part in [
      ">north</th>", ">south</th>", ">not heard</span><span class=\"code\">store.unreachable", ">2 h</td>", "9.8, 9.9", "little room",
      "by itself in 60 min",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test func `a visitor's language is the visitor's own, and a way back leads nowhere else`() async throws {
    let house = DeskHouse()
    try await house.enter()
    #expect(try await house.get("/desk/running").text.contains("<html lang=\"en\">"))
    let answer = try await house.post("/desk/language", ["lang": "zh", "back": "//evil.example"])
    #expect(answer.headers[.location] == "/desk/interviews")
    #expect(try await house.get("/desk/running").text.contains("<html lang=\"zh-CN\">"))
  }

  private static func explanation(_ text: String) -> String {
    "{\"id\":\"s__q1\",\"notes\":[],\"en\":\"\(text)\",\"zh\":\"\",\"reviews\":[],\"advice\":[]}"
  }

  /// Of an answer, without its analysis.
  private static let header = """
    "id":"s__q1","reviews":[],"session":"s","question":"q1","attempt":1,"revision":1,"current":true,"recorded_at":"2026-11-01T08:00:00Z",\
    "arrived_at":"2026-11-01T08:00:00Z","notes":[],"engine":"9.9","recording_sha256":"\(String(repeating: "0", count: 64))"
    """

  private static func session(candidate: String) -> String {
    """
    {"id":"s","candidate":"\(candidate)","role":"sales","answered":1,"questions":["q1"],"updated_at":"2026-11-01T08:00:00Z",
    "state":"completed","sentence":{"zh":"已完成","en":"completed"},"skipped":[],"attempts":{"policy":"last"},"zh":"","en":"",
    "pace":{"baseline":{},"departures":[]},"repeated":[],"accommodations":[],"identical":[],"reviews":[],"notes":[],"follow_ups":[],
    "score":{"overall":61.5,"low":58,"high":66,"scored":1,"questions":1,"dimensions":[
    {"id":"fluency","name":{"zh":"流畅度","en":"Fluency"},"score":81,"answers":1},
    {"id":"structure","name":{"zh":"结构","en":"Structure"},"score":40,"answers":1}]},
    "answers":[{"id":"s__q1","question":"q1","attempt":1,"counts":true,"revision":1,"overall":61.5}]}
    """
  }

  private static func answer(question: String, text: String) -> String {
    """
    {\(header),"analysis":{"schema":"intone.analysis/1","engine":"intone 1.2.0","question":{"id":"q1","text":"\(question)"},
    "recording":{"container":"wav","codec":"pcm","sample_rate_hz":16000,"channels":1,"duration_s":10,"quality":{"snr_db":40,"flags":[]}},
    "segments":[[0,4],[5,10]],"pauses":[[4,5]],"pitch_track":{"hop_s":0.1,"f0_hz":[100,null,120]},
    "text":{"format":"txt","content":"\(text)","keywords":{"groups":[],"missing":[]}},
    "scores":{"role":{"id":"sales","version":"1"},"overall":61.5,"confidence":{"level":"high","low":58,"high":66,"reasons":[]},
    "dimensions":[],"advisory":[],"unknown":{},"lost_points":[
    {"code":"rate.fast","dimension":"fluency","indicator":"rate","points":8,"weight":10,"spans":[[1,2]],"excerpt":null,
    "message":{"zh":"太快","en":"too fast"}}]},"unknown":{}}}
    """
  }
}
