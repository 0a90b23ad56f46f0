import Documents
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
  public var body: [UInt8]
  /// A `Range` header's value; nil for the whole.
  public var range: String?

  public init(_ method: String, _ target: String, body: [UInt8] = [], range: String? = nil) {
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
  /// The document of a route as the type that wrote it.
  /// - Throws: `DeskProblem` with what the route said where it gave none.
  func read<Value: Decodable>(_ target: String) async throws -> Value { try await read(DeskRequest("GET", target)) }

  /// What a route makes of a file.
  func send<Value: Decodable>(_ file: [UInt8], to target: String) async throws -> Value {
    try await read(DeskRequest("POST", target, body: file))
  }

  private func read<Value: Decodable>(_ request: DeskRequest) async throws -> Value { try decoded(try await ask(request)) }

  private func decoded<Value: Decodable>(_ answer: DeskAnswer) throws -> Value {
    guard answer.status == 200 else { throw DeskProblem(status: answer.status, answer.bytes) }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(answer.bytes))
    } catch {
      throw DeskProblem(Fault(.deskUnreadable, String(describing: error)), status: 502)
    }
  }

  /// As `read`; nil where the caller's roles do not allow it.
  func ifAllowed<Value: Decodable>(_ target: String) async throws -> Value? {
    do { return try await read(target) } catch let problem as DeskProblem where problem.status == 403 { return nil }
  }

  /// The document, and the target of the next page where there is one.
  func page<Value: Decodable>(_ target: String) async throws -> (document: Value, next: String?) {
    let answer = try await ask(DeskRequest("GET", target))
    let next = answer.headers["link"].flatMap { $0.split(separator: ">").first?.dropFirst() }.map(String.init)
    return (try decoded(answer), next)
  }

  /// Does something by a route.
  func act(_ target: String, _ wish: (any Document)? = nil) async throws {
    let answer = try await ask(DeskRequest("POST", target, body: Array((wish?.json.text ?? "").utf8)))
    guard answer.status == 200 else { throw DeskProblem(status: answer.status, answer.bytes) }
  }
}

/// Why a page cannot be shown or an action was not done, in the words of the route.
struct DeskProblem: Error {
  let status: Int
  let cause: Bilingual
  let action: Bilingual
  let code: String
  let detail: String

  /// - Parameter bytes: what a route answered in place of its document.
  init(status: Int, _ bytes: [UInt8]) {
    guard let document = try? ProblemDocument(reading: String(decoding: bytes, as: UTF8.self)) else {
      self.init(Fault(.deskUnreadable, "HTTP \(status), \(bytes.count) bytes"), status: 502)
      return
    }
    self.init(document.fault, status: status)
  }

  init(_ fault: Fault, status: Int) {
    self.status = status
    (cause, action, code, detail) = (fault.code.cause, fault.code.action, fault.code.code, fault.detail)
  }
}
