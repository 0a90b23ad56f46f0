import FoundationEssentials
import Interview

/// Where the desk's pages have what they show: the routes of `/v1`, by whose rights they are asked.
public protocol DeskSource: Sendable {
  /// - Throws: `daemon.unreachable`, `daemon.denied`.
  func ask(_ request: DeskRequest) async throws -> DeskAnswer
}

/// A request for a route of `/v1`.
public struct DeskRequest: Sendable {
  public var method: String
  /// Path and query, encoded.
  public var target: String
  public var body: String
  /// A `Range` header's value; nil for the whole.
  public var range: String?

  public init(_ method: String, _ target: String, body: String = "", range: String? = nil) {
    self.method = method
    self.target = target
    self.body = body
    self.range = range
  }
}

/// What a route of `/v1` answered.
public struct DeskAnswer: Sendable {
  public var status: Int
  /// By names in lower case.
  public var headers: [String: String]
  public var bytes: [UInt8]

  public init(status: Int, headers: [String: String], bytes: [UInt8]) {
    self.status = status
    self.headers = headers
    self.bytes = bytes
  }
}

extension DeskSource {
  /// The document of a route.
  /// - Throws: `DeskProblem` with what the route said where it gave none.
  func document(_ target: String) async throws -> DocumentValue { try await page(target).document }

  /// The document of a route as the type that wrote it.
  /// - Throws: as `document(_:)`.
  func read<Value: Decodable>(_ target: String) async throws -> Value {
    let answer = try await ask(DeskRequest("GET", target))
    guard answer.status == 200 else { throw DeskProblem(status: answer.status, try DocumentValue(answer.bytes)) }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(answer.bytes))
    } catch {
      throw DeskProblem(Fault(.deskUnreadable, String(describing: error)), status: 502)
    }
  }

  /// The document, and the target of the next page where there is one.
  func page(_ target: String) async throws -> (document: DocumentValue, next: String?) {
    let answer = try await ask(DeskRequest("GET", target))
    let document = try DocumentValue(answer.bytes)
    guard answer.status == 200 else { throw DeskProblem(status: answer.status, document) }
    let next = answer.headers["link"].flatMap { $0.split(separator: ">").first?.dropFirst() }.map(String.init)
    return (document, next)
  }

  /// Does something by a route.
  func act(_ target: String, _ body: JSON? = nil) async throws {
    let answer = try await ask(DeskRequest("POST", target, body: body?.text ?? ""))
    guard answer.status == 200 else { throw DeskProblem(status: answer.status, try DocumentValue(answer.bytes)) }
  }
}

/// Why a page cannot be shown or an action was not done, in the words of the route.
struct DeskProblem: Error {
  let status: Int
  let cause: Bilingual
  let action: Bilingual
  let code: String
  let detail: String

  init(status: Int, _ document: DocumentValue) {
    self.status = status
    let title = document["title"].text ?? ""
    cause = Bilingual(zh: document["cause"].in(.zh) ?? title, en: document["cause"].in(.en) ?? title)
    action = Bilingual(zh: document["action"].in(.zh) ?? "", en: document["action"].in(.en) ?? "")
    code = document["code"].text ?? ""
    detail = document["detail"].text ?? ""
  }

  init(_ fault: Fault, status: Int) {
    self.status = status
    (cause, action, code, detail) = (fault.code.cause, fault.code.action, fault.code.code, fault.detail)
  }
}
