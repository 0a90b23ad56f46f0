import Glibc
import Interview

extension FaultCode {
  static let daemonUnreachable = FaultCode(
    "daemon.unreachable", retry: .later, cause: Bilingual(zh: "无法连接守护进程", en: "the daemon cannot be reached"),
    action: Bilingual(
      zh: "查看 systemctl status intoned；或用 --socket 指定套接字。", en: "Check systemctl status intoned, or name the socket with --socket."))
  static let daemonDenied = FaultCode(
    "daemon.denied", cause: Bilingual(zh: "没有访问守护进程套接字的权限", en: "this user may not open the daemon's socket"),
    action: Bilingual(zh: "请管理员把您加入 intone 组。", en: "Ask an administrator to add you to the group intone."))
}

/// Asks the daemon over its Unix socket: one HTTP/1.1 request a connection, bounded in size and time.
///
/// Unsafe: socket calls are given addresses and buffers with their own lengths, all of which outlive the call.
struct SocketClient {
  let path: String
  /// Seconds to wait for an answer.
  var timeout = 30

  /// - Returns: status and body.
  /// - Throws: `daemon.unreachable`, `daemon.denied`.
  func request(_ method: String, _ target: String, body: String = "") throws(Fault) -> (status: Int, body: String) {
    let (status, _, bytes) = try exchange(method, target, body: Array(body.utf8))
    return (status, String(decoding: bytes, as: UTF8.self))
  }

  /// - Parameter range: a `Range` header's value; nil for the whole.
  /// - Returns: status, headers by names in lower case, and body.
  /// - Throws: `daemon.unreachable`, `daemon.denied`.
  func exchange(
    _ method: String, _ target: String, body: [UInt8] = [], range: String? = nil
  ) throws(Fault) -> (status: Int, headers: [String: String], body: [UInt8]) {
    let descriptor = try connected()
    defer { close(descriptor) }
    // `Connection: close` lets the end of the connection be the end of the answer.
    let wanted = range.map { "Range: \($0)\r\n" } ?? ""
    let head = "\(method) \(target) HTTP/1.1\r\nHost: intoned\r\nConnection: close\r\n\(wanted)Content-Length: \(body.count)\r\n\r\n"
    let bytes = Array(head.utf8) + body
    // A daemon that has no place for one more says so before it is asked, and closes: its words wait to be read.
    guard unsafe send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count || errno == EPIPE else { throw unreachable() }
    var answer: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe recv(descriptor, &block, block.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 || !answer.isEmpty else { throw unreachable() }
      if count <= 0 { break }
      answer.append(contentsOf: block[..<count])
      guard answer.count <= 256 << 20 else { throw Fault(.daemonUnreachable, "answer larger than 256 MB") }
    }
    return try parse(answer)
  }

  /// A connection, with the timeout set for both directions.
  /// - Throws: `daemon.denied` where the socket may not be opened, else `daemon.unreachable`.
  private func connected() throws(Fault) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    guard name.count < 108 else { throw Fault(.daemonUnreachable, "\(path): longer than 107 bytes") }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw unreachable() }
    var time = timeval(tv_sec: timeout, tv_usec: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      let denied = errno == EACCES || errno == EPERM
      let fault = denied ? Fault(.daemonDenied, path) : unreachable()
      close(descriptor)
      throw fault
    }
    return descriptor
  }

  private func unreachable() -> Fault { unsafe Fault(.daemonUnreachable, "\(path): \(String(cString: strerror(errno)))") }

  /// Status line, headers and body of a whole answer.
  /// - Throws: `daemon.unreachable` for what is no HTTP.
  private func parse(_ answer: [UInt8]) throws(Fault) -> (status: Int, headers: [String: String], body: [UInt8]) {
    guard let split = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { throw Fault(.daemonUnreachable, "\(path): not HTTP") }
    let lines = String(decoding: answer[..<split.lowerBound], as: UTF8.self).split(separator: "\r\n")
    let fields = (lines.first ?? "").split(separator: " ", maxSplits: 2)
    guard fields.count > 1, let status = Int(fields[1].prefix(3)) else { throw Fault(.daemonUnreachable, "\(path): not HTTP") }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    let body = answer[split.upperBound...]
    return (status, headers, headers["transfer-encoding"]?.lowercased() == "chunked" ? unchunked(body) : Array(body))
  }

  /// The body without the sizes of its chunks; what is cut short is taken as far as it goes.
  private func unchunked(_ body: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = body
    while let end = rest.firstIndex(of: 13) {
      guard let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), size > 0,
        rest.count >= end - rest.startIndex + 2 + size
      else { break }
      let start = end + 2
      result += rest[start..<start + size]
      rest = rest[(start + size)...].dropFirst(2)
    }
    return result
  }
}
