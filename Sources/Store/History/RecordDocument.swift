import FoundationEssentials
import Interview

/// One revision of an answer as a JSON object by itself, `intone.record/1`: what lies beside archived files, what an export
/// holds a line, and what an import reads. It holds all that the store needs to have the row again.
public struct RecordDocument: Sendable, Equatable {
  public static let schema = "intone.record/1"

  public var record: AnswerRecord
  /// Seconds since 1970 UTC.
  public var recordedAt: Double
  /// Counted from 1 within the answer; nil in an export, where the counting is the reading store's.
  public var revision: Int?
  /// When this revision became the current one of its answer, as far as this document knows.
  public var currentSince: Double?

  public init(_ record: AnswerRecord, recordedAt: Double, revision: Int? = nil, currentSince: Double? = nil) {
    self.record = record
    self.recordedAt = recordedAt
    self.revision = revision
    self.currentSince = currentSince
  }

  /// The object on one line; equal documents have equal texts.
  public func json() throws(Fault) -> String { try JSON(encoding: HistoryRow(self)).text }

  /// A scorecard's JSON with its members in order, as the store keeps it.
  public static func text(_ card: Scorecard) throws(Fault) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(card), as: UTF8.self)
    } catch {
      throw Fault(.storeRecordRefused, "\(error)")
    }
  }
}

extension RecordDocument {
  /// Reads what `json()` wrote, and rows of other systems that hold at least a session and a question.
  ///
  /// - Throws: `history.row-invalid` naming what is wrong.
  public init(json bytes: some DataProtocol) throws(Fault) {
    let row: HistoryRow
    do {
      row = try JSONDecoder().decode(HistoryRow.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw Fault(.historyRowInvalid, error.codingLocation)
    } catch {
      throw Fault(.historyRowInvalid, "\(error)")
    }
    try self.init(row)
  }
}

extension DecodingError {
  /// Where it is wrong, in a few words that hold nothing of the content.
  fileprivate var codingLocation: String {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context): path(context) + ": another type is expected"
    case .keyNotFound(let key, let context): path(context) + key.stringValue + " is missing"
    case .dataCorrupted(let context): context.codingPath.isEmpty ? "not a JSON object" : path(context) + ": not a valid value"
    @unknown default: "not readable"
    }
  }

  private func path(_ context: Context) -> String { context.codingPath.map(\.stringValue).joined(separator: ".") }
}
