import Foundation
import Logging
import ServiceLifecycle
import Settings
import Testing

@testable import Control

/// The services of both sockets in the daemon's group: their death is its own, their end is in order.
struct SocketServiceTests {
  /// Another service, which would run for ever.
  private struct Idle: Service {
    func run() async throws { try await gracefulShutdown() }
  }

  private func group(_ service: some Service) -> ServiceGroup {
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return ServiceGroup(configuration: .init(services: [.init(service: Idle()), .init(service: service)], logger: quiet))
  }

  private static func desk(_ path: String) throws -> DeskConfiguration {
    let yaml = "desk: {proxy_user: proxy, roles: {viewer: [hr]}}\n"
    var desk = try #require(try DaemonConfiguration(yaml: Array(yaml.utf8), name: "t.yaml", processors: 1).desk)
    desk.socketPath = path
    return desk
  }

  @Test(arguments: [false, true]) func `a socket that cannot be made ends the daemon with an error`(isDesk: Bool) async throws {
    let fixture = try ControlFixture()
    let path = fixture.folder.path + "/missing/intone.sock"
    let group =
      isDesk
      ? group(fixture.server.deskApplication(try Self.desk(path))) : group(fixture.server.application(socket: path, mode: 0o660))
    await #expect(throws: (any Error).self) { try await group.run() }
  }

  @Test func `a socket listens with its mode until the daemon is told to stop, and is closed then`() async throws {
    let fixture = try ControlFixture()
    let path = fixture.folder.path + "/intone.sock"
    let group = group(fixture.server.application(socket: path, mode: 0o640))
    async let ended: Void = group.run()
    func mode() -> Int? { (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int }
    while mode() != 0o640 { try await Task.sleep(for: .milliseconds(5)) }
    await group.triggerGracefulShutdown()
    try await ended
  }

  /// A service that ends by itself, as a listening socket does that the system closed.
  private struct Ended: Service {
    func run() async throws {}
  }

  @Test func `a socket's service that ends by itself ends the daemon with an error, within its time for the shutdown`() async throws {
    await #expect(throws: (any Error).self) { try await group(BoundedShutdown(service: Ended(), timeout: .seconds(3))).run() }
  }
}
