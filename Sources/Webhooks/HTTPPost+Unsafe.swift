import CCurl
import Glibc
import Interview
import Synchronization

/// Sends over the network. Stops soon after it is told to.
///
/// Unsafe: the C function is lent strings that it copies or reads before it returns, each kept alive by its own scope; the flag
/// lives as long as this object, which holds it.
public final class HTTPPost: Sendable {
  public struct Answer: Sendable, Equatable {
    /// Of HTTP.
    public var status: Int
    /// The beginning of the body.
    public var body: String

    public init(status: Int, body: String) {
      self.status = status
      self.body = body
    }
  }

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
  public func stop() { unsafe post_stop(flag.word) }

  /// - Throws: `webhook.unreachable` with libcurl's words; the address is not among them.
  public func send(_ body: String, to url: String, headers: [String], timeout: Double, authorities: String?) throws(Fault) -> Answer {
    var result = post_result()
    let lines = unsafe headers.map { unsafe strdup($0) }
    defer { unsafe lines.forEach { unsafe free($0) } }
    var pointers: [UnsafePointer<CChar>?] = unsafe lines.map { unsafe UnsafePointer($0) }
    unsafe pointers.append(nil)
    let authority = unsafe authorities.flatMap { unsafe strdup($0) }
    defer { unsafe free(authority) }
    unsafe url.withCString { url in
      unsafe body.withCString { text in
        unsafe pointers.withUnsafeBufferPointer { list in
          guard let first = list.baseAddress else { return }
          var request = unsafe post_request(
            url: url, headers: first, body: text, body_bytes: UInt64(body.utf8.count), connect_ms: Int64(min(timeout, 5) * 1000),
            total_ms: Int64(timeout * 1000), authorities: authority)
          unsafe post_send(&request, flag.word, &result)
        }
      }
    }
    guard result.code == 0 else {
      let words = unsafe withUnsafeBytes(of: &result.error) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      throw Fault(.webhookUnreachable, "curl \(result.code): \(words)")
    }
    let kept = Int(result.answer_bytes)
    let text = unsafe withUnsafeBytes(of: &result.answer) { unsafe String(decoding: $0.prefix(kept), as: UTF8.self) }
    return Answer(status: Int(result.status), body: text)
  }
}
