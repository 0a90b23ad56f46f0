/// One written token of a transcript with the time at which it was said, where that is known.
///
/// A Mandarin token is a character or a word as the recogniser gave it; an English token is a word. Punctuation never
/// stands alone as a word: it is kept in `Transcript.text`.
public struct Word: Sendable, Hashable {
  public let text: String
  /// Nil where the recogniser gave no time; `Transcript.timing` says whether times were estimated.
  public let range: TimeRange?
  /// The recogniser's own confidence, 0…1.
  public let confidence: Double?
  public let speaker: String?

  public init(text: String, range: TimeRange? = nil, confidence: Double? = nil, speaker: String? = nil) {
    self.text = text
    self.range = range
    self.confidence = confidence
    self.speaker = speaker
  }
}

/// A stretch of a transcript as its recogniser cut it: a sentence, a cue, an utterance.
public struct TranscriptSegment: Sendable, Hashable {
  /// As written, punctuation included.
  public let text: String
  public let range: TimeRange?
  public let speaker: String?
  public let words: [Word]

  public init(text: String, range: TimeRange? = nil, speaker: String? = nil, words: [Word] = []) {
    self.text = text
    self.range = range
    self.speaker = speaker
    self.words = words
  }
}

/// What was said, from any recogniser.
public struct Transcript: Sendable, Hashable {
  /// How exact the times are.
  public enum Timing: String, Sendable, Hashable, Codable {
    case words
    case segments
    case none
  }

  /// The name of the detected format, for example `whisper.cpp-json`.
  public let format: String
  /// As the recogniser declared it; nil where it did not.
  public let declaredLanguage: Language?
  public let segments: [TranscriptSegment]
  public let timing: Timing
  /// Notes on how it was read that a person should know, for example that emotion tags were dropped.
  public let notes: [String]
  /// Share of the words that others than the candidate said, 0…1; their words are not in `segments`.
  public let othersShare: Double
  /// When others than the candidate speak, in seconds; empty where nobody else does, nil where somebody does at times that are not
  /// known.
  public let others: [TimeRange]?

  public init(
    format: String, declaredLanguage: Language?, segments: [TranscriptSegment], timing: Timing, notes: [String] = [],
    othersShare: Double = 0, others: [TimeRange]? = []
  ) {
    self.format = format
    self.declaredLanguage = declaredLanguage
    self.segments = segments
    self.timing = timing
    self.notes = notes
    self.othersShare = othersShare
    self.others = others
  }

  /// The whole text, segments joined by line feeds.
  public var text: String { segments.map(\.text).joined(separator: "\n") }
}
