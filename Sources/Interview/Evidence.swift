/// A group of words that mean one thing a role asks for, for example 客户需求: [需求, 痛点, 诉求].
public struct KeywordGroup: Sendable, Hashable, Codable {
  /// May be written in both languages: `客户需求 / customer needs`.
  public let name: String
  public let terms: [String]

  public init(name: String, terms: [String]) {
    self.name = name
    self.terms = terms
  }
}

/// Something found in the text, with where it stands.
public struct TextHit: Sendable, Hashable, Codable {
  public enum Match: String, Sendable, Hashable, Codable {
    /// The same characters, or the same word.
    case exact
    /// The same English stem.
    case stem
    /// The same pinyin: the recogniser may have written a homophone.
    case homophone
    /// Words that the operator's judge quoted.
    case judge
  }

  /// What stands in the transcript.
  public let text: String
  /// The term, marker or rule that it matched.
  public let term: String
  public let match: Match
  /// When it was said; nil in a transcript without times that could not be aligned.
  public let range: TimeRange?

  private enum CodingKeys: String, CodingKey {
    case text, term, match
    case range = "span"
  }

  public init(text: String, term: String, match: Match, range: TimeRange?) {
    self.text = text
    self.term = term
    self.match = match
    self.range = range
  }
}

/// The hits of one keyword group; without any the group is missing.
public struct KeywordFinding: Sendable, Hashable, Codable {
  public let group: String
  /// Where something is said with a word of the group.
  public let hits: [TextHit]
  /// Where a word of the group stands and nothing is said with it: in a list, a repetition, a frame, the question.
  public let mentioned: [TextHit]

  public init(group: String, hits: [TextHit], mentioned: [TextHit] = []) {
    self.group = group
    self.hits = hits
    self.mentioned = mentioned
  }
}

/// One step of a structure (situation, task, action, result …) or an ordinal marker, in the order found.
public struct StructureFinding: Sendable, Hashable, Codable {
  /// `star`, `problem-solution`, `ordinal`.
  public let scheme: String
  /// `situation`, `task`, `action`, `result`, `problem`, `solution`, `verification`, `first`, `then`, `finally`.
  public let step: String
  public let hit: TextHit

  public init(scheme: String, step: String, hit: TextHit) {
    self.scheme = scheme
    self.step = step
    self.hit = hit
  }
}

/// Everything that is known of one answer when it is scored: measures joined from sound and text, and what was found
/// in the text. A role model reads nothing else.
public struct Evidence: Sendable, Equatable {
  /// Every measure that was attempted; a measure that is not here was not attempted.
  public var measures: [Measure: Measured<Double>]
  /// Where in the recording a measure's value comes from: pauses, surges, fillers …; the lost point's spans.
  public var spans: [Measure: [TimeRange]]
  /// Keyword groups looked for, found or not. Unknown without a usable transcript.
  public var keywords: Measured<[KeywordFinding]>
  /// Structure markers found. Unknown without a usable transcript.
  public var structure: Measured<[StructureFinding]>
  /// The language measured in; nil where it is not known.
  public var language: Language?
  /// Accommodations of the manifest, for example `speech`.
  public var accommodations: [String]
  /// Flags of the quality gate, for example `quality.noise`.
  public var qualityFlags: [String]
  /// How the sound was coded, as `recording.codec` says it; nil where it is not known.
  public var codec: String?
  /// What the transcript says where a measure's value comes from, for example the repeated words.
  public var excerpts: [Measure: String] = [:]
  /// The answer's text; nil without transcript.
  public var text: String?

  public init(
    measures: [Measure: Measured<Double>] = [:], spans: [Measure: [TimeRange]] = [:],
    keywords: Measured<[KeywordFinding]> = .unknown(.transcriptMissing),
    structure: Measured<[StructureFinding]> = .unknown(.transcriptMissing),
    language: Language? = nil, accommodations: [String] = [], qualityFlags: [String] = [], text: String? = nil
  ) {
    self.measures = measures
    self.spans = spans
    self.keywords = keywords
    self.structure = structure
    self.language = language
    self.accommodations = accommodations
    self.qualityFlags = qualityFlags
    self.text = text
  }

  /// The measure's value, or why there is none; a measure that was not attempted does not apply.
  public subscript(measure: Measure) -> Measured<Double> { measures[measure] ?? .unknown(.notApplicable) }
}
