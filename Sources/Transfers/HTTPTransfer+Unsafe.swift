import CCurl
import Glibc
import Synchronization

/// One request over HTTP.
public struct HTTPRequest: Sendable {
  public enum Body: Sendable {
    case bytes([UInt8])
    /// So many bytes of a file.
    case file(String, bytes: Int)
  }

  public var method: String
  public var url: String
  /// `Name: value` each.
  public var headers: [String]
  public var body = Body.bytes([])
  /// A new file for the answer's body, where the status says that all is well; nil: it is kept in memory.
  public var target: String?
  /// Bytes of the answer's body that are kept in memory.
  public var answerLimit = 4096
  /// Seconds; nil: as long as something comes or goes.
  public var timeout: Double?
  /// A file of certificates in PEM to trust instead of the system's.
  public var authorities: String?

  public init(_ method: String, _ url: String, headers: [String] = []) {
    self.method = method
    self.url = url
    self.headers = headers
  }
}

public struct HTTPAnswer: Sendable, Equatable {
  /// Of HTTP.
  public var status: Int
  /// By their names in lower case.
  public var headers: [String: String]
  /// The beginning of it.
  public var body: [UInt8]

  public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// Why nothing came, in libcurl's words; the address is not among them.
public struct HTTPFailure: Error, Equatable {
  public let words: String
}

/// Sends over the network. Stops soon after it is told to. Certificates are verified; no redirect is followed.
///
/// Unsafe: the C function is lent strings that it copies or reads before it returns, each kept alive by its own scope, and gives
/// memory that is freed once; the flag lives as long as this object, which holds it.
public final class HTTPTransfer: Sendable {
  private let flag: Flag

  /// One word that is shared between threads without a lock: C alone reads and writes it, atomically, and it lives as long as
  /// its owner, which every call holds.
  @safe private struct Flag: @unchecked Sendable {
    let word: UnsafeMutablePointer<Int32>
  }

  public init() {
    let word = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    unsafe word.initialize(to: 0)
    flag = unsafe Flag(word: word)
  }

  deinit { unsafe flag.word.deallocate() }

  /// Ends what is being sent within about a second.
  public func stop() { unsafe transfer_stop(flag.word) }

  public func send(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPAnswer {
    var result = unsafe transfer_result()
    let lines = unsafe request.headers.map { unsafe strdup($0) }
    let optional = unsafe [request.authorities, request.target, request.body.path].map { unsafe $0.flatMap { unsafe strdup($0) } }
    defer { unsafe (lines + optional).forEach { unsafe free($0) } }
    var pointers: [UnsafePointer<CChar>?] = unsafe lines.map { unsafe UnsafePointer($0) }
    unsafe pointers.append(nil)
    unsafe request.method.withCString { method in
      unsafe request.url.withCString { url in
        unsafe request.body.bytes.withUnsafeBytes { bytes in
          unsafe pointers.withUnsafeBufferPointer { list in
            guard let first = list.baseAddress else { return }
            var wanted = unsafe transfer_request(
              method: method, url: url, headers: first, body: bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
              body_bytes: UInt64(request.body.count), source: optional[2], target: optional[1], answer_limit: UInt64(request.answerLimit),
              connect_ms: Int64(min(request.timeout ?? 5, 5) * 1000), total_ms: Int64((request.timeout ?? 0) * 1000),
              authorities: optional[0])
            unsafe transfer_send(&wanted, flag.word, &result)
          }
        }
      }
    }
    defer { unsafe transfer_free(&result) }
    let code = unsafe result.code
    guard code == 0 else {
      let words = unsafe withUnsafeBytes(of: &result.error) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      throw HTTPFailure(words: "curl \(code): \(words)")
    }
    func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: UInt64) -> [UInt8] {
      unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count)))
    }
    let head = unsafe String(decoding: bytes(result.headers, result.header_bytes), as: UTF8.self)
    let body = unsafe bytes(result.answer, result.answer_bytes)
    return unsafe HTTPAnswer(status: Int(result.status), headers: Self.fields(head), body: body)
  }

  /// Of several heads, as after `100 Continue`, the last.
  private static func fields(_ head: String) -> [String: String] {
    var fields: [String: String] = [:]
    for line in head.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":") else {
        fields = [:]
        continue
      }
      fields[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return fields
  }
}

extension HTTPRequest.Body {
  fileprivate var bytes: [UInt8] { if case .bytes(let bytes) = self { bytes } else { [] } }
  fileprivate var path: String? { if case .file(let path, _) = self { path } else { nil } }

  fileprivate var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(_, let count): count
    }
  }
}
