import Foundation
import Interview
import SQLiteStore
import Seal
import Store
import StoreSQL
import TestSupport
import Testing
import Vault

@testable import PostgresStore

/// The stores that the conformance suite runs on.
enum Implementation: String, CaseIterable, CustomTestStringConvertible {
  case memory
  case sqlite
  case postgres
  /// The same with a vault that seals and opens.
  case sealedSQLite
  case sealedPostgres
  /// As a daemon whose role owns nothing and may write.
  case writer = "writerPostgres"

  var testDescription: String { rawValue }

  func make() throws -> any ScoreStore {
    switch self {
    case .memory: InMemoryStore()
    case .sqlite: try SQLiteStore(path: Scratch.path())
    case .postgres, .sealedSQLite, .sealedPostgres, .writer: try makeLasting()
    }
  }

  /// Those that keep what they hold on a disk, and let go of it.
  static let lasting: [Implementation] = [.sqlite, .postgres, .sealedSQLite, .sealedPostgres, .writer]

  func makeLasting() throws -> any ScoreStore & StoreErasure & StoreHistory {
    switch self {
    case .memory, .sqlite: try SQLiteStore(path: Scratch.path())
    case .postgres: try Scratch.postgres()
    case .sealedSQLite: try SQLiteStore(path: Scratch.path(), vault: Scratch.vault())
    case .sealedPostgres: try Scratch.postgres(vault: Scratch.vault())
    case .writer: try Scratch.writer()
    }
  }
}

/// Databases in a scratch directory that goes with the process.
enum Scratch {
  private static let base: URL = {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("intone-store-\(ProcessInfo.processInfo.processIdentifier)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }()

  /// A store in a schema of its own on the tests' server.
  static func postgres(_ schema: String = fresh(), readOnly: Bool = false, vault: Vault = .none) throws -> PostgresStore {
    let server = try #require(PostgresServer.shared, "PostgreSQL is not installed: make setup")
    return readOnly
      ? try PostgresStore(readOnly: server.connection(), schema: schema, vault: vault)
      : try PostgresStore(server.connection(), schema: schema, vault: vault)
  }

  /// Roles of the tests' server: that of the daemons, and one that is a member of it.
  private static let writerRole: Result<String, any Error> = Result {
    let server = try #require(PostgresServer.shared, "PostgreSQL is not installed: make setup")
    let roles = ["intone_writer", "intone_scores", "intone_evidence", "intone_all_sites"].map(PostgresStore.role)
    try PostgresConnection([("dbname", server.connection())]).run(
      roles.joined() + "CREATE ROLE intone_daemon LOGIN IN ROLE intone_writer")
    return "intone_daemon"
  }

  /// As the member of the daemons' role asks for one of the server's databases.
  static func writerConnection(_ database: String = "postgres") throws -> String {
    try #require(PostgresServer.shared).connection(database).replacing("user=postgres", with: "user=\(writerRole.get())")
  }

  /// A store that its owner has made, as a daemon that may only write to it has it.
  static func writer(_ schema: String = fresh()) throws -> PostgresStore {
    let connection = try writerConnection()
    let server = try #require(PostgresServer.shared)
    _ = try postgres(schema)
    try PostgresSessionKeys(server.connection(), schema: schema).prepare()
    try PostgresConnection([("dbname", server.connection())]).run(PostgresStore.writer(in: schema))
    return try PostgresStore(connection, schema: schema)
  }

  /// Seals to a master of its own, and opens.
  static func vault() throws -> Vault {
    let master = try SealIdentity(bytes: Vault.random(32))
    return Vault(master: master.recipient, identities: [master], keys: InMemorySessionKeys(), stateDirectory: "/")
  }

  static func fresh() -> String { "t" + UUID().uuidString.filter { $0 != "-" }.lowercased() }

  static func path() -> String { base.appendingPathComponent(UUID().uuidString + ".sqlite").path }
}

/// A stand-in for SHA-256 that depends on every byte and its place: FNV-1a, four times with different starts.
@Sendable func digest(_ bytes: [UInt8]) -> ContentHash {
  let words = (0..<4).map { start in
    bytes.reduce(14_695_981_039_346_656_037 &+ UInt64(start)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }
  return ContentHash(hex: words.map { word in (0..<16).map { String(word >> (60 - 4 * UInt64($0)) & 15, radix: 16) }.joined() }.joined())
}

func hash(_ text: String) -> ContentHash { digest(Array(text.utf8)) }

func key(_ session: String, _ question: String, _ attempt: Int = 1) -> AnswerKey {
  AnswerKey(session: OpaqueName(session), question: OpaqueName(question), attempt: attempt)
}

/// A record with one of everything.
func sample(
  _ key: AnswerKey = key("s1", "q1"), recording: String = "sound", transcript: String? = "text", model: String = "1", engine: String = "e1",
  overall: Int = 8_750, arrivedAt: Double = 1_800_000_000.125
) -> AnswerRecord {
  let model = RoleModelReference(id: "sales", version: model, hash: hash("model" + model))
  let lost = LostPoint(
    code: "delivery.pauses.high", dimension: "delivery", indicator: "pauses", points: Points(hundredths: 10_000 - overall),
    measure: .pauseRatio, value: 0.4321, expectedLow: 0.1, expectedHigh: nil, weight: Points(hundredths: 2_000),
    spans: [TimeRange(1.5, 2.25), TimeRange(7, 8)], excerpt: "我们……", message: Bilingual(zh: "停顿多", en: "many pauses"))
  let card = Scorecard(
    roleModel: model, overall: Points(hundredths: overall),
    dimensions: [
      DimensionScore(
        id: "delivery", name: Bilingual(zh: "表达", en: "Delivery"), weight: Points(hundredths: 4_000),
        effectiveWeight: Points(hundredths: 10_000), score: Points(hundredths: overall), reason: nil),
      DimensionScore(
        id: "content", name: Bilingual(zh: "内容", en: "Content"), weight: Points(hundredths: 6_000), effectiveWeight: .zero, score: nil,
        reason: .transcriptMissing),
    ], lostPoints: [lost],
    confidence: Confidence(level: .medium, low: Points(hundredths: 8_000), high: Points(hundredths: 9_500), reasons: []),
    advisory: [Advisory(kind: .suggestFollowUp, message: Bilingual(zh: "追问", en: "ask on"), spans: [TimeRange(0, 1)])],
    unknown: ["content.keywords": .transcriptMissing])
  return AnswerRecord(
    key: key, site: "north", candidate: "c-1", engine: engine, recordingHash: hash(recording), transcriptHash: transcript.map(hash),
    roleModel: model, language: .zh,
    measures: [.pauseRatio: .value(0.4321), .speechRate: .value(4.1), .fillersPerMinute: .unknown(.transcriptNotVerbatim)],
    scorecard: card, analysis: #"{"schema":"intone.analysis/1"}"#, arrivedAt: arrivedAt)
}
