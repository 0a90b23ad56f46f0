import Foundation
import HTTPTypes
import Hummingbird
import Interview
import NIOCore
import NIOEmbedded
import Settings
import Store
import Testing

@testable import Control

/// The desk's socket over a house in memory; `proxy` is the account of the proxy.
@Suite struct `The desk's socket` {
  private static let proxy = Peer(uid: 61_010, gid: 61_010)

  private func house() throws -> ControlFixture {
    let house = try ControlFixture(accounts: [61_010: Account(name: "proxy", groups: [])])
    try house.seed(OpaqueName("s-1"))
    house.peer = Self.proxy
    return house
  }

  private static func configuration() throws -> DeskConfiguration {
    let yaml = "desk:\n  proxy_user: proxy\n  roles: {viewer: [hr], reviewer: [managers, \"user:eve\"]}\n"
    return try #require(try DaemonConfiguration(yaml: Array(yaml.utf8), name: "t.yaml", processors: 1).desk)
  }

  private func ask(_ house: ControlFixture, _ target: String, _ headers: [(String, String)]) async throws -> (status: Int, text: String) {
    var fields: HTTPFields = [:]
    for (name, value) in headers { fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value)) }
    let request = Request(
      head: HTTPRequest(method: .get, scheme: "http", authority: "desk.example.com", path: target, headerFields: fields),
      body: RequestBody(buffer: ByteBuffer()))
    let context = PeerContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: house.server.logger))
    let response = try await house.server.deskResponder(Self.configuration()).respond(to: request, context: context)
    return (response.status.code, String(decoding: try await ControlFixture.bytes(of: response), as: UTF8.self))
  }

  @Test(arguments: [ControlFixture.owner, ControlFixture.member, nil]) func `only the proxy is answered, whatever others say they are`(
    peer: Peer?
  )
    async throws
  {
    let house = try house()
    house.peer = peer
    let answer = try await ask(house, "/desk/interviews", [("Remote-User", "eve"), ("Remote-Groups", "managers")])
    #expect(answer.status == 403 && answer.text.contains("desk.not-the-proxy"))
    #expect(try house.audited().map { $0.action } == ["denied.desk"])
  }

  @Test(arguments: [
    [], [("Remote-User", "")], [("Remote-User", "eve"), ("Remote-User", "anna")], [("remote-user", "eve"), ("Remote-User", "eve")],
    [("Remote_User", "eve")], [("Remote-User", String(repeating: "x", count: 201))],
  ]) func `who is not named, or named twice, is nobody`(headers: [(String, String)]) async throws {
    let answer = try await ask(house(), "/desk/interviews", headers)
    #expect(answer.status == 403 && answer.text.contains("desk.no-user"))
  }

  /// By the groups: the list for those who may see scores, sound for reviewers, nothing for others.
  @Test(arguments: [
    ("anna", "hr", 200, 403), ("anna", "kitchen , managers", 200, 200), ("eve", "", 200, 200), ("anna", "", 403, 403),
    ("anna", "user:eve", 403, 403), ("user:eve", "", 403, 403), ("root", "root,intone", 403, 403),
  ]) func `the groups that the proxy names have the roles of the configuration and no others`(
    user: String, groups: String, list: Int, words: Int
  ) async throws {
    let house = try house()
    let headers = [("Remote-User", user), ("Remote-Groups", groups)]
    #expect(try await ask(house, "/desk/interviews", headers).status == list)
    #expect(try await ask(house, "/desk/interviews/s-1/candidate", headers).status == words)
  }

  @Test func `what is not a page is not there`() async throws {
    let house = try house()
    for path in ["/v1/sessions", "/v1/status", "/metrics"] {
      #expect(try await ask(house, path, [("Remote-User", "eve")]).status == 404)
    }
  }

  @Test(arguments: [
    "desk: {roles: {viewer: [hr]}}", "desk: {proxy_user: p}", "desk: {proxy_user: \"\", roles: {}}",
    "desk: {proxy_user: p, roles: {}, user_header: remote_user}", "desk: {proxy_user: p, roles: {}, socket: desk.sock}",
    "desk: {proxy_user: p, roles: {}, user_header: X, groups_header: x}", "desk: {proxy_user: p, roles: {boss: [a]}}",
  ]) func `a desk that is half configured is refused`(yaml: String) {
    #expect { try DaemonConfiguration(yaml: Array(yaml.utf8), name: "t.yaml", processors: 1) } throws: {
      ($0 as? Fault)?.code == .configurationInvalid
    }
  }
}
