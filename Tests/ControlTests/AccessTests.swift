import Documents
import Foundation
import HTTPTypes
import Inbox
import Interview
import Pipeline
import Settings
import Store
import Testing

@testable import Control

struct AccessTests {
  private static let roles = RoleMap(groups: [.viewer: ["hr"], .reviewer: ["managers"], .operator: ["ops"], .administrator: ["admins"]])
  private static let anna = Peer(uid: 61_002, gid: 61_002)
  private static let accounts: [UInt32: Account] = [61_002: Account(name: "anna", groups: ["managers", "ops"])]

  @Test func `an action is in the log before it is done, and how it ended afterwards`() async throws {
    let house = try ControlFixture()
    #expect(try await house.ask(.post, "/v1/pause").status == 200)
    #expect(try await house.ask(.post, "/v1/retry?id=none").status == 400)
    #expect(
      try house.audited().map { [$0.action, $0.subject, $0.outcome] } == [
        ["pause", "/v1/pause", "begun"], ["pause", "/v1/pause", "done"], ["retry", "none", "begun"],
        ["retry", "none", "inbox.unknown-entry"],
      ])
  }

  @Test func `what cannot be written to the log first is not done, and answered 503`() async throws {
    let house = try ControlFixture { FaultyStore($0, audit: Fault(.storeLocked)) }
    try house.seed(OpaqueName("s-1"))
    for target in ["/v1/pause", "/v1/sessions/s-1/hold", "/v1/rescore", "/v1/drain"] {
      let answer = try await house.ask(.post, target)
      #expect(answer.status == 503, "\(target)")
      #expect(answer.code == "store.locked", "\(target)")
    }
    #expect(house.state.gate.mode == .running)
    #expect(try !house.inbox.isOnHold(session: OpaqueName("s-1")))
    // A denial is one, whether or not it can be written.
    house.peer = ControlFixture.member
    #expect(try await house.ask(.post, "/v1/pause").status == 403)
  }

  @Test(arguments: [
    ("hr", ["compare", "stats", "scored"], ["report", "feedback", "baseline"]),
    ("managers", ["compare", "stats", "scored", "report", "feedback", "baseline"], []),
    ("ops", ["compare", "stats", "scored"], ["report", "feedback", "baseline"]),
    ("admins", [], ["compare", "stats", "scored", "report", "feedback", "baseline"]),
  ])
  func `who may see scores sees what is made of many, and pages are for reviewers`(group: String, open: [String], closed: [String])
    async throws
  {
    let house = try ControlFixture(roles: Self.roles, accounts: [61_003: Account(name: "user", groups: [group])])
    try house.seed(OpaqueName("s-1"))
    house.peer = Peer(uid: 61_003, gid: 61_003)
    let targets = [
      "compare": "/v1/compare?id=s-1", "stats": "/v1/stats", "scored": "/v1/scored?role=sales", "report": "/v1/sessions/s-1/report",
      "feedback": "/v1/sessions/s-1/feedback",
      "baseline": "/v1/answers/s-1__q1/baseline",
    ]
    for name in closed { #expect(try await house.ask(.get, #require(targets[name])).status == 403, "\(name)") }
    // What is asked for may be lacking; it is not denied.
    for name in open {
      let answer = try await house.ask(.get, #require(targets[name]))
      #expect(answer.status == 200 || answer.code == "compare.unscored" || answer.code == "baseline.missing", "\(name): \(answer.text)")
    }
  }

  @Test func `so many denials of a user a minute are written, the rest is counted and told with the next`() async throws {
    let house = try ControlFixture(roles: Self.roles)
    house.peer = ControlFixture.member
    for _ in 0..<40 { #expect(try await house.ask(.post, "/v1/pause").status == 403) }
    #expect(try house.audited().count == DenialFilter.allowed)
    #expect(house.state.traffic.snapshot.denied == 40)
    // Another user's are that user's own.
    house.peer = Peer(uid: 61_009, gid: 61_009)
    _ = try await house.ask(.get, "/v1/audit")
    #expect(try house.audited().count == DenialFilter.allowed + 1)
    house.peer = ControlFixture.member
    house.now += 61
    _ = try await house.ask(.get, "/v1/sessions")
    let last = try #require(try house.audited().last)
    #expect(
      [last.actor, last.action, last.outcome, last.detail] == ["uid:61001", "denied.get /v1/sessions", "denied", #"{"kept_back":30}"#])
    house.peer = ControlFixture.owner
    let metrics = try await house.ask(.get, "/metrics").text
    #expect(metrics.contains("\nintone_denied_total 42\n"))
  }

  @Test func `a review bears the account that the kernel names, whatever the client says`() async throws {
    let house = try ControlFixture(roles: Self.roles, accounts: Self.accounts)
    try house.seed(OpaqueName("s-1"))
    house.peer = Self.anna
    let body = #"{"reviewer":"CEO","judgement":"strong","reason":"clear","account":"root"}"#
    let stored = try await house.ask(.post, "/v1/answers/s-1__q1/review", body: body)
    #expect(stored.object["reviewer"] as? String == "CEO")
    #expect(stored.object["account"] as? String == "anna")
    let review = try #require(try house.store.reviews(of: .answer("s-1__q1")).first)
    #expect(review.review.account == "anna")
    #expect(review.document.sentence(current: 1).en.hasPrefix("strong (CEO, "))
    #expect(review.document.sentence(current: 1).en.hasSuffix(", account anna): clear"))
    #expect(review.document.sentence(current: 1).zh.hasSuffix("，账户 anna）：clear"))
  }

  @Test func `status names no submission to whoever may see none`() async throws {
    let house = try ControlFixture(roles: Self.roles, accounts: Self.accounts)
    let session = house.folder.appendingPathComponent("inbox/y-bomb")
    try FileManager.default.createDirectory(at: session, withIntermediateDirectories: true)
    try Data("no sound at all\n".utf8).write(to: session.appendingPathComponent("q1.wav"))
    // One that is left where it is.
    try FileManager.default.createSymbolicLink(
      atPath: session.appendingPathComponent("q2.wav").path, withDestinationPath: "/etc/passwd")
    house.inbox.scan()
    while try house.processor.processNext() { house.inbox.scan() }
    #expect(try house.inbox.quarantineCount(.quarantine) == 1)
    for (peer, sees) in [(ControlFixture.owner, true), (Self.anna, true), (ControlFixture.member, false)] {
      house.peer = peer
      let status = try await house.ask(.get, "/v1/status")
      #expect(status.status == 200)
      #expect(status.text.contains("y-bomb") == sees, "\(peer)")
      #expect(status.text.contains("\"about\":\"quarantine\""))
      #expect(status.text.contains("\"code\":\"inbox.not-a-plain-file\",\"about\":\"" + (sees ? "y-bomb/q2.wav\"" : "inbox\"")), "\(peer)")
    }
    house.peer = nil
    #expect(try await !house.ask(.get, "/v1/status").text.contains("y-bomb"))
  }

  @Test func `a caller is named once in a while by the system, and roles follow the map at once`() throws {
    let asked = Counter()
    let book = AccountBook { peer in
      asked.add()
      return Account(name: "u\(peer.uid)", groups: ["hr"])
    }
    #expect(book.account(of: Self.anna, now: 100)?.name == "u61002")
    #expect(book.account(of: Self.anna, now: 104.9)?.name == "u61002")
    #expect(asked.value == 1)
    // Five seconds later, and after a clock that was set back, it is asked again.
    #expect(book.account(of: Self.anna, now: 105) != nil)
    #expect(book.account(of: Self.anna, now: 3) != nil)
    #expect(asked.value == 3)
    #expect(Caller(Self.anna, Account(name: "anna", groups: ["hr"]), roles: Self.roles).roles == [.viewer])
  }
}
