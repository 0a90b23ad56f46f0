import Assessment
import Documents
import Files
import Foundation
import HTTPTypes
import Hummingbird
import Inbox
import Interview
import Logging
import Maintenance
import NIOCore
import NIOEmbedded
import NIOPosix
import Pipeline
import Queries
import Recordings
import RoleModels
import Settings
import Store
import Synchronization

@testable import Control

/// The socket's routes over a house in memory: inbox and filing directories in a directory of their own, the store in memory, and
/// whoever the test says at the other end.
final class ControlFixture: Sendable {
  /// What a test turns while the house stands.
  private final class Hand: Sendable {
    let time = Mutex(1_800_000_000.0)
    let peer = Mutex<Peer?>(ControlFixture.owner)
  }

  struct Answer {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var object: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:] }
    var code: String? { object["code"] as? String }
  }

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let directories = ModelDirectories([repository.appendingPathComponent("models").path])
  /// Read once: seven models of YAML are a tenth of a second for each test that reads them.
  private static let models = directories.library()
  private static let advice = Result { () throws(Fault) in try directories.advice() }
  static let owner = Peer(uid: geteuid(), gid: getegid())
  /// A user of a number that no system gives, in no group.
  static let member = Peer(uid: 61_001, gid: 61_001)

  let folder: URL
  let store = InMemoryStore()
  let inbox: Inbox
  let processor: SubmissionProcessor
  let state: ControlState
  let server: ControlServer
  private let hand: Hand
  private let threads = NIOThreadPool(numberOfThreads: 1)

  var peer: Peer? {
    get { hand.peer.withLock { $0 } }
    set { hand.peer.withLock { $0 = newValue } }
  }
  var now: Double {
    get { hand.time.withLock { $0 } }
    set { hand.time.withLock { $0 = newValue } }
  }

  /// - Parameters:
  ///   - accounts: the users that the system knows.
  ///   - wrapping: what the routes see of the store.
  ///   - fleet: the other daemons; nil where there are none.
  init(
    roles: RoleMap = .standard, accounts: [UInt32: Account] = [:], wrapping: (InMemoryStore) -> any ScoreStore = { $0 },
    fleet: FleetAccess? = nil
  ) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-control-\(UUID().uuidString)")
    for name in ["inbox", "state"] {
      try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    var configuration = InboxConfiguration(
      roots: [InboxRoot(path: folder.path + "/inbox", defaultRole: "general")], stateDirectory: folder.path + "/state")
    configuration.settle = 0
    configuration.transcriptWait = 0
    inbox = try Inbox(configuration: configuration)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    processor = SubmissionProcessor(inbox: inbox, store: store, models: Self.models, counters: ProcessorMetrics(), logger: logger)
    let hand = Hand()
    self.hand = hand
    let settings = ControlSettings(
      hash: { nil }, roles: { roles }, shown: { [] },
      reload: { () throws(Fault) in Replies.Reloaded(models: 0, configuration: nil, needsRestart: []) }, refusal: { nil })
    let advice = try Self.advice.get()
    state = ControlState(
      processor: processor, inbox: inbox, store: wrapping(store), advice: { advice }, baselines: BaselineFiles("/nonexistent"),
      version: "test", startedAt: 0, settings: settings, gate: WorkGate(), stateDirectory: folder.path, decoder: DecoderPresence.find(),
      dispatchers: [],
      retention: RetentionManager(
        inbox: inbox, store: NoErasure(), tombstones: try Tombstones(path: folder.path + "/forgotten"), policy: .init(), logger: logger,
        clockJumps: ClockJumpDetector(path: folder.path + "/clock")),
      watchMode: { "inotify" }, watchLosses: { 0 }, clock: { hand.time.withLock { $0 } }, fleet: fleet,
      traffic: ControlTraffic(accounts: AccountBook { accounts[$0.uid] }))
    threads.start()
    server = ControlServer(state: state, threads: threads, logger: logger) { _ in hand.peer.withLock { $0 } }
  }

  deinit {
    threads.shutdownGracefully { _ in }
    try? FileManager.default.removeItem(at: folder)
  }

  /// Asks as `peer` does.
  func ask(_ method: HTTPRequest.Method, _ target: String, body: String = "", headers: HTTPFields = [:]) async throws -> Answer {
    let request = Request(
      head: HTTPRequest(method: method, scheme: "http", authority: "intoned", path: target, headerFields: headers),
      body: RequestBody(buffer: ByteBuffer(string: body)))
    let context = PeerContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: server.logger))
    let response = try await server.router().buildResponder().respond(to: request, context: context)
    return Answer(status: response.status.code, headers: response.headers, bytes: try await Self.bytes(of: response))
  }

  static func bytes(of response: Response) async throws -> [UInt8] {
    let pages = Pages()
    try await response.body.write(Writer(pages: pages))
    return pages.bytes.withLock { $0 }
  }

  /// The audit log: who, what, to what, how it ended.
  func audited() throws -> [AuditEntry] { try store.auditLinks(after: 0, limit: 1000).map(\.entry) }

  /// A session with one answer in the store.
  func seed(_ session: OpaqueName, question: String = "q1", candidate: String? = nil) throws {
    try store.save(SessionRecord(id: session, state: .completed), at: now)
    _ = try store.record(
      AnswerRecord(
        key: AnswerKey(session: session, question: OpaqueName(question)), site: nil, candidate: candidate, engine: "test",
        recordingHash: Files.hash(session.bytes), transcriptHash: nil, manifestHash: nil, roleModel: nil, language: .en, measures: [:],
        scorecard: nil, analysis: "{}", arrivedAt: now), at: now)
  }

  private final class Pages: Sendable { let bytes = Mutex<[UInt8]>([]) }

  private struct Writer: ResponseBodyWriter {
    let pages: Pages
    mutating func write(_ buffer: ByteBuffer) async throws { pages.bytes.withLock { $0 += buffer.readableBytesView } }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}

/// A store that holds nothing about anybody.
struct NoErasure: StoreErasure {
  func sessions(ofCandidate candidate: String) throws(Fault) -> [String] { [] }
  func candidates() throws(Fault) -> [String] { [] }
  func known(sessions: [String]) throws(Fault) -> [String] { [] }
  func holdsAnswers(ofSession session: String) throws(Fault) -> Bool { false }
  func recordings(onlyOf sessions: [String]) throws(Fault) -> [ContentHash] { [] }
  func erase(sessions: [String], telling kind: StoreEvent.Kind, at time: Double) throws(Fault) -> Erased { Erased() }
  func sessions(quietSince time: Double, limit: Int) throws(Fault) -> [String] { [] }
  func countSessions(quietSince time: Double) throws(Fault) -> Int { 0 }
  func countAudit(through time: Double) throws(Fault) -> Int { 0 }
  func cutAudit(through time: Double, at now: Double, digest: AuditLink.Digest) throws(Fault) -> Int { 0 }
  func answersWithContent(arrivedBefore time: Double, limit: Int) throws(Fault) -> [AnswerKey] { [] }
  func countWithContent(arrivedBefore time: Double) throws(Fault) -> Int { 0 }
  func redactContent(of answer: String, redact: (String) -> String, at time: Double) throws(Fault) {}
  func withdrawMeasures(of answer: String, because reason: UnknownReason, at time: Double) throws(Fault) {}
  func emptyLog() throws(Fault) -> Bool { true }
}
