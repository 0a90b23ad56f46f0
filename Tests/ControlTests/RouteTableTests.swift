import Foundation
import Inbox
import Interview
import Logging
import NIOPosix
import Pipeline
import RoleModels
import Settings
import Store
import Testing

@testable import Control

struct RouteTableTests {
  /// A server on an empty house; nothing is asked of it here.
  private func server() throws -> ControlServer {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-control-\(UUID().uuidString)")
    for name in ["inbox", "state"] {
      try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let inbox = try Inbox(
      configuration: InboxConfiguration(roots: [InboxRoot(path: folder.path + "/inbox")], stateDirectory: folder.path + "/state"))
    let store = InMemoryStore()
    let logger = Logger(label: "test")
    let models = Workplace.repository.appendingPathComponent("models").path
    let directories = ModelDirectories([models])
    let line = Line(inbox: inbox, store: store, models: directories.library(), counters: LineCounters(), logger: logger)
    let settings = ControlSettings(
      hash: { nil }, roles: { .standard }, shown: { .null }, reload: { () throws(Fault) in .null }, refusal: { nil })
    let state = ControlState(
      line: line, inbox: inbox, store: store, advice: try directories.advice(), baselines: BaselineFiles("/nonexistent"), version: "test",
      startedAt: 0, settings: settings,
      gate: WorkGate(), stateDirectory: folder.path, decoders: Decoders.find(), couriers: [],
      keeper: Keeper(
        inbox: inbox, store: Nothing(), tombstones: try Tombstones(path: folder.path + "/forgotten"), policy: .init(), logger: logger,
        steady: SteadyClock(path: folder.path + "/clock")),
      watchMode: { "inotify" }, watchLosses: { 0 }, clock: { 0 })
    return ControlServer(state: state, threads: NIOThreadPool(numberOfThreads: 1), logger: logger)
  }

  @Test func `the table, the router and the OpenAPI document name the same routes`() throws {
    let table = RouteTable.routes.map { "\($0.method) \($0.path)" }
    #expect(Set(table).count == table.count)
    #expect(try server().routed.sorted() == table.sorted())
    let document = try #require(JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any])
    #expect(document["openapi"] as? String == "3.1.0")
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    #expect(paths.flatMap { path, methods in methods.keys.map { "\($0) \(path)" } }.sorted() == table.sorted())
  }

  @Test func `what changes something has a name in the audit log and is open to no viewer`() {
    for route in RouteTable.routes where route.method == "post" {
      #expect(route.action != nil, "\(route.path)")
      #expect(!route.permission.roles.contains(.viewer), "\(route.path)")
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

/// A store that holds nothing about anybody.
private struct Nothing: StoreErasure {
  func sessions(ofCandidate candidate: String) throws(Fault) -> [String] { [] }
  func erase(sessions: [String], telling kind: StoreEvent.Kind, at time: Double) throws(Fault) -> Erased { Erased() }
  func sessions(quietSince time: Double, limit: Int) throws(Fault) -> [String] { [] }
  func countSessions(quietSince time: Double) throws(Fault) -> Int { 0 }
  func countAudit(through time: Double) throws(Fault) -> Int { 0 }
  func cutAudit(through time: Double, at now: Double, digest: AuditLink.Digest) throws(Fault) -> Int { 0 }
  func answersWithWords(arrivedBefore time: Double, limit: Int) throws(Fault) -> [AnswerKey] { [] }
  func countWithWords(arrivedBefore time: Double) throws(Fault) -> Int { 0 }
  func withdrawWords(of answer: String, redact: (String) -> String, at time: Double) throws(Fault) {}
  func emptyLog() throws(Fault) -> Bool { true }
}

private enum Workplace {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}
