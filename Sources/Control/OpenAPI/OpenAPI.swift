import Assessment
import Documents
import Interview
import Maintenance
import Pipeline
import Queries
import Reports
import Settings
import Store

/// The OpenAPI 3.1 description of the socket's routes, made from their one table.
enum OpenAPI {
  static let document: String = {
    // A path with several methods would need them together.
    let paths = RouteTable.routes.map { route in JSON.Member(route.path, .object([.init(route.method, operation(route))])) }
    return JSON.object([
      "openapi": .string("3.1.0"), "info": .object(["title": .string("Intone control socket"), "version": .string("1")]),
      "paths": .object(paths), "components": .object(["schemas": .object(components)]),
    ]).text
  }()

  /// The objects that the socket gives out, under the names by which the document speaks of them.
  private static var components: [JSON.Member] {
    let documents: [any Document.Type] = [
      Bilingual.self, ProblemDocument.self, FaultDocument.self, StatusDocument.self, FleetDocument.self, QueueDocument.self,
      ModelDocument.self,
      ListedSession.self, SessionDocument.self, AnswerDocument.self, ExplanationDocument.self, ReviewDocument.self,
      ComparisonDocument.self, StatisticsDocument.self, ScoredCandidates.self, EventDocument.self, QuarantineItemDocument.self,
      Rescorer.Batch.self, WebhookPage.self, ReceiptDocument.self, SealedBatch.self, CheckpointDocument.self,
      AuditLinkDocument.self, AuditVerdictDocument.self, SettingDocument.self, FeedbackDocument.self, ListeningDocument.self,
      RoleModelDocument.self, ModelCheckDocument.self, FairnessDocument.self, ScoringRatesDocument.self, CalibrationDocument.self,
    ]
    return documents.map { JSON.Member($0.component ?? "", Shape.members(of: $0).json) }
  }

  private static func operation(_ route: RouteTable.Route) -> JSON {
    var members: [JSON.Member] = [
      .init("summary", .string(route.summary)),
      .init("x-roles", .array(route.permission.roles.map(\.rawValue).sorted().map(JSON.string))),
      .init(
        "parameters",
        .array(
          (route.path.contains("{id}") ? [parameter("id", in: "path")] : [])
            + route.parameters.map { parameter($0, in: "query", repeated: route.path == "/v1/compare") })),
    ]
    let body: JSON? =
      switch route.body {
      case .none: nil
      case .object(let wanted): content("application/json", wanted.json)
      case .file(let type): content(type, Shape.text.json)
      }
    if let body { members.append(.init("requestBody", .object(["required": .bool(true), "content": body]))) }
    var responses: [JSON.Member] = [
      .init("200", answer(route.answer)), .init("403", problem("none of the caller's groups holds one of x-roles")),
    ]
    if route.path == "/readyz" {
      responses.append(
        .init("503", .object(["description": .string("the problems, one a line"), "content": content("text/plain", Shape.text.json)])))
    }
    responses.append(.init("default", problem("RFC 9457, with the stable code")))
    return .object(members + [.init("responses", .object(responses))])
  }

  private static func answer(_ answer: RouteTable.Answer) -> JSON {
    let lines = "One JSON object a line, each in the form of x-line."
    switch answer {
    case .plain: return .object(["description": .string("as the summary says"), "content": content("text/plain", Shape.text.json)])
    case .json(let shape):
      return .object(["description": .string("as the summary says"), "content": content("application/json", shape.json)])
    case .page: return .object(["description": .string("as the summary says"), "content": content("text/html", Shape.text.json)])
    case .sound:
      let sound = JSON.object(["schema": .object(["type": .string("string"), "format": .string("binary")])])
      return .object([
        "description": .string("as the summary says"), "content": .object(RecordingRoutes.mediaTypes.map { .init($0, sound) }),
      ])
    case .lines(let shape):
      return .object(["description": .string(lines), "x-line": shape.json, "content": content("application/jsonl", Shape.text.json)])
    case .stream(let shape):
      return .object([
        "description": .string(lines), "x-line": shape.json,
        "content": .object([
          .init("application/jsonl", .object(["schema": Shape.text.json])),
          .init("text/event-stream", .object(["schema": Shape.text.json])),
        ]),
      ])
    }
  }

  private static func problem(_ description: String) -> JSON {
    .object(["description": .string(description), "content": content("application/problem+json", Shape.named("Problem").json)])
  }

  private static func content(_ type: String, _ schema: JSON) -> JSON { .object([.init(type, .object(["schema": schema]))]) }

  private static func parameter(_ name: String, in location: String, repeated: Bool = false) -> JSON {
    let schema = repeated ? Shape.list(.text).json : schema(of: name)
    return .object(["name": .string(name), "in": .string(location), "required": .bool(location == "path"), "schema": schema])
  }

  private static func schema(of name: String) -> JSON {
    func whole(_ bounds: ClosedRange<Int>) -> JSON {
      .object(["type": .string("integer"), "minimum": .integer(bounds.lowerBound), "maximum": .integer(bounds.upperBound)])
    }
    return switch name {
    case "limit": whole(1...1000)
    case "wait": whole(0...300)
    case "cursor", "version": whole(1...Int.max)
    case "threshold", "meets": Shape.number.json
    case "dry_run", "kept", "keep_small", "sound": .object(["type": .string("boolean")])
    case "state": Shape.choice(SessionPhase.allCases.map(\.rawValue)).json
    case "sort": Shape.choice(SessionListing.Order.allCases.map(\.rawValue)).json
    case "lang": Shape.choice(Language.allCases.map(\.rawValue)).json
    case "for": Shape.choice(SessionReport.Reader.allCases.map(\.rawValue)).json
    case "scale": Shape.choice(ScoreScale.allCases.map(\.rawValue)).json
    default: Shape.text.json
    }
  }
}
