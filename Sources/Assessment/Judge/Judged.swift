import Interview
import Store
import Transcripts

/// What came of asking the judge about an answer.
public enum Judged: Sendable, Equatable {
  case answer(JudgedAnswer)
  /// The answer stands by the model's own words.
  case failed(Fault)
}

/// A verdict that stands in an analysis, and what it answered.
package struct KeptVerdict: Sendable, Equatable {
  /// The hash of the request, in hex.
  let request: String
  let verdict: JudgeVerdict

  /// - Returns: nil where the analysis holds none, or cannot be read: the judge is asked again then.
  package init?(_ record: AnswerRecord) {
    guard let text = (try? AnalysisDocument(of: record))?.text, let judge = text.judge, let name = judge.name,
      let version = judge.version, let hash = judge.request_sha256
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
