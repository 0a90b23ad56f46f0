import Control
import Documents
import Foundation
import HTTPTypes
import Interview
import Store
import Synchronization
import Testing

/// Two daemons beside this one, of which one may have a duty.
private final class Others: SharedNodes, SharedDuties {
  let holder = Mutex<String?>(nil)
  let left = Mutex(0)

  func report(_ node: FleetNode) throws(Fault) {}

  func nodes() throws(Fault) -> [FleetNode] {
    func node(_ name: String, _ version: String, silence: Double, problems: [String]) -> FleetNode {
      FleetNode(
        name: name, site: "north", version: version, schema: 2, waiting: 3, working: 1, quarantined: 0, problems: problems, uptime: 50,
        silence: silence)
    }
    return [
      node("a/main", "2.1.0", silence: 4, problems: []), node("b/main", "2.0.0", silence: 9.04, problems: ["store.locked"]),
      node("c/main", "2.1.0", silence: 61, problems: []),
    ]
  }

  func take(_ duty: String, as node: String, for seconds: Double) throws(Fault) -> DutyHeld? {
    holder.withLock { $0 == nil || $0 == node } ? DutyHeld(state: nil) : nil
  }
  func keep(_ state: String, of duty: String, as node: String) throws(Fault) {}
  func state(of duty: String) throws(Fault) -> String? { nil }
  func leave(_ duty: String, as node: String) throws(Fault) { left.withLock { $0 += 1 } }
}

@Suite struct `The fleet by the socket` {
  @Test func `shows each daemon, and which is silent or of another engine`() async throws {
    let house = try ControlFixture(fleet: FleetAccess(Others(), as: "a/main"))
    let document = try FleetDocument(reading: try await house.ask(.get, "/v1/fleet").text)
    #expect(document.nodes.map(\.node) == ["a/main", "b/main", "c/main"])
    #expect(document.nodes.map(\.state) == [.ok, .degraded, .silent])
    #expect(document.nodes.map(\.silent_s) == [4, 9, 61])
    #expect(document.versions == ["2.0.0", "2.1.0"])
  }

  @Test func `of one daemon is itself`() async throws {
    let house = try ControlFixture()
    let document = try FleetDocument(reading: try await house.ask(.get, "/v1/fleet").text)
    #expect(document.nodes.map(\.schema) == [0] && document.versions == ["test"])
  }

  @Test func `one daemon at a time scores again, and a trial is everybody's`() async throws {
    let others = Others()
    let house = try ControlFixture(fleet: FleetAccess(others, as: "a/main"))
    try house.seed(OpaqueName("s"))
    others.holder.withLock { $0 = "b/main" }
    #expect(try await house.ask(.post, "/v1/rescore").code == "store.duty-elsewhere")
    #expect(try await house.ask(.post, "/v1/rescore?dry_run=true").status == 200)
    #expect(others.left.withLock { $0 } == 0)
    others.holder.withLock { $0 = nil }
    #expect(try await house.ask(.post, "/v1/rescore").status == 200)
    #expect(others.left.withLock { $0 } == 1, "after the last batch it is free at once")
  }
}
