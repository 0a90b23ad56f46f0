import Hummingbird
import Interview
import NIOPosix
import Pipeline
import Queries
import Reports
import RoleModels
import Store

/// What is made of many answers together, and the page of a session: the documents that `intone` makes of a store itself.
struct StatisticsRoutes: Sendable {
  let executor: BlockingExecutor

  /// Sessions side by side at most: what fits on a page, and on a screen.
  static let maximumCompared = 100

  func add(to group: RouterGroup<PeerContext>) {
    group.get("compare") { request, _ in
      let ids = try request.query().all("id")
      guard (1...Self.maximumCompared).contains(ids.count) else { throw Fault(.controlBadRequest, "id: 1…\(Self.maximumCompared)") }
      return Response.json(
        try await executor.run { state throws(Fault) in
          try ComparedSessions(ids, in: state.store, models: state.processor.models, at: state.clock()).document
        })
    }
    group.get("stats") { request, _ in
      let query = try request.query()
      let (engine, isKept) = (query["engine"], query["kept"] == "true")
      return Response.json(
        try await executor.run { state throws(Fault) in
          isKept && engine == nil
            ? try state.statistics.current(state.store, at: state.clock()) : try QuestionStatistics(state.store, engine: engine).document
        })
    }
    group.get("scored") { request, _ in
      let query = try request.query()
      guard let role = query["role"] else { throw Fault(.controlBadRequest, "role") }
      let engine = query["engine"]
      return Response.json(
        try await executor.run { state throws(Fault) in
          guard let model = state.processor.models.models.first(where: { $0.id == role }) else { throw Fault(.controlNotFound, role) }
          return try ScoredCandidates(state.store, model: model, engine: engine)
        })
    }
    group.get("answers/:id/baseline") { request, context in
      let query = try request.query()
      let version = try query["version"].map { _ in try query.bounded("version", 1...Int.max, standard: 1) }
      let id = try await executor.id(context)
      return Response.json(
        try await executor.run { state throws(Fault) in
          guard let answer = try state.store.current(id) else { throw Fault(.controlNotFound, id) }
          return try state.baselines.placed(answer, version: version).document
        })
    }
    @Sendable func report(_ id: String, _ state: ControlState) throws(Fault) -> SessionReport {
      guard
        let report = try SessionReport(
          id, in: state.store, models: state.processor.models, advice: state.advice(), baselines: state.baselines, at: state.clock())
      else { throw Fault(.controlNotFound, id) }
      return report
    }
    group.get("sessions/:id/report") { request, context in
      let query = try request.query()
      let scale: ScoreScale = try query.chosen("scale") ?? .hundred
      let language: Language = try query.chosen("lang") ?? .en
      let reader: SessionReport.Reader = try query.chosen("for") ?? .decider
      let isHeard = query["sound"] == "true"
      let id = try await executor.id(context)
      let (state, caller) = (executor.state, context.caller)
      let page = try await executor.threads.runIfActive {
        let report = try report(id, state)
        try state.trace(caller, opening: id, by: "report")
        return try report.html(
          for: reader, in: language, scale: scale,
          excerpts: isHeard ? { answer, span throws(Fault) in try RecordingRoutes.excerpt(span, of: answer, for: caller, state) } : nil)
      }
      return Response.text(page + "\n", type: "text/html; charset=utf-8")
    }
    group.get("sessions/:id/feedback") { _, context in
      let id = try await executor.id(context)
      let caller = context.caller
      return Response.json(
        try await executor.run { state throws(Fault) in
          let report = try report(id, state)
          try state.trace(caller, opening: id, by: "feedback")
          return try report.feedback()
        })
    }
  }
}
