import FoundationEssentials
import Interview

/// What a report reads of one answer: the documented analysis object, `intone.analysis/1`, as the store keeps it.
///
/// Reading the documented text and nothing else is what makes a report show the store's values and no others.
public struct AnalysisDocument: Decodable, Sendable {
  struct Recording: Decodable {
    struct Quality: Decodable {
      var snr_db: Double?
      var flags: [String]
    }
    var container: String
    var codec: String
    var sample_rate_hz: Int
    var channels: Int
    var duration_s: Double?
    var quality: Quality
  }
  struct Text: Decodable {
    struct Hits: Decodable { var hits: [Hit] }
    struct Hit: Decodable {
      var text: String
      var term: String
      var match: String
      var span: TimeRange?
    }
    struct Group: Decodable {
      var group: String
      var hits: [Hit]
    }
    struct Keywords: Decodable {
      var groups: [Group]
      var missing: [String]
    }
    var format: String
    var content: String
    var keywords: Keywords
    var fillers: Hits?
    var specificity: Hits?
  }
  struct Track: Decodable {
    var hop_s: Double
    var f0_hz: [Double?]
  }
  struct Named: Decodable {
    var zh: String
    var en: String
    subscript(language: Language) -> String { language == .zh ? zh : en }
  }
  struct Scores: Decodable {
    struct Role: Decodable {
      var id: String
      var version: String
    }
    struct Dimension: Decodable {
      var id: String
      var name: Named
      var effective_weight: Double
      var score: Double?
      var reason: UnknownReason?
    }
    struct Lost: Decodable {
      var code: String
      var points: Double
      var spans: [TimeRange]
      var excerpt: String?
      var message: Named
    }
    struct Sure: Decodable {
      var level: Confidence.Level
      var low: Double?
      var high: Double?
      var reasons: [Named]
    }
    struct Advice: Decodable {
      var kind: Advisory.Kind
      var message: Named
    }
    var role: Role
    var overall: Double?
    var dimensions: [Dimension]
    var lost_points: [Lost]
    var confidence: Sure
    var advisory: [Advice]
  }

  var engine: String
  private var asked: Asked?
  private struct Asked: Decodable { var text: String? }
  /// The question as the session's manifest worded it; nil where it did not.
  public var question: String? { asked?.text }
  var recording: Recording
  var text: Text?
  var segments: [TimeRange]
  var pauses: [TimeRange]
  var pitch_track: Track?
  var scores: Scores?
  var unknown: [String: String]
  /// Values by their dotted place in the document, for the table of measures.
  var values: [String: Double] = [:]

  private enum CodingKeys: String, CodingKey {
    case engine, question, recording, text, segments, pauses, pitch_track, scores, unknown
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    engine = try members.decode(String.self, forKey: .engine)
    asked = try members.decodeIfPresent(Asked.self, forKey: .question)
    recording = try members.decode(Recording.self, forKey: .recording)
    text = try members.decodeIfPresent(Text.self, forKey: .text)
    segments = try members.decode([TimeRange].self, forKey: .segments)
    pauses = try members.decode([TimeRange].self, forKey: .pauses)
    pitch_track = try members.decodeIfPresent(Track.self, forKey: .pitch_track)
    scores = try members.decodeIfPresent(Scores.self, forKey: .scores)
    unknown = try members.decode([String: String].self, forKey: .unknown)
    values = try NumberTree(from: decoder).numbers
  }

  /// - Throws: `report.unreadable` when the text is not the documented object.
  public init(json: String) throws(Fault) {
    do {
      self = try JSONDecoder().decode(AnalysisDocument.self, from: Data(json.utf8))
    } catch {
      throw Fault(.reportUnreadable, String(describing: error))
    }
  }
}

extension AnalysisDocument {
  /// Why the transcript is not of this recording, or only of a part; then nothing is taken from it. Nil where it fits.
  var misfit: UnknownReason? {
    unknown["text.characters"].flatMap(UnknownReason.init).flatMap { text == nil || $0 == .transcriptMissing ? nil : $0 }
  }

  /// One line of the table of measures.
  struct Row {
    var measure: Measure
    /// As people read it; nil where it is unknown.
    var number: String?
    var unit = ""
    var reason: UnknownReason?
  }

  /// The table of measures, without those that do not apply.
  func rows(in language: Language) -> [Row] {
    Labels.shown.compactMap { place, measure in
      // What is unknown stays so, whatever number a document of before has there.
      if let value = values[place], unknown[place] == nil {
        let (number, unit) =
          measure.isShare ? (JSON.rounded(value * 100, 2), "%") : (JSON.rounded(value, measure.decimals), measure.unitName[language])
        return Row(measure: measure, number: number.text, unit: unit)
      }
      guard let reason = unknown[place].flatMap(UnknownReason.init), reason != .notApplicable else { return nil }
      return Row(measure: measure, reason: reason)
    }
  }
}

/// Every number of a JSON object by its dotted path; arrays are passed over.
private struct NumberTree: Decodable {
  var numbers: [String: Double] = [:]

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    guard let container = try? decoder.container(keyedBy: Key.self) else { return }
    for key in container.allKeys {
      if let number = try? container.decode(Double.self, forKey: key) {
        numbers[key.stringValue] = number
      } else if let inner = try? container.decode(NumberTree.self, forKey: key) {
        for (path, number) in inner.numbers { numbers[key.stringValue + "." + path] = number }
      }
    }
  }
}

extension FaultCode {
  public static let reportUnreadable = FaultCode(
    "report.unreadable",
    cause: Bilingual(zh: "库中的分析结果无法读取", en: "the stored analysis cannot be read"),
    action: Bilingual(zh: "用 intone doctor 检查库，必要时从备份恢复。", en: "Check the store with intone doctor; restore it from a backup if need be."))

  public static let reportCodes: [FaultCode] = [.reportUnreadable]
}
