import Documents
import Files
import HTTPTypes
import Hummingbird
import Interview
import Maintenance
import NIOCore
import ServiceLifecycle
import Store

/// The change feed: as JSON lines from a cursor on, waiting for the first where asked to; or as a live stream.
struct EventRoutes: Sendable {
  /// A committed row is to be seen within a second.
  private static let pollInterval = Duration.milliseconds(300)

  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("events") { request, _ in
      let query = try request.query()
      let asked = try query.bounded("after", 0...Int.max, standard: 0)
      let limit = try query.bounded("limit", 1...10_000, standard: 1000)
      let wait = try query.bounded("wait", 0...300, standard: 0)
      if request.headers[.accept]?.contains("text/event-stream") == true {
        // A client that comes back says what it has seen; that stands above the address it was given at first.
        return stream(after: seen(request) ?? asked)
      }
      let events = try await events(after: asked, limit: limit, wait: wait)
      return Response.lines(events.map(\.document))
    }
  }

  /// What the client has seen already (HTML, server-sent events).
  private func seen(_ request: Request) -> Int? {
    HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }.flatMap { Int($0) }.map { max(0, $0) }
  }

  private func events(after cursor: Int, limit: Int, wait: Int) async throws -> [FeedEvent] {
    let end = ContinuousClock.now.advanced(by: .seconds(wait))
    while true {
      let signals = executor.state.feedSignal.count
      let events = try await executor.run { state throws(Fault) in try state.store.events(after: cursor, limit: limit) }
      if !events.isEmpty || ContinuousClock.now >= end || Task.isShuttingDownGracefully { return events }
      try await executor.state.feedSignal.wait(after: signals, upTo: Self.pollInterval)
    }
  }

  private func stream(after start: Int) -> Response {
    let body = ResponseBody { writer in
      var cursor = start
      var idle = 0
      // The first bytes tell the client that it is heard.
      try await writer.write(ByteBuffer(string: ": open\n\n"))
      while !Task.isCancelled, !Task.isShuttingDownGracefully {
        let from = cursor
        let signals = executor.state.feedSignal.count
        let events = try await executor.run { state throws(Fault) in try state.store.events(after: from, limit: 500) }
        for event in events {
          try await writer.write(
            ByteBuffer(string: "id: \(event.cursor)\nevent: \(event.kind)\ndata: \(event.document.json.text)\n\n"))
          cursor = event.cursor
        }
        idle = events.isEmpty ? idle + 1 : 0
        // A client that has gone shows when it is written to: a comment every 15 s finds it.
        if idle > 0, idle.isMultiple(of: 50) { try await writer.write(ByteBuffer(string: ": idle\n\n")) }
        if events.isEmpty { try await executor.state.feedSignal.wait(after: signals, upTo: Self.pollInterval) }
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }
}

/// The hash-chained log of who did what.
struct AuditRoutes: Sendable {
  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("audit") { request, _ in
      let query = try request.query()
      let after = try query.bounded("after", 0...Int.max, standard: 0)
      let limit = try query.bounded("limit", 1...10_000, standard: 1000)
      let links = try await executor.run { state throws(Fault) in try state.store.auditLinks(after: after, limit: limit) }
      return Response.lines(links.map(\.document))
    }
    group.get("audit/verify") { _, _ in
      Response.json(try await executor.run { state throws(Fault) in try state.store.verifyAudit(digest: Files.hash).document })
    }
    group.get("audit/checkpoint") { _, _ in
      Response.json(
        try await executor.run { state throws(Fault) in
          try AuditNotary(stateDirectory: state.stateDirectory).checkpoint(of: state.store, at: state.clock())
        })
    }
  }
}
