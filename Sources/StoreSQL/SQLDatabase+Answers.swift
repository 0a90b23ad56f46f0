import FoundationEssentials
import Interview
import Store

extension SQLDatabase {
  /// Inserts one revision with its measures, dimensions and lost points.
  func insert(_ stored: StoredAnswer) throws {
    let record = stored.record
    let card = record.scorecard
    let row: Int? = try value(
      """
      INSERT INTO answers (answer, session, question, attempt, revision, is_current, identity, site, candidate, engine,
        recording_sha256, transcript_sha256, manifest_sha256, role_model, role_model_version, role_model_sha256, language,
        overall, confidence, confidence_low, confidence_high, advisory, scorecard, analysis, sealed_words, duplicate_of, arrived_at,
        recorded_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING answers.row
      """,
      [
        stored.id, record.key.session.text, record.key.question.text, record.key.attempt, stored.revision, stored.isCurrent,
        record.identity, record.site, record.candidate, record.engine, record.recordingHash.hex, record.transcriptHash?.hex,
        record.manifestHash?.hex, record.roleModel?.id, record.roleModel?.version, record.roleModel?.hash.hex,
        record.language?.rawValue, card?.overall?.hundredths, card?.confidence.level.rawValue, card?.confidence.low?.hundredths,
        card?.confidence.high?.hundredths, try card.map { try Self.json($0.advisory) }, try card.map { try Self.json($0) },
        record.analysis, record.sealedWords, stored.duplicateOf, record.arrivedAt, stored.recordedAt,
      ])
    try execute(
      "INSERT INTO measure_values (row, measure, value, unknown) VALUES (?, ?, ?, ?)",
      each: record.measures.map { measure, measured in [row, measure.rawValue, measured.value, measured.reason?.rawValue] })
    try execute(
      """
      INSERT INTO dimension_values (row, position, dimension, name_zh, name_en, weight, effective_weight, score, unknown)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      each: (card?.dimensions ?? []).enumerated().map { position, dimension in
        [
          row, position + 1, dimension.id, dimension.name.zh, dimension.name.en, dimension.weight.hundredths,
          dimension.effectiveWeight.hundredths, dimension.score?.hundredths, dimension.reason?.rawValue,
        ]
      })
    try execute(
      """
      INSERT INTO lost_point_values (row, position, code, dimension, indicator, points, measure, value, expected_low,
        expected_high, weight, spans, excerpt, message_zh, message_en)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      each: (card?.lostPoints ?? []).enumerated().map { position, lost in
        [
          row, position + 1, lost.code, lost.dimension, lost.indicator, lost.points.hundredths, lost.measure?.rawValue, lost.value,
          lost.expectedLow, lost.expectedHigh, lost.weight.hundredths, Self.text(of: lost.spans), lost.excerpt, lost.message.zh,
          lost.message.en,
        ]
      })
  }

  /// The revisions that a condition on `answers` selects, with their measures.
  func answers(where condition: String, _ values: Values) throws -> [StoredAnswer] {
    let found = try rows("SELECT * FROM answers WHERE \(condition)", values)
    let measures = try byRow("SELECT row, measure, value, unknown FROM measure_values WHERE", of: found)
    return try found.map { row in
      try StoredAnswer(row: row, values: measures[row["row"]] ?? [], analysis: row["analysis"]) { _ in
        try (row["scorecard"] as String?).map { try JSONDecoder().decode(Scorecard.self, from: Data($0.utf8)) }
      }
    }
  }

  /// The revisions that a condition selects, without what is long (`ScoreStore.outlines`).
  func outlines(where condition: String, _ values: Values) throws -> [StoredAnswer] {
    let long = ["scorecard", "analysis", "sealed_words"]
    let columns = (StoreTable.all.first { $0.name == "answers" }?.columns ?? []).filter { !long.contains($0) }
    let wanted = ScoredOutline.measures.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    let found = try rows("SELECT \(columns.joined(separator: ", ")), NULL AS sealed_words FROM answers WHERE \(condition)", values)
    let measures = try byRow("SELECT row, measure, value, unknown FROM measure_values WHERE measure IN (\(wanted)) AND", of: found)
    let parts = try byRow("SELECT * FROM dimension_values WHERE", of: found, then: "ORDER BY position")
    return try found.map { row in
      let dimensions = parts[try row["row"]] ?? []
      return try StoredAnswer(row: row, values: measures[row["row"]] ?? [], analysis: AnswerRecord.noAnalysis) { model in
        guard let model, let level = (try row["confidence"] as String?).flatMap(Confidence.Level.init) else { return nil }
        func points(_ row: SQLRow, _ column: String) throws -> Points? { (try row[column] as Int?).map(Points.init(hundredths:)) }
        return Scorecard(
          roleModel: model, overall: try points(row, "overall"),
          dimensions: try dimensions.map { dimension in
            DimensionScore(
              id: try dimension["dimension"], name: Bilingual(zh: try dimension["name_zh"], en: try dimension["name_en"]),
              weight: Points(hundredths: try dimension["weight"]), effectiveWeight: Points(hundredths: try dimension["effective_weight"]),
              score: try points(dimension, "score"), reason: (try dimension["unknown"] as String?).flatMap(UnknownReason.init))
          }, lostPoints: [],
          confidence: Confidence(
            level: level, low: try points(row, "confidence_low"), high: try points(row, "confidence_high"), reasons: []),
          advisory: [], unknown: [:])
      }
    }
  }

  /// What another table has of these revisions, by the number of each, in one question for many of them: a server answers each over the network.
  ///
  /// - Parameter question: up to the condition on `row`; it selects `row` too.
  private func byRow(_ question: String, of revisions: [SQLRow], then order: String = "") throws -> [Int: [SQLRow]] {
    let numbers = try revisions.map { try $0["row"] as Int }
    var found: [Int: [SQLRow]] = [:]
    for start in stride(from: 0, to: numbers.count, by: Self.together) {
      let part = numbers[start..<min(start + Self.together, numbers.count)]
      let marks = repeatElement("?", count: part.count).joined(separator: ", ")
      for row in try rows("\(question) row IN (\(marks)) \(order)", Array(part)) { found[try row["row"], default: []].append(row) }
    }
    return found
  }

  /// Revisions that are asked for together; SQLite takes 32,766 values.
  private static var together: Int { 500 }

  /// As `json` writes them, to the last digit, without an encoder for each of an answer's lost points.
  private static func text(of spans: [TimeRange]) -> String {
    JSON.array(spans.map { .array([.number($0.start), .number($0.end)]) }).text
  }

  /// As columns hold documents: members in the order of their names, so that equal values are equal texts.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

extension StoredAnswer {
  fileprivate init(
    row: SQLRow, values: [SQLRow], analysis: String, card: (RoleModelReference?) throws -> Scorecard?
  ) throws {
    let id: String = try row["answer"]
    func refuse(_ column: String) -> Fault { Fault(.storeRecordInvalid, "\(id): \(column)") }
    guard let session = OpaqueName(printed: try row["session"]), let question = OpaqueName(printed: try row["question"]) else {
      throw refuse("name")
    }
    func hash(_ column: String) throws -> ContentHash? {
      guard let hex = try row[column] as String? else { return nil }
      guard let hash = ContentHash(checking: hex) else { throw refuse(column) }
      return hash
    }
    guard let recording = try hash("recording_sha256") else { throw refuse("recording_sha256") }
    var model: RoleModelReference?
    if let id = try row["role_model"] as String?, let version = try row["role_model_version"] as String?,
      let hash = try hash("role_model_sha256")
    {
      model = RoleModelReference(id: id, version: version, hash: hash)
    }
    var measures: [Measure: Measured<Double>] = [:]
    for value in values {
      // A measure that this version does not know is another version's; it stays in the view.
      guard let measure = Measure(rawValue: try value["measure"]) else { continue }
      if let number = try value["value"] as Double? {
        measures[measure] = .value(number)
      } else if let reason = (try value["unknown"] as String?).flatMap(UnknownReason.init) {
        measures[measure] = .unknown(reason)
      } else {
        throw refuse(measure.rawValue)
      }
    }
    let record = try AnswerRecord(
      key: AnswerKey(session: session, question: question, attempt: row["attempt"]), site: row["site"], candidate: row["candidate"],
      engine: row["engine"], recordingHash: recording, transcriptHash: try hash("transcript_sha256"),
      manifestHash: try hash("manifest_sha256"), roleModel: model,
      language: (row["language"] as String?).flatMap(Language.init), measures: measures, scorecard: card(model), analysis: analysis,
      sealedWords: row["sealed_words"], arrivedAt: row["arrived_at"])
    try self.init(
      record: record, revision: row["revision"], recordedAt: row["recorded_at"], isCurrent: row["is_current"],
      duplicateOf: row["duplicate_of"])
  }
}

extension ContentHash {
  /// Nil where the text is not a SHA-256 in lower-case hexadecimal.
  package init?(checking hex: String) {
    guard hex.utf8.count == 64, hex.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
    self.init(hex: hex)
  }
}
