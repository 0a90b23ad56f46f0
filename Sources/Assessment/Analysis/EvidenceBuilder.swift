import Interview
import Speech
import Transcripts

extension Evidence {
  /// Joins what was measured from the sound with what was found in the text.
  ///
  /// - Parameters:
  ///   - facts: flags of the recording itself, for example `recording.truncated`.
  ///   - text: nil without a usable transcript; `textReason` then says why.
  ///   - timeLimit: seconds allowed for the answer.
  init(
    profile: SpeechProfile, rates: Rates, text: TextFindings?, textReason: UnknownReason, transcriptText: String?,
    timeLimit: Double?, language: Language?, accommodations: [String], flags: [String], codec: String? = nil
  ) {
    self.init(
      keywords: text.map { .value($0.keywords) } ?? .unknown(textReason),
      structure: text.map { .value($0.structure) } ?? .unknown(textReason),
      language: language, accommodations: accommodations, qualityFlags: flags, text: transcriptText)
    self.codec = codec
    addSound(profile, timeLimit: timeLimit)
    addRates(rates)
    addText(text, reason: textReason, profile: profile, rates: rates)
    if profile.hasSeveralVoices { withholdTimes(.speechSeveralVoices) }
  }

  /// What hangs on when one person speaks is unknown.
  private mutating func withholdTimes(_ reason: UnknownReason) {
    let timed: [Measure] = [
      .pauseCount, .pausesPerMinute, .pauseTotal, .pauseMean, .pauseMedian, .pauseLongest, .pauseRatio, .pausesInsideClauses,
      .pausesBetweenClauses, .phonationRatio, .fillersPerMinute, .fillersHeard,
    ]
    for measure in timed {
      measures[measure] = measures[measure]?.withheld(reason)
      spans[measure] = nil
    }
  }

  /// Where what is measured of pauses can be heard: the five longest, and the lead-in.
  mutating func addSpans(pauses: [TimeRange]) {
    let longestFirst = pauses.sorted { ($1.duration, $0.start) < ($0.duration, $1.start) }
    for measure in [Measure.pausesPerMinute, .pauseRatio, .pauseCount, .pauseMean, .pauseTotal, .phonationRatio] {
      spans[measure] = Array(longestFirst.prefix(5)).sorted { $0.start < $1.start }
    }
    spans[.pauseLongest] = Array(longestFirst.prefix(1))
    if let leadIn = measures[.leadIn]?.value, leadIn > 0 { spans[.leadIn] = [TimeRange(0, leadIn)] }
  }

  private mutating func addSound(_ profile: SpeechProfile, timeLimit: Double?) {
    let timing = profile.timing
    measures[.duration] = .value(profile.duration)
    measures[.leadIn] = timing.leadIn
    measures[.tail] = timing.tail
    measures[.span] = timing.span
    measures[.phonation] = timing.phonation
    measures[.phonationRatio] = timing.share(of: timing.phonation)
    measures[.timeShare] = timeLimit.map { .value(profile.duration / $0) } ?? .unknown(.timeLimitMissing)

    addPauses(profile)
    withholdShares(profile.quality)
    addSpans(pauses: profile.pauses)
    measures[.fillersHeard] = timing.share(of: profile.fillers.map { Double($0.count) * 60 })
    spans[.fillersHeard] = profile.fillers.value ?? []

    measures[.f0Median] = profile.pitch.medianHz
    measures[.f0SD] = profile.pitch.sdSemitones
    measures[.f0Range] = profile.pitch.rangeSemitones
    measures[.voicedRatio] = profile.pitch.voicedRatio
    measures[.f0Trend] = profile.pitch.trendSemitonesPerMinute
    measures[.level] = profile.voice.levelDBFS
    measures[.hnr] = profile.voice.hnrDB
    measures[.jitter] = profile.voice.jitterLocal
    measures[.shimmer] = profile.voice.shimmerLocal
    measures[.cpps] = profile.voice.cppsDB
    measures[.snr] = profile.quality.snrDB
    measures[.clippedRatio] = .value(profile.quality.clippedRatio)
    measures[.bandwidth] = profile.quality.bandwidthHz
    measures[.reverberation] = profile.quality.reverberationSeconds
  }

  private mutating func addPauses(_ profile: SpeechProfile) {
    let timing = profile.timing
    let lengths = profile.pauses.map(\.duration).sorted()
    let total = lengths.reduce(0, +)
    let middle = lengths.count / 2
    // Without a pause there is no mean, median or longest one; without speech there is nothing to pause in.
    func ofPauses(_ value: @autoclosure () -> Double) -> Measured<Double> {
      if let reason = timing.span.reason { return .unknown(reason) }
      return lengths.isEmpty ? .unknown(.notApplicable) : .value(value())
    }
    measures[.pauseCount] = timing.span.map { _ in Double(lengths.count) }
    measures[.pausesPerMinute] = timing.share(of: timing.span.map { _ in Double(lengths.count) * 60 })
    measures[.pauseTotal] = timing.span.map { _ in total }
    measures[.pauseMean] = ofPauses(total / Double(lengths.count))
    measures[.pauseMedian] = ofPauses(lengths.count % 2 == 1 ? lengths[middle] : (lengths[middle - 1] + lengths[middle]) / 2)
    // An answer without pauses has no long one: that is knowledge, and 0 s is its measure.
    measures[.pauseLongest] = timing.span.map { _ in lengths.last ?? 0 }
    measures[.pauseRatio] = timing.share(of: timing.span.map { _ in total })
  }

  /// What is made of the time in pauses is unknown where noise hides the edges of the words; how many there are stays.
  private mutating func withholdShares(_ quality: RecordingQuality) {
    guard let reason = quality.doubtsPace else { return }
    for measure in [Measure.pauseRatio, .pauseTotal, .pauseMean, .phonationRatio] {
      measures[measure] = measures[measure]?.withheld(reason)
    }
  }

  private mutating func addRates(_ rates: Rates) {
    measures[.syllables] = rates.syllables
    measures[.speechRate] = rates.speechRate
    measures[.articulationRate] = rates.articulationRate
    measures[.charactersPerMinute] = rates.charactersPerMinute
    measures[.wordsPerMinute] = rates.wordsPerMinute
    measures[.meanLengthOfRun] = rates.meanLengthOfRun
    measures[.surgeCount] = rates.surges.map { Double($0.count) }
    measures[.surgeLargest] = rates.surges.map { $0.map(\.change.magnitude).max() ?? 0 }
    let surges = rates.surges.value ?? []
    spans[.surgeCount] = surges.map(\.range)
    spans[.surgeLargest] = surges.max { $0.change.magnitude < $1.change.magnitude }.map { [$0.range] } ?? []
  }

  private mutating func addText(_ text: TextFindings?, reason: UnknownReason, profile: SpeechProfile, rates: Rates) {
    guard let text else {
      for measure in Self.textMeasures { measures[measure] = .unknown(reason) }
      return
    }
    let span = profile.timing.span
    func perMinute(_ hits: Measured<[TextHit]>) -> Measured<Double> {
      switch (hits, span) {
      case (.unknown(let reason), _), (_, .unknown(let reason)): .unknown(reason)
      case (.value(let hits), .value(let seconds)): seconds > 0 ? .value(Double(hits.count) * 60 / seconds) : .unknown(.speechTooLittle)
      }
    }
    // Over what is new: saying it again, or adding a list, changes nothing.
    let over = text.newSyllables > 0 ? text.newSyllables : text.syllables
    func perHundred(_ count: Double) -> Measured<Double> { over > 0 ? .value(count * 100 / Double(over)) : .unknown(.speechTooLittle) }
    func perHundred(_ hits: Measured<[TextHit]>) -> Measured<Double> {
      switch hits {
      case .unknown(let reason): .unknown(reason)
      case .value(let hits): perHundred(Double(hits.count))
      }
    }
    measures[.characters] = .value(Double(text.characters))
    measures[.words] = .value(Double(text.words))
    measures[.fillersPerMinute] = perMinute(text.fillers)
    measures[.repetitionsPer100] = perHundred(text.repetitions)
    measures[.repairsPer100] = perHundred(text.repairs)
    measures[.specificityPer100] = perHundred(.value(text.specificity))
    measures[.richness] = text.richness
    measures[.concretenessPer100] = perHundred(text.details)
    measures[.hedgesPer100] = perHundred(.value(text.hedges))
    measures[.crutchWordsPer100] = perHundred(.value(text.crutchWords))
    add(text.substance)
    let split = text.clauseEnds.positions(of: profile.pauses)
    measures[.pausesInsideClauses] = profile.timing.share(of: split.map { Double($0.inside.count) * 60 })
    measures[.pausesBetweenClauses] = profile.timing.share(of: split.map { Double($0.between.count) * 60 })
    measures[.ordinalMarkers] = .value(Double(text.structure.count { $0.scheme == "ordinal" }))
    measures[.starCoverage] = .value(Self.coverage(of: ["situation", "task", "action", "result"], scheme: "star", in: text.structure))
    measures[.problemSolutionCoverage] = .value(
      Self.coverage(of: ["problem", "solution", "verification"], scheme: "problem-solution", in: text.structure))
    measures[.keywordCoverage] =
      text.keywords.isEmpty
      ? .unknown(.notApplicable) : .value(Double(text.keywords.count { !$0.hits.isEmpty }) / Double(text.keywords.count))
    spans[.fillersPerMinute] = (text.fillers.value ?? []).compactMap(\.range)
    spans[.repetitionsPer100] = (text.repetitions.value ?? []).compactMap(\.range)
    spans[.repairsPer100] = (text.repairs.value ?? []).compactMap(\.range)
    spans[.specificityPer100] = text.specificity.compactMap(\.range)
    quote(fillers: text.fillers.value ?? [], repetitions: text.repetitions.value ?? [], repairs: text.repairs.value ?? [])
  }

  private static let textMeasures: [Measure] = [
    .characters, .words, .fillersPerMinute, .repetitionsPer100, .repairsPer100, .specificityPer100, .richness, .ordinalMarkers,
    .starCoverage, .problemSolutionCoverage, .keywordCoverage, .ownWordsShare, .ownWordsPerClause, .roleWordsShare, .repeatedShare,
    .concretenessPer100, .hedgesPer100, .crutchWordsPer100, .pausesInsideClauses, .pausesBetweenClauses,
  ]

  /// What the text is made of; another role's words make other shares.
  mutating func add(_ substance: TextSubstance) {
    measures[.ownWordsShare] = substance.ownWordsShare
    measures[.ownWordsPerClause] = substance.ownWordsPerClause
    measures[.roleWordsShare] = substance.roleWordsShare
    measures[.repeatedShare] = substance.repeatedShare
  }

  /// The share of a scheme's steps that were found in their order: the longest run of steps, each at or after the one
  /// before it.
  static func coverage(of steps: [String], scheme: String, in findings: [StructureFinding]) -> Double {
    let found = findings.filter { $0.scheme == scheme }.compactMap { steps.firstIndex(of: $0.step) }
    // The longest strictly rising subsequence of step numbers; there are at most four steps.
    var best = [Int](repeating: 0, count: steps.count)
    for step in found { best[step] = max(best[step], 1 + (best[..<step].max() ?? 0)) }
    return Double(best.max() ?? 0) / Double(steps.count)
  }
}

extension SpeechProfile.Timing {
  /// A quantity over the span; unknown in a span shorter than a second, where a single word would decide.
  func share(of quantity: Measured<Double>) -> Measured<Double> {
    switch (quantity, span) {
    case (.unknown(let reason), _), (_, .unknown(let reason)): .unknown(reason)
    case (.value(let quantity), .value(let seconds)): seconds >= 1 ? .value(quantity / seconds) : .unknown(.speechTooLittle)
    }
  }
}

extension Evidence {
  /// What was counted, in the speaker's words, as evidence of the points that it costs.
  mutating func quote(fillers: [TextHit], repetitions: [TextHit], repairs: [TextHit]) {
    excerpts[.fillersPerMinute] = Self.listed(fillers)
    excerpts[.repetitionsPer100] = Self.listed(repetitions)
    excerpts[.repairsPer100] = Self.listed(repairs)
  }

  /// At most this many different ones; a list is evidence, not a transcript.
  private static let maximumQuotes = 8

  /// `嗯 ×3 · 那个`: what was found, in the order of its first occurrence, with how often; nil where there is nothing.
  public static func listed(_ hits: [TextHit]) -> String? {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for hit in hits {
      if counts[hit.text] == nil { order.append(hit.text) }
      counts[hit.text, default: 0] += 1
    }
    guard !order.isEmpty else { return nil }
    let shown = order.prefix(maximumQuotes).map { text in counts[text, default: 1] > 1 ? "\(text) ×\(counts[text, default: 1])" : text }
    return shown.joined(separator: " · ") + (order.count > maximumQuotes ? " · …" : "")
  }
}
