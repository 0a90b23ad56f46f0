import Foundation
import Settings
import Testing

@testable import Control

struct RouteTableTests {
  @Test func `the table, the router and the OpenAPI document name the same routes`() throws {
    let table = RouteTable.routes.map { "\($0.method) \($0.path)" }
    #expect(Set(table).count == table.count)
    #expect(try ControlFixture().server.routed.sorted() == table.sorted())
    let document = try #require(JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any])
    #expect(document["openapi"] as? String == "3.1.0")
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    #expect(paths.flatMap { path, methods in methods.keys.map { "\($0) \(path)" } }.sorted() == table.sorted())
  }

  /// What is sent to be looked at, and changes nothing.
  private static let polls: Set = ["/v1/models/check", "/v1/fairness", "/v1/fairness/ll144", "/v1/calibration"]

  @Test func `what changes something has a name in the audit log and is open to no viewer`() {
    for route in RouteTable.routes where route.method == "post" {
      #expect(route.action != nil, "\(route.path)")
      #expect(route.permission.roles.contains(.viewer) == Self.polls.contains(route.path), "\(route.path)")
    }
  }

  @Test func `an administrator alone sees nothing of a candidate`() {
    let open = RouteTable.routes.filter { $0.permission.roles.contains(.administrator) }.map(\.path)
    #expect(!open.contains { $0.hasPrefix("/v1/answers") || $0.hasPrefix("/v1/sessions") || $0.hasPrefix("/v1/events") })
    #expect(open.contains("/v1/audit"))
  }

  @Test func `a group holds every role it is named under, and no other`() {
    let map = RoleMap(groups: [.viewer: ["hr"], .reviewer: ["managers", "hr"], .administrator: ["ops"]])
    #expect(map.roles(ofGroups: ["hr"]) == [.viewer, .reviewer])
    #expect(map.roles(ofGroups: ["managers", "ops"]) == [.reviewer, .administrator])
    #expect(map.roles(ofGroups: ["wheel"]) == [])
  }
}
