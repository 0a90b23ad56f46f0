import FoundationEssentials
import Interview

/// The members of `intone.record/1`, in their order: as they are written, and as they are read before they are checked. Only session and
/// question must be there; what is nil is left out.
struct HistoryRow: Codable, OmitsNil {
  var schema: String?
  var session: String
  var question: String
  var attempt: Int?
  var revision: Int?
  var site: String?
  var candidate: String?
  var engine: String?
  var recording_sha256: String?
  var transcript_sha256: String?
  var manifest_sha256: String?
  var role_model: String?
  var role_model_version: String?
  var role_model_sha256: String?
  var language: String?
  var overall: Double?
  var arrived_at: Moment?
  var recorded_at: Moment?
  var current_since: Double?
  var measures: [String: Double]?
  var unknown: [String: String]?
  var scorecard: Embedded<Scorecard>?
  /// As text within the text, so that its bytes stay what they are.
  var analysis: String?
  /// What was said, sealed, in base64.
  var sealed: String?

  static let omitted = OmittedMembers.all

  /// Seconds since 1970 UTC, written as a number or as ISO 8601 text.
  struct Moment: Codable {
    let seconds: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      do {
        seconds = try container.decode(Double.self)
      } catch {
        guard let value = UTC.seconds(try container.decode(String.self)) else {
          throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time")
        }
        seconds = value
      }
    }

    init(seconds: Double) { self.seconds = seconds }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(seconds)
    }
  }
}

extension HistoryRow {
  init(_ document: RecordDocument) throws(Fault) {
    let (record, card) = (document.record, document.record.scorecard)
    (schema, session, question) = (RecordDocument.schema, record.key.session.text, record.key.question.text)
    (attempt, revision, site, candidate) = (record.key.attempt, document.revision, record.site, record.candidate)
    (engine, recording_sha256, transcript_sha256) = (record.engine, record.recordingHash.hex, record.transcriptHash?.hex)
    (manifest_sha256, role_model) = (record.manifestHash?.hex, record.roleModel?.id)
    (role_model_version, role_model_sha256) = (record.roleModel?.version, record.roleModel?.hash.hex)
    (language, overall) = (record.language?.rawValue, card?.overall?.value)
    (arrived_at, recorded_at) = (Moment(seconds: record.arrivedAt), Moment(seconds: document.recordedAt))
    current_since = document.currentSince
    measures = Dictionary(uniqueKeysWithValues: record.measures.compactMap { key, value in value.value.map { (key.rawValue, $0) } })
    let reasons = record.measures.compactMap { key, value in value.reason.map { (key.rawValue, $0.rawValue) } }
    unknown = Dictionary(uniqueKeysWithValues: reasons)
    scorecard = try card.map { card throws(Fault) in .text(try RecordDocument.text(card)) }
    (analysis, sealed) = (record.analysis, record.sealedWords)
  }
}

extension RecordDocument {
  /// What stands for the engine where a row of another system names none.
  static let foreignEngine = "history"
  /// What stands for the time where a row names none: the beginning of the count.
  static let noTime = 0.0

  /// Checks the members and joins them.
  ///
  /// - Throws: `history.row-invalid` with the member's name.
  init(_ row: HistoryRow) throws(Fault) {
    func refuse(_ member: String, _ value: String) -> Fault { Fault(.historyRowInvalid, quoted(member, value)) }
    func hash(_ hex: String?, _ member: String) throws(Fault) -> ContentHash? {
      guard let hex else { return nil }
      guard hex.utf8.count == 64, hex.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
        throw refuse(member, hex)
      }
      return ContentHash(hex: hex)
    }
    func name(_ text: String, _ member: String) throws(Fault) -> OpaqueName {
      guard let name = OpaqueName(printed: text), !name.bytes.isEmpty, !name.bytes.contains(0x2F) else { throw refuse(member, text) }
      return name
    }
    // As in a manifest: what is printed beside scores holds no control characters.
    for (member, text) in [("candidate", row.candidate), ("site", row.site), ("engine", row.engine), ("role_model", row.role_model)] {
      if let text, text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) { throw refuse(member, text) }
    }
    if let schema = row.schema, schema != Self.schema { throw refuse("schema", schema) }
    let (session, question) = (try name(row.session, "session"), try name(row.question, "question"))
    let attempt = row.attempt ?? 1
    guard (1...1_000_000).contains(attempt) else { throw refuse("attempt", "\(attempt)") }
    guard (0...100).contains(row.overall ?? 0) else { throw refuse("overall", JSON.number(row.overall ?? 0).text) }
    var measures: [Measure: Measured<Double>] = [:]
    for (name, value) in row.measures ?? [:] {
      guard let measure = Measure(rawValue: name), value.isFinite else { throw refuse("measures.\(name)", "\(value)") }
      measures[measure] = .value(value)
    }
    for (name, code) in row.unknown ?? [:] {
      guard let measure = Measure(rawValue: name), let reason = UnknownReason(rawValue: code), measures[measure] == nil else {
        throw refuse("unknown.\(name)", code)
      }
      measures[measure] = .unknown(reason)
    }
    var language: Language?
    if let name = row.language {
      guard let known = Language(rawValue: name) else { throw refuse("language", name) }
      language = known
    }
    var model: RoleModelReference?
    if let id = row.role_model, let version = row.role_model_version, let hash = try hash(row.role_model_sha256, "role_model_sha256") {
      model = RoleModelReference(id: id, version: version, hash: hash)
    }
    let key = AnswerKey(session: session, question: question, attempt: attempt)
    // Another system keeps no hash of the recording: then the answer's own id stands for it, and no two answers share it.
    let recording = try hash(row.recording_sha256, "recording_sha256") ?? Self.standIn(for: key.id)
    if case .text(let text) = row.scorecard { throw refuse("scorecard", text) }
    let card = row.scorecard?.value ?? row.overall.map { Self.card(overall: $0, model, row) }
    if let stated = row.overall, let overall = card?.overall, overall.value != stated {
      throw refuse("overall is not the scorecard's", "\(stated)")
    }
    let arrived = row.arrived_at?.seconds ?? row.recorded_at?.seconds ?? Self.noTime
    let recorded = row.recorded_at?.seconds ?? arrived
    guard arrived.isFinite, recorded.isFinite else { throw refuse("recorded_at", "\(recorded)") }
    self.init(
      AnswerRecord(
        key: key, site: row.site, candidate: row.candidate, engine: row.engine ?? Self.foreignEngine, recordingHash: recording,
        transcriptHash: try hash(row.transcript_sha256, "transcript_sha256"),
        manifestHash: try hash(row.manifest_sha256, "manifest_sha256"), roleModel: model ?? card?.roleModel, language: language,
        measures: measures, scorecard: card, analysis: row.analysis ?? AnswerRecord.noAnalysis, sealedWords: row.sealed,
        arrivedAt: arrived),
      recordedAt: recorded, revision: row.revision, currentSince: row.current_since)
  }

  /// A scorecard for a score whose reasons are not known: one lost point says so.
  private static func card(overall: Double, _ model: RoleModelReference?, _ row: HistoryRow) -> Scorecard {
    let overall = Points(hundredths: Int((overall * 100).rounded()))
    let model =
      model
      ?? RoleModelReference(
        id: row.role_model ?? "history", version: row.role_model_version ?? "0", hash: ContentHash(hex: String(repeating: "0", count: 64)))
    let lost = LostPoint(
      code: "history.unexplained", dimension: "history", indicator: "overall", points: .full - overall, measure: nil, value: nil,
      expectedLow: nil, expectedHigh: nil, weight: .full, spans: [], excerpt: nil,
      message: Bilingual(zh: "导入的历史得分，没有扣分明细", en: "an imported score: its reasons are not known"))
    return Scorecard(
      roleModel: model, overall: overall, dimensions: [], lostPoints: overall == .full ? [] : [lost],
      confidence: Confidence(level: .low, low: nil, high: nil, reasons: [lost.message]), advisory: [], unknown: [:])
  }

  /// 64 hexadecimal digits that are the id's own: FNV-1a (Fowler, Noll, Vo), four times from different starts. No
  /// cryptography: it must only differ between answers.
  private static func standIn(for id: String) -> ContentHash {
    let words = (0..<4).map { start in
      id.utf8.reduce(14_695_981_039_346_656_037 &+ UInt64(start)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
    return ContentHash(
      hex: words.map { word in (0..<16).map { String(word >> (60 - 4 * UInt64($0)) & 15, radix: 16) }.joined() }.joined())
  }
}
