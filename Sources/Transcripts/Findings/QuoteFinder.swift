import Interview

/// Finds quotes in a transcript word for word: the same words in the same order, whatever punctuation, case or width they are
/// written in. No stem, no homophone, no word left out.
public struct QuoteFinder {
  private let stream: TokenStream

  /// What a quote must hold to show anything: a clause, not a word. Six syllables are the shortest clauses of the samples; an
  /// English word carries about one and a half.
  static let minimumSyllableCount = 6.0

  public enum Found: Equatable {
    case hit(TextHit, Range<Int>)
    case tooShort
    case notInTranscript
  }

  /// - Parameter segments: speech in the sound; gives times to words that have none.
  public init(_ transcript: Transcript, segments: [TimeRange], duration: Double, lexicon: Lexicon = .builtin) {
    stream = TokenStream(transcript, speech: segments, duration: duration, lexicon: lexicon)
  }

  /// The first place of a quote that lies outside `taken`, in numbers of words.
  /// - Complexity: linear in the transcript for each quote.
  public func find(_ quote: String, outside taken: [Range<Int>] = []) -> Found {
    let said = Transcript(format: "quote", declaredLanguage: nil, segments: [TranscriptSegment(text: quote)], timing: .none)
    let wanted = TokenStream(wordsOf: said, folding: Folding([quote])).tokens
    let syllables = wanted.reduce(0) { $0 + ($1.isHan ? 1 : 1.5) }
    guard syllables >= Self.minimumSyllableCount else { return .tooShort }
    let tokens = stream.tokens
    guard wanted.count <= tokens.count else { return .notInTranscript }
    for start in 0...(tokens.count - wanted.count) where tokens[start].folded == wanted[0].folded {
      let span = start..<start + wanted.count
      guard !taken.contains(where: { $0.overlaps(span) }) else { continue }
      if zip(tokens[span], wanted).allSatisfy({ $0.folded == $1.folded }) {
        return .hit(stream.hit(span, term: "", match: .judge), span)
      }
    }
    return .notInTranscript
  }
}
