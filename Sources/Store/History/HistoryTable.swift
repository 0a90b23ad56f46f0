import FoundationEssentials
import Interview
import Tables

/// Answers as a table: the columns of a CSV export, and what an import makes of any CSV whose first line names columns.
public struct HistoryTable: Sendable {
  /// What the columns mean, in the order of the file.
  private let columns: [Column]

  private enum Column: Sendable {
    case member(String)
    case measure(Measure)
    case ignored
  }

  /// Columns that a file calls otherwise than an import does.
  public struct Names: Sendable, Equatable {
    /// The name that an import knows, by the file's.
    public var known: [String: String] = [:]
    /// The file's names of what is passed over.
    public var ignored: Set<String> = []

    public init(known: [String: String] = [:], ignored: Set<String> = []) {
      self.known = known
      self.ignored = ignored
    }
  }

  private static let members = [
    "session", "question", "attempt", "site", "candidate", "engine", "recording_sha256", "transcript_sha256", "manifest_sha256",
    "role_model", "role_model_version", "role_model_sha256", "language", "overall", "arrived_at", "recorded_at",
  ]
  private static let documents = ["unknown", "scorecard", "analysis"]

  /// The columns of an export, in their order.
  public static let header = members + Measure.allCases.map(\.rawValue) + documents

  /// - Parameters:
  ///   - header: the fields of the first line, in any order.
  ///   - names: what they mean, where the file calls them otherwise.
  /// - Throws: `history.columns` naming every column that is not known, is there twice, or is missing.
  public init(header: [String], names: Names = Names()) throws(Fault) {
    let known = Set(Self.members + Self.documents)
    let meant = header.map { names.ignored.contains($0) ? nil : names.known[$0] ?? $0 }
    columns = meant.map { name in
      guard let name else { return .ignored }
      return Measure(rawValue: name).map { .measure($0) } ?? .member(name)
    }
    let unknown = zip(header, meant).filter { _, name in name.map { !known.contains($0) && Measure(rawValue: $0) == nil } ?? false }
    var present: Set<String> = []
    let twice = Set(meant.compactMap(\.self).filter { !present.insert($0).inserted }).sorted()
    // A name that the file does not have is a slip of whoever gave it.
    let absent = Set(names.known.keys).union(names.ignored).subtracting(header).sorted()
    let wrong = [
      ("not known", unknown.compactMap(\.1)), ("missing", ["session", "question"].filter { !present.contains($0) }), ("twice", twice),
      ("not in the file", absent),
    ].filter { !$0.1.isEmpty }
    guard wrong.isEmpty else {
      throw Fault(.historyColumns, wrong.map { $0.0 + ": " + $0.1.map(\.visibleLine).joined(separator: ", ") }.joined(separator: "; "))
    }
  }

  /// One row; an empty field is no value.
  /// - Throws: `history.row-invalid`.
  public func document(_ fields: [String]) throws(Fault) -> RecordDocument {
    guard fields.count == columns.count else { throw Fault(.historyRowInvalid, "\(fields.count) fields of \(columns.count)") }
    var row = HistoryRow(session: "", question: "")
    var measures: [String: Double] = [:]
    func number(_ text: String, _ name: String) throws(Fault) -> Double {
      guard let value = Double(text), value.isFinite else { throw Fault(.historyRowInvalid, quoted(name, text)) }
      return value
    }
    for (column, text) in zip(columns, fields) where !text.isEmpty {
      switch column {
      case .ignored: break
      case .measure(let measure): measures[measure.rawValue] = try number(text, measure.rawValue)
      case .member("overall"): row.overall = try number(text, "overall")
      case .member("attempt"):
        guard let attempt = Int(text) else { throw Fault(.historyRowInvalid, quoted("attempt", text)) }
        row.attempt = attempt
      case .member("arrived_at"): row.arrived_at = try Self.moment(text, "arrived_at")
      case .member("recorded_at"): row.recorded_at = try Self.moment(text, "recorded_at")
      case .member("unknown"): row.unknown = try Self.decoded(text, "unknown")
      case .member("scorecard"): row.scorecard = try Self.decoded(text, "scorecard")
      case .member(let name): row.set(name, text)
      }
    }
    row.measures = measures
    return try RecordDocument(row)
  }

  /// An answer as a line of an export, with the line's end. Times are to the millisecond.
  public static func line(_ document: RecordDocument) throws(Fault) -> String {
    let record = document.record
    let card = record.scorecard
    var fields: [String?] = [
      record.key.session.text, record.key.question.text, String(record.key.attempt), record.site, record.candidate, record.engine,
      record.recordingHash.hex, record.transcriptHash?.hex, record.manifestHash?.hex, record.roleModel?.id, record.roleModel?.version,
      record.roleModel?.hash.hex, record.language?.rawValue, card?.overall.map { JSON.number($0.value).text },
      UTC.nearest(record.arrivedAt), UTC.nearest(document.recordedAt),
    ]
    for measure in Measure.allCases { fields.append(record.measures[measure]?.value.map { JSON.number($0).text }) }
    let unknown = Dictionary(
      uniqueKeysWithValues: record.measures.compactMap { key, value in value.reason.map { (key.rawValue, $0.rawValue) } })
    fields.append(unknown.isEmpty ? nil : JSON(encoding: unknown).text)
    fields.append(try card.map { card throws(Fault) in try RecordDocument.text(card) })
    fields.append(record.analysis)
    return CSV.line(fields)
  }

  private static func moment(_ text: String, _ name: String) throws(Fault) -> HistoryRow.Moment {
    guard let seconds = Double(text) ?? UTC.seconds(text), seconds.isFinite else { throw Fault(.historyRowInvalid, quoted(name, text)) }
    return HistoryRow.Moment(seconds: seconds)
  }

  private static func decoded<Value: Decodable>(_ text: String, _ name: String) throws(Fault) -> Value {
    do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch { throw Fault(.historyRowInvalid, quoted(name, text)) }
  }
}

/// `overall: 12a`: the column and what stands in it, as much of it as a person needs to find it.
func quoted(_ member: String, _ value: String) -> String {
  let shown = value.prefix(60)
  return member + ": \"" + String(shown).visibleLine + "\"" + (shown.endIndex < value.endIndex ? "…" : "")
}

extension HistoryRow {
  fileprivate mutating func set(_ name: String, _ text: String) {
    switch name {
    case "session": session = text
    case "question": question = text
    case "site": site = text
    case "candidate": candidate = text
    case "engine": engine = text
    case "recording_sha256": recording_sha256 = text
    case "transcript_sha256": transcript_sha256 = text
    case "manifest_sha256": manifest_sha256 = text
    case "role_model": role_model = text
    case "role_model_version": role_model_version = text
    case "role_model_sha256": role_model_sha256 = text
    case "language": language = text
    default: analysis = text
    }
  }
}
