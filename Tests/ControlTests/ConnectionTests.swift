import Interview
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import Connections
@testable import Control

final class Counter: Sendable {
  private let count = Mutex(0)
  var value: Int { count.withLock { $0 } }
  func add() { count.withLock { $0 += 1 } }
}

struct ConnectionTests {
  private static func limits(_ total: Int, perUser: Int, operators: Int, owner: Int) -> ConnectionLimits {
    var limits = ConnectionLimits()
    (limits.total, limits.perUser, limits.keptForOperators, limits.keptForOwner) = (total, perUser, operators, owner)
    return limits
  }

  @Test func `members exhaust their places and no others, and a user its own`() {
    var book = ConnectionBook(Self.limits(10, perUser: 3, operators: 4, owner: 2))
    for _ in 0..<3 { #expect(book.enter(1, as: .member) == nil) }
    #expect(book.enter(1, as: .member) == .user)
    for _ in 0..<3 { #expect(book.enter(2, as: .member) == nil) }
    #expect(book.isScarce)
    #expect(book.enter(3, as: .member) == .all)
    for _ in 0..<2 { #expect(book.enter(4, as: .operator) == nil) }
    #expect(book.enter(5, as: .operator) == .all)
    // The owner is held to the whole alone.
    for _ in 0..<2 { #expect(book.enter(0, as: .owner) == nil) }
    #expect(book.enter(0, as: .owner) == .all)
    #expect(book.open == 10)
    book.leave(1)
    #expect(book.enter(0, as: .owner) == nil)
    for uid: UInt32 in [1, 1, 2, 2, 2, 4, 4, 0, 0, 0] { book.leave(uid) }
    #expect(book.open == 0)
    #expect(!book.isScarce)
    #expect(book.enter(1, as: .member) == nil)
  }

  @Test(arguments: [(20_000, 4, 512, 64), (1024, 4, 512, 64), (512, 4, 320, 64), (256, 2, 96, 24), (256, 8, 16, 4)])
  func `connections leave descriptors for the work, whatever the limit of open files`(
    _ openFiles: Int, _ workers: Int, _ total: Int, _ perUser: Int
  ) {
    let limits = ConnectionLimits(openFiles: openFiles, workers: workers)
    #expect(limits.total == total)
    #expect(limits.perUser == perUser)
    #expect(limits.keptForOwner < limits.keptForOperators && limits.keptForOperators < limits.total)
    // Also those on their way out, down to what the daemon needs at rest.
    #expect(limits.accepted + 40 + 16 * workers <= openFiles)
  }

  /// A connection as the daemon sets it up, up to where requests are answered.
  private struct Wire {
    let channel = EmbeddedChannel()
    let refused = Counter()

    init(_ limits: RequestLimits = RequestLimits()) throws {
      let refused = refused
      try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
      try RequestGuard.install(in: channel.pipeline.syncOperations, limits: limits) { refused.add() }
      try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
    }

    func send(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

    /// The heads that came through.
    func heads() throws -> [HTTPRequestHead] {
      var heads: [HTTPRequestHead] = []
      while let part = try channel.readInbound(as: HTTPServerRequestPart.self) { if case .head(let head) = part { heads.append(head) } }
      return heads
    }

    func said() throws -> String {
      var text = ""
      while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
      return text
    }

    func answer() throws {
      let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "0"])
      try channel.writeOutbound(HTTPServerResponsePart.head(head))
      try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }
  }

  @Test func `a plain request passes as it is, and so do those behind it`() throws {
    let wire = try Wire()
    try wire.send("GET /v1/sta")
    try wire.send("tus HTTP/1.1\r\nHost: x\r\n\r\nPOST /v1/forget HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
    #expect(try wire.heads().map(\.uri) == ["/v1/status", "/v1/forget"])
    let long = String(repeating: "a", count: 8000)
    try wire.send("POST /v1/forget?x=\(long) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
    #expect(try wire.heads().count == 1)
    // A body is no head, however long.
    try wire.send("POST /v1/forget HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + String(repeating: "b", count: 60_000))
    #expect(try wire.heads().count == 1)
    #expect(wire.refused.value == 0)
  }

  @Test(arguments: [
    ("GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: x\r\n\r\n", "414 URI Too Long"),
    ("GET /" + String(repeating: "a", count: 1_000_000), "414 URI Too Long"),
    ("GET / HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "a", count: 1_000_000), "431 Request Header Fields Too Large"),
    ("GET / HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "a", count: 40_000) + "\r\n\r\n", "431 Request Header Fields Too Large"),
    (
      "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "A: bcdefghijklmnopqrstuvwxyz\r\n", count: 2000) + "\r\n",
      "431 Request Header Fields Too Large"
    ), ("GET / HTTP/1.1\r\n\r\n", "400 Bad Request"), ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400 Bad Request"),
    ("GET http://x/v1/status HTTP/1.1\r\nHost: x\r\n\r\n", "400 Bad Request"),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", "501 Not Implemented"),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501 Not Implemented"),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\nTransfer-Encoding: chunked\r\n\r\n", "501 Not Implemented"),
    ("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "501 Not Implemented"),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 Bad Request"),
    ("\u{16}\u{3}\u{1} hello\r\n\r\n", "400 Bad Request"),
  ])
  func `a request that is too long or ambiguous is answered, and nothing behind it is heard`(_ text: String, _ status: String) throws {
    let wire = try Wire()
    for start in stride(from: 0, to: text.utf8.count, by: 2048) {
      try wire.send(String(decoding: Array(text.utf8)[start..<min(text.utf8.count, start + 2048)], as: UTF8.self))
    }
    try wire.send("GET /v1/pause HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try wire.heads() == [])
    let said = try wire.said()
    #expect(said.hasPrefix("HTTP/1.1 \(status)\r\nConnection: close\r\n"))
    #expect(said.contains("\"code\":\"control.http\""))
    #expect(wire.refused.value == 1)
    // The client gets to read that, and then the connection is closed whatever it does.
    wire.channel.embeddedEventLoop.advanceTime(by: .seconds(3))
    #expect(!wire.channel.isActive)
  }

  @Test func `an answer to an earlier request never gets a refusal into it`() throws {
    let wire = try Wire()
    try wire.send("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n")
    try wire.send("GET /v1/status HTTP/1.1\r\n\r\n")
    #expect(try wire.said() == "")
    #expect(!wire.channel.isActive)
  }

  @Test func `HTTP 1.0 and whoever wishes it are told that the connection ends`() throws {
    for head in [
      "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n",
    ] {
      let wire = try Wire()
      try wire.send(head)
      #expect(try wire.heads().map { $0.headers["connection"] } == [["close"]])
    }
  }

  @Test func `a request has its time to arrive, half a head, half a body or nothing at all`() throws {
    for text in ["", "GET /v1/status HTTP/1.1\r\nHost", "POST /v1/forget HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"] {
      let wire = try Wire()
      if !text.isEmpty { try wire.send(text) }
      wire.channel.embeddedEventLoop.advanceTime(by: .seconds(29))
      #expect(wire.channel.isActive && wire.refused.value == 0)
      wire.channel.embeddedEventLoop.advanceTime(by: .seconds(2))
      #expect(wire.refused.value == 1, "\(text)")
      // Once its head has come, an answer may be under way.
      #expect(try text.hasPrefix("POST") || wire.said().hasPrefix("HTTP/1.1 408 "))
      wire.channel.embeddedEventLoop.advanceTime(by: .seconds(3))
      #expect(!wire.channel.isActive)
    }
  }

  @Test func `a long poll may take long, and what comes behind it waits`() throws {
    let wire = try Wire()
    try wire.send("GET /v1/events?wait=300 HTTP/1.1\r\nHost: x\r\n\r\nGET /v1/sta")
    wire.channel.embeddedEventLoop.advanceTime(by: .seconds(280))
    #expect(wire.channel.isActive)
    try wire.answer()
    #expect(try wire.said().hasPrefix("HTTP/1.1 200 OK"))
    #expect(wire.refused.value == 0)
  }
}
