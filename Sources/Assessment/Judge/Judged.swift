import FoundationEssentials
import Interview
import Store
import Transcripts

/// What came of asking the judge about an answer.
public enum Judged: Sendable, Equatable {
  case answer(JudgedAnswer)
  /// The answer stands by the model's own words.
  case failed(Fault)

  /// The member `text.judge`.
  var json: JSON {
    switch self {
    case .answer(let answer): answer.json
    case .failed(let fault): .object(["code": .string(fault.code.code), "detail": .string(fault.detail)])
    }
  }
}

/// A verdict that stands in an analysis, and what it answered.
package struct KeptVerdict: Sendable, Equatable {
  /// The hash of the request, in hex.
  let request: String
  let verdict: JudgeVerdict

  /// - Returns: nil where the analysis holds none, or cannot be read: the judge is asked again then.
  package init?(_ record: AnswerRecord) {
    struct Analysis: Decodable {
      struct Text: Decodable {
        struct Judge: Decodable {
          var name: String?
          var version: String?
          var request_sha256: String?
        }
        struct Keywords: Decodable { var groups: [StoredAnalysis.Group] }
        var judge: Judge?
        var keywords: Keywords
      }
      var text: Text?
    }
    guard let text = (try? JSONDecoder().decode(Analysis.self, from: Data(record.analysis.utf8)))?.text,
      let name = text.judge?.name, let version = text.judge?.version, let hash = text.judge?.request_sha256
    else { return nil }
    request = hash
    let quotes = text.keywords.groups.map { ($0.group, $0.hits.filter { $0.match == .judge }.map(\.text)) }.filter { !$0.1.isEmpty }
    verdict = JudgeVerdict(name: name, version: version, quotes: Dictionary(quotes, uniquingKeysWith: +))
  }
}

extension TextFindings {
  /// Puts the judge's quotes to the hits of their groups, in the order said.
  mutating func add(_ judged: JudgedAnswer) {
    keywords = keywords.map { finding in
      guard let quotes = judged.hits[finding.group] else { return finding }
      let hits = (finding.hits + quotes).sorted { ($0.range?.start ?? .infinity) < ($1.range?.start ?? .infinity) }
      return KeywordFinding(group: finding.group, hits: hits, mentioned: finding.mentioned)
    }
  }
}
