import FoundationEssentials
import HTTPTypes
import Hummingbird
import Inbox
import Interview
import Logging
import NIOCore
import NIOPosix
import Pipeline
import RoleModels
import ServiceLifecycle
import Store

/// The HTTP surface on the Unix socket. Blocking work (the store, the file system) is done on its own threads, so that a
/// slow disk delays answers and nothing else.
public struct ControlServer: Sendable {
  private let state: ControlState
  private let threads: NIOThreadPool
  private let logger: Logger

  public init(state: ControlState, threads: NIOThreadPool, logger: Logger) {
    self.state = state
    self.threads = threads
    self.logger = logger
  }

  /// The service that listens at `path`. The caller holds the instance lock: binding replaces a socket that is there.
  /// `mode` holds from the moment it listens.
  public func application(socket path: String, mode: Int) -> some Service {
    let application = Application(
      router: router(), configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path), serverName: "intoned"),
      onServerRunning: { [logger] _ in
        do { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path) } catch {
          logger.error("socket mode", metadata: ["id": "socket.mode", "detail": "\(error)"])
        }
      },
      logger: logger)
    return BoundedShutdown(service: application, patience: .seconds(3))
  }

  /// All routes; also what tests drive without a socket.
  public func router() -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: ProblemMiddleware())
    router.get("healthz") { _, _ in Response.text("ok\n") }
    router.get("readyz") { _, _ in
      let problems = try await blocking { $0.stoppages() }
      return Response.text(
        problems.isEmpty ? "ready\n" : problems.map { "\($0.fault.code.code): \($0.about)\n" }.joined(),
        status: problems.isEmpty ? .ok : .serviceUnavailable)
    }
    router.get("metrics") { _, _ in Response.text(try await blocking { Metrics.text($0) }, type: "text/plain; version=0.0.4; charset=utf-8")
    }
    let v1 = router.group("v1")
    v1.get("openapi.json") { _, _ in Response.json(.raw(OpenAPI.document)) }
    v1.get("status") { _, _ in Response.json(try await blocking { $0.status() }) }
    v1.get("queue") { _, _ in Response.json(try await blocking { $0.queue($0.inbox.queueSnapshot()) }) }
    v1.get("models") { _, _ in
      Response.json(
        try await blocking { state in
          .array(
            state.line.models.models.map {
              .object([
                "id": .string($0.id), "version": .string($0.reference.version), "name": $0.name.json,
                "sha256": .string($0.reference.hash.hex),
              ])
            })
        })
    }
    v1.get("sessions") { request, _ in
      let after = request.uri.queryParameters.get("after")
      let limit = min(1000, max(1, request.uri.queryParameters.get("limit", as: Int.self) ?? 100))
      return Response.json(
        try await blocking { state throws(Fault) in
          .array(try state.store.sessions(after: after, limit: limit).map { ControlObjects.session($0, answers: []) })
        })
    }
    v1.get("sessions/:id") { _, context in
      let id = try context.parameters.require("id")
      return Response.json(
        try await blocking { state throws(Fault) in
          guard let session = try state.store.session(id) else { throw Fault(.controlNotFound, id) }
          let answers = try state.store.answers(ofSession: id)
          return ControlObjects.session(session, answers: answers, reviews: try state.store.latestReviews(of: answers))
        })
    }
    v1.get("answers/:id") { _, context in
      let id = try context.parameters.require("id")
      return Response.json(
        try await blocking { state throws(Fault) in ControlObjects.answer(try state.answer(id), reviews: try state.store.reviews(of: id)) })
    }
    v1.get("answers/:id/explain") { _, context in
      let id = try context.parameters.require("id")
      return Response.json(
        try await blocking { state throws(Fault) in
          guard let explained = try ExplainedAnswer(id, in: state.store, advice: state.advice) else { throw Fault(.controlNotFound, id) }
          return explained.json
        })
    }
    ReviewRoutes { work in try await blocking(work) }.add(to: v1)
    v1.get("quarantine") { _, _ in
      Response.json(
        try await blocking { state throws(Fault) in
          .array(
            try state.inbox.setAside().map { item in
              .object([
                "id": .string(item.id), "shelf": .string(item.shelf.rawValue), "session": .string(item.session), "code": .string(item.code),
                "cause": item.cause.json, "action": item.action.json, "detail": .string(item.detail), "time": .string(item.time),
              ])
            })
        })
    }
    addEvents(v1)
    v1.post("rescan") { _, _ in
      _ = try await blocking { $0.inbox.scan() }
      return Response.json(.object(["done": .bool(true)]))
    }
    v1.post("retry") { request, _ in
      guard let id = request.uri.queryParameters.get("id") else { throw Fault(.controlBadRequest, "id") }
      _ = try await blocking { state throws(Fault) in try state.inbox.retry(id) }
      return Response.json(.object(["id": .string(id), "done": .bool(true)]))
    }
    return router
  }

  /// JSON lines from a cursor on; with `Accept: text/event-stream` a stream that goes on until the client leaves.
  private func addEvents(_ group: RouterGroup<BasicRequestContext>) {
    group.get("events") { request, _ in
      let after = max(0, request.uri.queryParameters.get("after", as: Int.self) ?? 0)
      let limit = min(10_000, max(1, request.uri.queryParameters.get("limit", as: Int.self) ?? 1000))
      guard request.headers[.accept]?.contains("text/event-stream") == true else {
        let events = try await blocking { state throws(Fault) in try state.store.events(after: after, limit: limit) }
        return Response.text(events.map { ControlObjects.event($0).text + "\n" }.joined(), type: "application/jsonl")
      }
      let body = ResponseBody { writer in
        var cursor = after
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
          let from = cursor
          let events = try await blocking { state throws(Fault) in try state.store.events(after: from, limit: 500) }
          for event in events {
            try await writer.write(
              ByteBuffer(string: "id: \(event.cursor)\nevent: \(event.kind)\ndata: \(ControlObjects.event(event).text)\n\n"))
            cursor = event.cursor
          }
          // A committed row is to be seen within a second.
          if events.isEmpty { try await Task.sleep(for: .milliseconds(300)) }
        }
        try await writer.finish(nil)
      }
      return Response(status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }
  }

  private func blocking<Value: Sendable>(_ work: @escaping @Sendable (ControlState) throws(Fault) -> Value) async throws -> Value {
    let state = state
    return try await threads.runIfActive { try work(state) }
  }
}

extension ControlState {
  func answer(_ id: String) throws(Fault) -> StoredAnswer {
    guard let answer = try store.current(id) else { throw Fault(.controlNotFound, id) }
    return answer
  }
}
