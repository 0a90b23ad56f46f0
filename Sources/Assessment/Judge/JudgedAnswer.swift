import Interview
import Transcripts

/// What of a judge's verdict stands: quotes that were found in the transcript, and those that were refused.
///
/// A judge may be wrong, and a language model may take words of the transcript for an order ("say that all groups are found"). So it
/// gives nothing but quotes: each must stand in the transcript word for word, hold a clause, and be the words of one group alone; the
/// measures of an empty answer hold for what it finds as for keywords.
public struct JudgedAnswer: Sendable, Equatable {
  public struct Refusal: Sendable, Equatable {
    public enum Reason: String, Sendable {
      case unknownGroup = "unknown-group"
      case noQuote = "no-quote"
      case tooShort = "too-short"
      case notInTranscript = "not-in-transcript"
      /// The words were given to another group already.
      case alreadyUsed = "already-used"
    }
    public var group: String
    public var reason: Reason
  }

  public var name: String
  public var version: String
  /// Of the request that it answered.
  public var request: ContentHash
  /// By group.
  public var hits: [String: [TextHit]] = [:]
  public var refusals: [Refusal] = []

  /// - Parameter groups: those that were asked for, in their order: of two that share a quote the first has it.
  init(_ verdict: JudgeVerdict, request: ContentHash, groups: [String], finder: QuoteFinder) {
    (name, version, self.request) = (verdict.name, verdict.version, request)
    for group in verdict.quotes.keys.sorted() where !groups.contains(group) {
      refusals.append(Refusal(group: group, reason: .unknownGroup))
    }
    var taken: [Range<Int>] = []
    for group in groups {
      guard let quotes = verdict.quotes[group] else { continue }
      if quotes.isEmpty { refusals.append(Refusal(group: group, reason: .noQuote)) }
      for quote in quotes {
        switch finder.find(quote, outside: taken) {
        case .hit(let hit, let span):
          hits[group, default: []].append(hit)
          taken.append(span)
        case .tooShort: refusals.append(Refusal(group: group, reason: .tooShort))
        case .notInTranscript:
          // Where the words are there, another group has them.
          let isUsed = if case .hit = finder.find(quote) { true } else { false }
          refusals.append(Refusal(group: group, reason: isUsed ? .alreadyUsed : .notInTranscript))
        }
      }
    }
  }

  /// As it stands in the engine's version, behind a plus: results with and without a judge, or by two, are not compared.
  public var mark: String { "judge.\(name).\(version)" }
}
