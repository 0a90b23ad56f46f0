import Interview

/// Whether a transcript belongs to a recording, and to all of it; with the figures that say so.
public struct TranscriptFit: Sendable, Equatable {
  /// Syllables of the text per second of speech in the sound; nil without speech.
  public let syllablesPerSecond: Double?
  /// Share of the speech time that no timed word or segment covers; nil without times.
  public let uncoveredSpeech: Double?
  /// Share of the text's timed stretches that stand where there is no speech; nil without times.
  public let wordsWithoutSpeech: Double?
  /// Syllables heard in the sound for each of the text; nil where the words have times, and where there is too little to judge.
  public let heardPerSyllable: Double?
  /// Share of what can be gained by laying the text between the pauses: about 1 for the words of the recording, about 0 for
  /// those of another; nil where nothing can be told.
  public let clausesInPlace: Double?
  /// Nats for the words (above 0) or against them, from both; nil like `heardPerSyllable`.
  public let evidence: Double?
  /// Nil when it fits; `transcript.mismatch` or `transcript.partial` otherwise.
  public let reason: UnknownReason?
  /// Which comparison decided, in words with its figures; nil when it fits.
  public let finding: Bilingual?

  /// Faster than anyone articulates, in syllables per second: fast speech is 8 or so, the limit of articulation near 10
  /// (Tsao & Weismer 1997 for the fastest of habitual talkers).
  static let fastest = 10.0
  /// Below this most of the words are missing: slow careful speech has 2 to 3 syllables per second of phonation.
  static let slowest = 1.3
  /// Recognisers pad and clip their times by tenths of a second (whisperX issue 896).
  static let grace = 0.5
  /// Shares beyond which a transcript is of something else, or of a part.
  static let maximumOutsideShare = 0.4
  static let maximumUncoveredShare = 0.3

  /// - Parameters:
  ///   - segments: speech in the sound.
  ///   - nuclei: when a syllable was heard, in seconds; none leaves the words to their times and rates.
  ///   - isNoisy: whether pauses and syllables may be missed in the sound, for noise or a room.
  ///   - declared: the language that the manifest or the operator states.
  public init(
    _ transcript: Transcript, findings: TextFindings, segments: [TimeRange], nuclei: [Double] = [], isNoisy: Bool = false,
    duration: Double, declared: Language?
  ) {
    let speech = Stretches(segments)
    let rate = speech.total > 0 ? Double(findings.syllables) / speech.total : nil
    let timed = transcript.segments.flatMap { segment -> [TimeRange] in
      let words = segment.words.compactMap(\.range)
      return words.isEmpty ? segment.range.map { [$0] } ?? [] : words
    }
    var uncovered: Double?
    var outside: Double?
    if !timed.isEmpty, speech.total > 0 {
      uncovered = max(0, 1 - speech.overlap(Stretches(timed, grace: Self.grace)) / speech.total)
      let near = Stretches(segments, grace: Self.grace)
      outside = Double(timed.count { !near.touches($0) }) / Double(timed.count)
    }
    let beyond = timed.map(\.end).max().flatMap { $0 > duration + 2 && duration > 0 ? $0 : nil }
    syllablesPerSecond = rate
    uncoveredSpeech = uncovered
    wordsWithoutSpeech = outside
    let sound = SpeechRuns(segments: segments, nuclei: nuclei)
    // A written Mandarin syllable is one that is heard: noise and rooms blur an English text's lengths, and hardly those of a Mandarin one.
    let isBlurred = isNoisy && findings.language != .zh
    let words = timed.isEmpty ? WordsAgainstSound(findings.shape, sound, isBlurred ? .noisy : .clear) : nil
    heardPerSyllable = words?.ratio
    clausesInPlace = words?.clausesInPlace
    evidence = words?.evidence
    (reason, finding) = Self.judge(
      Figures(
        syllables: findings.syllables, speech: speech.total, rate: rate, uncovered: uncovered, outside: outside, beyond: beyond,
        duration: duration, spoken: findings.language, declared: declared, words: words,
        guess: words.flatMap { $0.isRefused ? MisfitGuess(findings.shape, sound, ratio: $0.ratio) : nil }))
  }

  private struct Figures {
    let syllables: Int
    let speech: Double
    let rate: Double?
    let uncovered: Double?
    let outside: Double?
    let beyond: Double?
    let duration: Double
    let spoken: Language?
    let declared: Language?
    let words: WordsAgainstSound?
    /// Nil where the words are not refused.
    let guess: MisfitGuess?
  }

  /// The first comparison that fails, the gravest first. Short texts and short speech are not judged by rates.
  private static func judge(_ figures: Figures) -> (UnknownReason?, Bilingual?) {
    let isLong = figures.syllables >= 20
    func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
    func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
    if let declared = figures.declared, let spoken = figures.spoken, declared != spoken, isLong {
      return (
        .transcriptMismatch,
        Bilingual(
          zh: "声明的语言是 \(declared.rawValue)，文本是 \(spoken.rawValue)", en: "declared \(declared.rawValue), the text is \(spoken.rawValue)")
      )
    }
    if figures.speech < 0.3, figures.syllables >= 5 {
      return (
        .transcriptMismatch,
        Bilingual(zh: "录音中没有语音，文本有 \(figures.syllables) 个音节", en: "no speech in the sound, \(figures.syllables) syllables in the text")
      )
    }
    if let words = figures.words, let guess = figures.guess {
      let heard = Int((words.ratio * 100).rounded())
      let shareText = words.clausesInPlace.map { percent(min(1, max(0, $0))) }
      return (
        guess.reason,
        Bilingual(
          zh: "文本每 100 个音节在录音中听到 \(heard) 个" + (shareText.map { "，分句与停顿的吻合度 \($0)" } ?? "") + "：\(guess.words.zh)",
          en: "\(heard) syllables heard for 100 of the text" + (shareText.map { ", clauses between the pauses \($0)" } ?? "")
            + ": \(guess.words.en)")
      )
    }
    if let rate = figures.rate, rate > fastest, isLong {
      return (
        .transcriptMismatch,
        Bilingual(zh: "每秒语音 \(tenths(rate)) 个音节，无人能及", en: "\(tenths(rate)) syllables a second of speech: no one speaks so fast")
      )
    }
    if let outside = figures.outside, outside > maximumOutsideShare {
      return (.transcriptMismatch, Bilingual(zh: "\(percent(outside)) 的词处没有语音", en: "no speech at \(percent(outside)) of the words"))
    }
    if let beyond = figures.beyond {
      return (
        .transcriptMismatch,
        Bilingual(
          zh: "时间到 \(tenths(beyond)) 秒，录音只有 \(tenths(figures.duration)) 秒",
          en: "times up to \(tenths(beyond)) s in a recording of \(tenths(figures.duration)) s")
      )
    }
    if let uncovered = figures.uncovered, uncovered > maximumUncoveredShare, figures.speech >= 5 {
      return (.transcriptPartial, Bilingual(zh: "\(percent(uncovered)) 的语音没有文本", en: "no words for \(percent(uncovered)) of the speech"))
    }
    // Where as many syllables were heard as are written, nothing is missing: the speaker is slow.
    let isComplete = figures.words.map { $0.ratio < MisfitGuess.alike.upperBound } ?? false
    if let rate = figures.rate, rate < slowest, figures.speech >= 10, !isComplete {
      return (
        .transcriptPartial,
        Bilingual(zh: "每秒语音只有 \(tenths(rate)) 个音节", en: "only \(tenths(rate)) syllables a second of speech")
      )
    }
    return (nil, nil)
  }
}
