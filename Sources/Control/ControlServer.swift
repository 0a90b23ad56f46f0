import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Settings

/// The HTTP surface on the Unix socket.
public struct ControlServer: Sendable {
  private let executor: BlockingExecutor
  var logger: Logger { executor.logger }
  private let peer: @Sendable (any Channel) async -> Peer?

  /// - Parameter threads: where what blocks is done; never the loop's own.
  public init(state: ControlState, threads: NIOThreadPool, logger: Logger) {
    self.init(state: state, threads: threads, logger: logger) { channel in
      // A channel of another kind has nobody at its other end whom the kernel knows.
      try? await Peer.found(of: channel).get()
    }
  }

  /// - Parameter peer: who is at the other end of a connection.
  init(state: ControlState, threads: NIOThreadPool, logger: Logger, peer: @escaping @Sendable (any Channel) async -> Peer?) {
    executor = BlockingExecutor(state: state, threads: threads, logger: logger)
    self.peer = peer
  }

  /// The service that listens at `path`. The caller holds the instance lock: binding replaces a socket that is there.
  /// `mode` holds from the moment it listens.
  public func application(socket path: String, mode: Int, limits: ConnectionLimits = ConnectionLimits()) -> some Service {
    application(router().buildResponder(), socket: path, mode: mode, limits: limits)
  }

  /// The service for a company's proxy. Whoever may reach the directory may connect; the kernel says whether it is the proxy.
  public func deskApplication(_ desk: DeskConfiguration, limits: ConnectionLimits = ConnectionLimits()) -> some Service {
    // One account stands for everybody.
    var own = limits
    own.perUser = limits.total
    return application(deskResponder(desk), socket: desk.socketPath, mode: 0o666, limits: own)
  }

  /// The desk's pages behind the company's proxy, without a socket: tests ask it in memory.
  func deskResponder(_ desk: DeskConfiguration) -> DeskSocket {
    DeskSocket(desk, executor: executor, routes: router().buildResponder(), peer: peer)
  }

  private func application(
    _ responder: some HTTPResponder<PeerContext>, socket path: String, mode: Int, limits: ConnectionLimits
  ) -> some Service {
    let logger = executor.logger
    let doorkeeper = Doorkeeper(limits: limits, executor: executor)
    // The library tells every step in lines of its own, without an id; a journal wants what goes wrong.
    var quiet = logger
    quiet.logLevel = .error
    quiet[metadataKey: "id"] = "socket.library"
    let application = Application(
      responder: responder, server: HTTPServerBuilder { doorkeeper.channel($0) },
      configuration: ApplicationConfiguration(
        address: .unixDomainSocket(path: path), serverName: "intoned", backlog: limits.waiting,
        // Those beyond the limits are told so and sent away; where they come faster than that, they wait in the kernel.
        availableConnectionsDelegate: .maximum(limits.accepted, logger: quiet)),
      onServerRunning: { _ in
        logger.info("listening", metadata: ["id": "socket.listening", "path": "\(path)"])
        do { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path) } catch {
          logger.error("socket mode", metadata: ["id": "socket.mode", "detail": "\(error)"])
        }
      },
      logger: quiet)
    return BoundedShutdown(service: application, timeout: .seconds(3))
  }

  /// Every route as `method path`, to be compared with the table.
  var routed: [String] { router().routes.map { "\($0.method.rawValue.lowercased()) \(RouteTable.plain($0.path.description))" } }

  /// Every route of the table with who may ask; a test holds both equal.
  func router() -> Router<PeerContext> {
    let router = Router(context: PeerContext.self)
    router.add(middleware: ProblemMiddleware())
    router.add(middleware: AccessMiddleware(executor: executor, peer: peer))
    router.add(middleware: QueryMiddleware())
    let system = SystemRoutes(executor: executor)
    system.add(to: router)
    let v1 = router.group("v1")
    system.add(to: v1)
    InboxRoutes(executor: executor).add(to: v1)
    AnswerRoutes(executor: executor).add(to: v1)
    StatisticsRoutes(executor: executor).add(to: v1)
    ModelRoutes(executor: executor).add(to: v1)
    EventRoutes(executor: executor).add(to: v1)
    ReviewRoutes(executor: executor).add(to: v1)
    RecordingRoutes(executor: executor).add(to: v1)
    TranscriptRoutes(executor: executor).add(to: v1)
    RescoreRoutes(executor: executor).add(to: v1)
    WebhookRoutes(executor: executor).add(to: v1)
    ForgetRoutes(executor: executor).add(to: v1)
    AuditRoutes(executor: executor).add(to: v1)
    return router
  }
}

/// A service that is given some seconds to end in order, and is then cancelled: clients that hold a connection and neither
/// write nor read must not keep the daemon from stopping.
struct BoundedShutdown<Wrapped: Service>: Service {
  let service: Wrapped
  let timeout: Duration

  func run() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await service.run()
        return true
      }
      group.addTask {
        // Returns at the shutdown, or throws when the service itself has ended first.
        try await gracefulShutdown()
        try await Task.sleep(for: timeout)
        return false
      }
      let hasEnded = try await group.next() ?? true
      group.cancelAll()
      guard !hasEnded else { return }
      // What it throws now is the cancellation that it was given.
      do { while try await group.next() != nil {} } catch {}
    }
  }
}
