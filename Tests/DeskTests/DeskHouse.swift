import Foundation
import HTTPTypes
import Hummingbird
import Interview
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import Desk

/// The desk over documents that a test gives, and a browser of one cookie.
final class DeskHouse: Sendable {
  struct Answer {
    let status: Int
    let headers: HTTPFields
    let text: String
  }

  /// Answers with what the test has put under a target, and remembers what was done.
  final class Source: DeskSource {
    let documents = Mutex<[String: (status: Int, text: String)]>([:])
    let acted = Mutex<[(target: String, body: String)]>([])
    let ranges = Mutex<[String]>([])

    func ask(_ request: DeskRequest) async throws -> DeskAnswer {
      if request.method == "POST" { acted.withLock { $0.append((request.target, String(decoding: request.body, as: UTF8.self))) } }
      if let range = request.range { ranges.withLock { $0.append(range) } }
      let path = String(request.target.prefix { $0 != "?" })
      let known = documents.withLock { $0[request.target] ?? $0[path] }
      let (status, text) =
        known ?? (request.method == "POST" ? (200, "{}") : (404, DeskHouse.problem("control.not-found", status: 404)))
      return DeskAnswer(status: status, headers: ["content-type": "application/json"], bytes: Array(text.utf8))
    }
  }

  /// Nothing waits, and nothing is worked on.
  static let queue = """
    "waiting":0,"settling":0,"denied":0,"awaiting_transcript":0,"awaiting_recording":0,"backing_off":0,"ready":0,"blocked":0,"held":0,\
    "working":[]
    """
  /// All is well, an hour after the start.
  static let status = """
    {"state":"ok","version":"9.9","uptime_s":3600,"work":"running","watch":"inotify","roots":[],"decoders":{"ffmpeg":{"files_confined":true,\
    "calls_confined":true}},"queue":{\(queue)},"done":{},"faults":{},"audio_s":0,"throughput":{"answers_per_hour":1250,\
    "audio_s_per_s":812.4,"queue_s":null},"promise":{"answers":40,"missed":1,"kept_ratio":0.975},"set_aside":{},"store":{"answers":40,\
    "revisions":41,"sessions":10,"events":99},"disk":{"path":"/x","free_bytes":12400000000,"size_bytes":250000000000,"full_in_days":31.4},\
    "retention":{"recordings_days":30},"webhooks":[],"attention":[],"models":["sales 1"],"problems":[]}
    """

  /// Two daemons, of which one is cut off and older.
  static let fleet = """
    {"nodes":[{"node":"north","state":"ok","version":"9.9","schema":3,"waiting":4,"working":2,"set_aside":1,"uptime_s":60,"silent_s":3,\
    "problems":[]},{"node":"south","state":"silent","site":"s2","version":"9.8","schema":3,"waiting":0,"working":0,"uptime_s":60,\
    "silent_s":7200,"problems":["store.unreachable"]}],"versions":["9.8","9.9"]}
    """

  static func problem(_ code: String, status: Int, cause: String = "no", action: String = "do", detail: String = "") -> String {
    """
    {"type":"urn:intone:fault:\(code)","title":"\(cause)","status":\(status),"detail":"\(detail)","code":"\(code)",\
    "action":{"zh":"","en":"\(action)"},"cause":{"zh":"","en":"\(cause)"}}
    """
  }

  let source = Source()
  let server: DeskServer
  private let clock = Clock()
  private let cookie = Mutex("")
  private let word = Mutex("")

  init() {
    server = DeskServer(source: source, language: .en, account: "anna") { [clock] in clock.now.withLock { $0 } }
    for (target, text) in [
      ("/v1/status", Self.status), ("/v1/fleet", Self.fleet), ("/v1/queue", #"{\#(Self.queue),"items":[],"more":0}"#),
      ("/v1/quarantine", "[]"), ("/v1/models", "[]"),
      ("/v1/sessions", "[]"),
    ] {
      give(target, text)
    }
    server.visitors.announce { [self] in self.tell($0) }
  }

  private final class Clock: Sendable { let now = Mutex(1_800_000_000.0) }

  private func tell(_ next: String) { word.withLock { $0 = next } }

  var entrance: String { "/desk/enter?word=" + word.withLock { $0 } }
  func wait(_ seconds: Double) { clock.now.withLock { $0 += seconds } }
  func give(_ target: String, _ text: String, status: Int = 200) { source.documents.withLock { $0[target] = (status, text) } }

  /// Comes in by the address that was printed.
  func enter() async throws {
    let answer = try await get(entrance)
    cookie.withLock { $0 = String((answer.headers[.setCookie] ?? "").prefix { $0 != ";" }) }
  }

  func get(_ target: String, host: String = "127.0.0.1:8900", headers: HTTPFields = [:]) async throws -> Answer {
    try await ask(.get, target, "", host, headers)
  }

  /// - Parameter form: with the page's own token unless it brings one.
  func post(_ target: String, _ form: [String: String]) async throws -> Answer {
    var form = form
    if form["form"] == nil { form["form"] = try await token() }
    let body = form.map { PercentText.encoded($0.key) + "=" + PercentText.encoded($0.value) }.joined(separator: "&")
    return try await ask(.post, target, body, "127.0.0.1:8900", [:])
  }

  private func token() async throws -> String {
    let page = try await get("/desk/running").text
    return page.firstMatch(of: #/name="form" value="([0-9a-f]{64})"/#).map { String($0.1) } ?? ""
  }

  private func ask(_ method: HTTPRequest.Method, _ target: String, _ body: String, _ host: String, _ more: HTTPFields) async throws
    -> Answer
  {
    var headers = more
    headers[.cookie] = cookie.withLock { $0 }
    let request = Request(
      head: HTTPRequest(method: method, scheme: "http", authority: host, path: target, headerFields: headers),
      body: RequestBody(buffer: ByteBuffer(string: body)))
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let context = DeskContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
    let response = try await server.router().buildResponder().respond(to: request, context: context)
    let pages = Pages()
    try await response.body.write(Writer(pages: pages))
    return Answer(status: response.status.code, headers: response.headers, text: pages.text.withLock { $0 })
  }

  private final class Pages: Sendable { let text = Mutex("") }

  private struct Writer: ResponseBodyWriter {
    let pages: Pages
    mutating func write(_ buffer: ByteBuffer) async throws { pages.text.withLock { $0 += String(buffer: buffer) } }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}
