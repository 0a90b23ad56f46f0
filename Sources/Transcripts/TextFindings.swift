import Interview

/// What was measured and found in a transcript. Everything that needs times is unknown where there are none.
public struct TextFindings: Sendable {
  /// The language of most syllables; nil in an empty text.
  public var language: Language?
  /// Han characters.
  public var characters: Int
  /// English words plus Chinese words as ICU segments them.
  public var words: Int
  /// English (Latin-script) words alone.
  public var latinWords: Int
  /// As they are read aloud: one a Han character, digits by their reading, Latin words by dictionary or rule.
  public var syllables: Int
  /// Of these, the ones that are not in a repetition, a list, a frame or the question said again.
  public var newSyllables: Int
  /// Han characters, and figures as they are read in Chinese: what 字/分 counts.
  public var spokenCharacters: Int
  /// Whether the recogniser kept fillers and repetitions; nil where the evidence does not say.
  public var verbatim: Bool?
  public var fillers: Measured<[TextHit]>
  public var repetitions: Measured<[TextHit]>
  public var repairs: Measured<[TextHit]>
  /// One finding per wanted group, in the groups' order.
  public var keywords: [KeywordFinding]
  /// In the order said.
  public var structure: [StructureFinding]
  /// Figures, percentages, quantities, dates, results; not those of repetitions.
  public var specificity: [TextHit]
  public var substance: TextSubstance
  /// Figures, times, names, and what the speaker did: what can be asked about.
  public var concrete: [TextHit]
  /// How much of it could be checked, in details: `ConcretenessFinder.details`.
  public var details: Double
  /// Maybe, 我觉得: reported, never scored.
  public var hedges: [TextHit]
  /// What the speaker leans on: reported, never scored.
  public var crutchWords: [TextHit]
  /// Moving-average type–token ratio, 0…1; unknown below the window's length.
  public var richness: Measured<Double>
  /// Whether the hits' times are estimates, laid over the speech by syllables, because the transcript has no word times.
  public var timesEstimated: Bool
  /// One time in seconds for each syllable that has one, ascending.
  public var syllableTimes: [Double]
  /// Its clauses, to be held against the pauses of the sound.
  public var shape: TextShape
  /// Where its clauses end in time.
  public var clauseEnds: ClauseEnds
}
