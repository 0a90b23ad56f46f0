import FoundationEssentials
import Interview

/// Answers as a table: the columns of a CSV export, and what an import makes of any CSV whose first line names columns.
public struct HistoryTable: Sendable {
  /// What the columns mean, in the order of the file.
  private let columns: [Column]

  private enum Column: Sendable {
    case member(String)
    case measure(Measure)
  }

  private static let members = [
    "session", "question", "attempt", "site", "candidate", "engine", "recording_sha256", "transcript_sha256", "manifest_sha256",
    "role_model", "role_model_version", "role_model_sha256", "language", "overall", "arrived_at", "recorded_at",
  ]
  private static let documents = ["unknown", "scorecard", "analysis"]

  /// The columns of an export, in their order.
  public static let header = members + Measure.allCases.map(\.rawValue) + documents

  /// - Parameter header: the fields of the first line, in any order.
  /// - Throws: `history.format` naming a column that is not known, is there twice, or is missing.
  public init(header: [String]) throws(Fault) {
    let known = Set(Self.members + Self.documents)
    var columns: [Column] = []
    for name in header {
      if known.contains(name) {
        columns.append(.member(name))
      } else if let measure = Measure(rawValue: name) {
        columns.append(.measure(measure))
      } else {
        throw Fault(.historyFormat, "column \(name.debugDescription)")
      }
    }
    for name in ["session", "question"] where !header.contains(name) { throw Fault(.historyFormat, "column \(name)") }
    guard Set(header).count == header.count else { throw Fault(.historyFormat, "a column is there twice") }
    self.columns = columns
  }

  /// One row; an empty field is no value.
  /// - Throws: `history.row-invalid`.
  public func document(_ fields: [String]) throws(Fault) -> AnswerDocument {
    guard fields.count == columns.count else { throw Fault(.historyRowInvalid, "\(fields.count) fields of \(columns.count)") }
    var row = HistoryRow(session: "", question: "")
    var measures: [String: Double] = [:]
    func number(_ text: String, _ name: String) throws(Fault) -> Double {
      guard let value = Double(text), value.isFinite else { throw Fault(.historyRowInvalid, name) }
      return value
    }
    for (column, text) in zip(columns, fields) where !text.isEmpty {
      switch column {
      case .measure(let measure): measures[measure.rawValue] = try number(text, measure.rawValue)
      case .member("overall"): row.overall = try number(text, "overall")
      case .member("attempt"):
        guard let attempt = Int(text) else { throw Fault(.historyRowInvalid, "attempt") }
        row.attempt = attempt
      case .member("arrived_at"): row.arrived_at = try Self.moment(text, "arrived_at")
      case .member("recorded_at"): row.recorded_at = try Self.moment(text, "recorded_at")
      case .member("unknown"): row.unknown = try Self.decoded(text, "unknown")
      case .member("scorecard"): row.scorecard = try Self.decoded(text, "scorecard")
      case .member(let name): row.set(name, text)
      }
    }
    row.measures = measures
    return try AnswerDocument(row)
  }

  /// An answer as a line of an export, with the line's end. Times are to the millisecond.
  public static func line(_ document: AnswerDocument) throws(Fault) -> String {
    let record = document.record
    let card = record.scorecard
    var fields: [String?] = [
      record.key.session.text, record.key.question.text, String(record.key.attempt), record.site, record.candidate, record.engine,
      record.recordingHash.hex, record.transcriptHash?.hex, record.manifestHash?.hex, record.roleModel?.id, record.roleModel?.version,
      record.roleModel?.hash.hex, record.language?.rawValue, card?.overall.map { JSON.number($0.value).text },
      UTC.nearest(record.arrivedAt), UTC.nearest(document.recordedAt),
    ]
    for measure in Measure.allCases { fields.append(record.measures[measure]?.value.map { JSON.number($0).text }) }
    let unknown = record.measures.compactMap { key, value in value.reason.map { JSON.Member(key.rawValue, .string($0.rawValue)) } }
    fields.append(unknown.isEmpty ? nil : JSON.object(unknown.sorted { $0.name < $1.name }).text)
    fields.append(try card.map { card throws(Fault) in try AnswerDocument.text(card) })
    fields.append(record.analysis)
    return CSV.line(fields)
  }

  private static func moment(_ text: String, _ name: String) throws(Fault) -> HistoryRow.Moment {
    guard let seconds = Double(text) ?? UTC.seconds(text), seconds.isFinite else { throw Fault(.historyRowInvalid, name) }
    return HistoryRow.Moment(seconds: seconds)
  }

  private static func decoded<Value: Decodable>(_ text: String, _ name: String) throws(Fault) -> Value {
    do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch { throw Fault(.historyRowInvalid, name) }
  }
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

/// Comma-separated values as RFC 4180 has them, in UTF-8; lines end with LF or CR LF.
public enum CSV {
  /// Fields joined to a line with its end; nil is an empty field.
  public static func line(_ fields: [String?]) -> String {
    fields.map { field in
      guard let field else { return "" }
      let isPlain = !field.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13 }
      return isPlain ? field : "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }.joined(separator: ",") + "\n"
  }

  /// The fields of one line, its end taken off; nil where a quote is not closed or stands where none may.
  public static func fields(_ line: ArraySlice<UInt8>) -> [String]? {
    let (comma, quote) = (UInt8(ascii: ","), UInt8(ascii: "\""))
    var fields: [String] = []
    var rest = line
    while true {
      if rest.first == quote {
        var text: [UInt8] = []
        rest = rest.dropFirst()
        while true {
          guard let end = rest.firstIndex(of: quote) else { return nil }
          text += rest[..<end]
          rest = rest[(end + 1)...]
          guard rest.first == quote else { break }
          text.append(quote)
          rest = rest.dropFirst()
        }
        fields.append(String(decoding: text, as: UTF8.self))
        guard let next = rest.first else { return fields }
        guard next == comma else { return nil }
        rest = rest.dropFirst()
      } else {
        let end = rest.firstIndex(of: comma) ?? rest.endIndex
        guard !rest[..<end].contains(quote) else { return nil }
        fields.append(String(decoding: rest[..<end], as: UTF8.self))
        guard end < rest.endIndex else { return fields }
        rest = rest[(end + 1)...]
      }
    }
  }
}
