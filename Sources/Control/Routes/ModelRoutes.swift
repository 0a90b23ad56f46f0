import Documents
import Files
import Hummingbird
import Interview
import NIOCore
import Pipeline
import Queries
import RoleModels
import Store

/// Role models, and what may be asked of one with a file that is sent and kept nowhere.
struct ModelRoutes: Sendable {
  /// Bytes of a table: some 200,000 people with three attributes.
  static let longestTable = 8 << 20
  /// What a text without a file's name is called in messages.
  private static let nameOfText = "model.yaml"
  /// Sessions of a trial's batch, as of a rescore's.
  private static let sessions = 100

  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("models") { _, _ in Response.json(try await executor.run { $0.processor.models.models.map(\.heading) }) }
    group.get("models/:id") { _, context in
      let id = try Self.id(context)
      return Response.json(try await executor.run { state throws(Fault) in try Self.model(id, state).document })
    }
    group.get("models/:id/baseline") { request, context in
      let query = try request.query()
      let version = try query["version"].map { _ in try query.bounded("version", 1...Int.max, standard: 1) }
      let id = try Self.id(context)
      return Response.json(
        try await executor.run { state throws(Fault) in
          guard let baseline = try state.baselines.baseline(of: try Self.model(id, state).id, version: version) else {
            throw Fault(.baselineMissing, version.map { "\(id) \($0)" } ?? id)
          }
          return baseline
        })
    }
    group.post("models/check") { request, _ in
      let text = try await request.file(upTo: Self.longestTable)
      return Response.json(try await executor.run { _ in ModelCheckDocument(ofText: text, named: Self.nameOfText) })
    }
    group.post("models/trial") { request, _ in
      let text = try await request.file(upTo: Self.longestTable)
      let after = try request.query()["after"]
      return Response.json(
        try await executor.run { state throws(Fault) in
          let model = try RoleModel(text, name: Self.nameOfText, hash: Files.hash(text))
          return try state.processor.trial(of: model, after: after, sessions: Self.sessions)
        })
    }
    group.post("fairness") { request, _ in
      let query = try request.query()
      let (role, engine, threshold) = (query["role"] ?? "", query["engine"], try Self.number("threshold", query))
      let table = try await request.file(upTo: Self.longestTable)
      return Response.json(
        try await executor.run { state throws(Fault) in
          let model = try Self.model(role, state)
          let file = try GroupFile(table, name: "CSV")
          let line = threshold.map { Points(hundredths: Int(($0 * 100).rounded())) } ?? model.thresholds.humanInterview
          return FairnessDocument(
            FairnessReport(try ScoredCandidates(state.store, model: model, engine: engine).people, file, threshold: line))
        })
    }
    group.post("fairness/ll144") { request, _ in
      let query = try request.query()
      let (role, engine, isKeepingSmall) = (query["role"] ?? "", query["engine"], query["keep_small"] == "true")
      let (sex, race) = (query["sex"], query["race"])
      let table = try await request.file(upTo: Self.longestTable)
      return Response.json(
        try await executor.run { state throws(Fault) in
          let model = try Self.model(role, state)
          let file = try GroupFile(table, name: "CSV")
          let columns = (sex: try file.sex(sex, in: "CSV"), race: try file.race(race, in: "CSV"))
          let people = try ScoredCandidates(state.store, model: model, engine: engine).people
          return ScoringRatesDocument(
            ScoringRates(people, file, sex: columns.sex, race: columns.race, keepingSmall: isKeepingSmall))
        })
    }
    group.post("calibration") { request, _ in
      let query = try request.query()
      let (role, engine, meets) = (query["role"] ?? "", query["engine"], try Self.number("meets", query))
      let table = try await request.file(upTo: Self.longestTable)
      return Response.json(
        try await executor.run { state throws(Fault) in
          let model = try Self.model(role, state)
          let file = try OutcomeFile(table, name: "CSV")
          return CalibrationDocument(
            Calibration(
              try ScoredCandidates(state.store, model: model, engine: engine).people, file.outcomes, model: model, meets: meets))
        })
    }
  }

  /// - Throws: `control.not-found`.
  private static func model(_ id: String, _ state: ControlState) throws(Fault) -> RoleModel {
    guard let model = state.processor.models.models.first(where: { $0.id == id }) else { throw Fault(.controlNotFound, id) }
    return model
  }

  private static func id(_ context: PeerContext) throws(Fault) -> String { try PercentText.required(context.parameters.get("id") ?? "") }

  /// A number up to a million, so that it can be counted in hundredths.
  private static func number(_ name: String, _ query: Query) throws(Fault) -> Double? {
    guard let text = query[name] else { return nil }
    guard let number = Double(text), abs(number) <= 1_000_000 else { throw Fault(.controlBadRequest, "\(name)=\(text.visibleLine)") }
    return number
  }
}

extension Request {
  /// What was sent, which stays in memory and is let go of with the answer.
  /// - Throws: `control.body-too-large`.
  func file(upTo limit: Int) async throws -> [UInt8] {
    do {
      return Array(buffer: try await body.collect(upTo: limit))
    } catch is NIOTooManyBytesError {
      throw Fault(.controlBodyTooLarge, "> \(limit >> 20) MiB")
    }
  }
}

extension FaultCode {
  public static let controlBodyTooLarge = FaultCode(
    "control.body-too-large", cause: Bilingual(zh: "发送的文件太大", en: "the file that was sent is too large"),
    action: Bilingual(
      zh: "请只保留需要的列与行，或在服务器上运行 intone fairness、intone calibrate 或 intone model check。",
      en: "Keep the columns and lines that are needed, or run intone fairness, intone calibrate or intone model check on the server."))
}
