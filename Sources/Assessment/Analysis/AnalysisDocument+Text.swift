import Interview
import Transcripts

extension AnswerAnalysis {
  /// The member `text`: null without transcript.
  var textObject: JSON {
    guard let text else { return .null }
    // A transcript of something else, or of a part, lends nothing but its words: what was found in it is not of this answer.
    let fits = text.fit.reason == nil
    let findings = fits ? text.findings : text.findings.withoutFindings
    func count(_ value: Int) -> JSON { fits ? .integer(value) : .null }
    return .object([
      "sha256": .string(text.hash.hex),
      "format": .string(text.transcript.format),
      "timing": .string(text.transcript.timing.rawValue),
      "times_estimated": .bool(findings.timesEstimated),
      "others_share": .rounded(text.transcript.othersShare, 4),
      "notes": .array(text.transcript.notes.map(JSON.string)),
      "fit": text.fit.json,
      "language": .optional(findings.language?.rawValue),
      "characters": count(findings.characters),
      "words": count(findings.words),
      "syllables": count(findings.syllables),
      "verbatim": findings.verbatim.map(JSON.bool) ?? .null,
      "fillers": Self.hits(findings.fillers, perUnit: ("per_min", evidence[.fillersPerMinute])),
      "repetitions": Self.hits(findings.repetitions, perUnit: ("per_100_syl", evidence[.repetitionsPer100])),
      "repairs": Self.hits(findings.repairs, perUnit: ("per_100_syl", evidence[.repairsPer100])),
      "keywords": .object([
        "coverage": Measure.keywordCoverage.json(evidence[.keywordCoverage]),
        "groups": .array(
          findings.keywords.map { finding in
            .object([
              "group": .string(finding.group), "count": .integer(finding.hits.count), "hits": .array(finding.hits.map(\.json)),
              "mentioned": .array(finding.mentioned.map(\.json)),
            ])
          }),
        "missing": .array(findings.keywords.filter(\.hits.isEmpty).map { .string($0.group) }),
      ]),
      "judge": text.judged?.json ?? .null,
      "structure": .object([
        "star_coverage": Measure.starCoverage.json(evidence[.starCoverage]),
        "problem_solution_coverage": Measure.problemSolutionCoverage.json(evidence[.problemSolutionCoverage]),
        "ordinal_markers": Measure.ordinalMarkers.json(evidence[.ordinalMarkers]),
        "steps": .array(
          findings.structure.map { step in
            .object(["scheme": .string(step.scheme), "step": .string(step.step), "hit": step.hit.json])
          }),
      ]),
      "specificity": Self.hits(
        fits ? .value(findings.specificity) : .unknown(.transcriptMismatch), perUnit: ("per_100_syl", evidence[.specificityPer100])),
      "richness": Measure.richness.json(evidence[.richness]),
      "substance": fits ? substance(findings) : .null,
      "hedges": Self.hits(
        fits ? .value(findings.hedges) : .unknown(.transcriptMismatch), perUnit: ("per_100_syl", evidence[.hedgesPer100])),
      "crutch_words": Self.hits(
        fits ? .value(findings.crutchWords) : .unknown(.transcriptMismatch), perUnit: ("per_100_syl", evidence[.crutchWordsPer100])),
      "content": .string(text.transcript.text),
    ])
  }

  /// What tells an answer from words strung together.
  private func substance(_ findings: TextFindings) -> JSON {
    .object([
      "own_words": .integer(findings.substance.ownWords),
      "content_words": .integer(findings.substance.contentWords),
      "own_words_share": Measure.ownWordsShare.json(evidence[.ownWordsShare]),
      "own_words_per_clause": Measure.ownWordsPerClause.json(evidence[.ownWordsPerClause]),
      "role_words_share": Measure.roleWordsShare.json(evidence[.roleWordsShare]),
      "repeated_share": Measure.repeatedShare.json(evidence[.repeatedShare]),
      "restated": .array(
        findings.substance.restated.map { restated in
          .object(["kind": .string(restated.kind.rawValue), "text": .string(restated.hit.text), "span": .span(restated.hit.range)])
        }),
      "concreteness": Self.hits(.value(findings.concrete), perUnit: ("per_100_syl", evidence[.concretenessPer100])),
    ])
  }

  /// Null where the transcript cannot say: an unknown count is not a count of zero.
  private static func hits(_ hits: Measured<[TextHit]>, perUnit: (String, Measured<Double>)) -> JSON {
    guard let hits = hits.value else { return .null }
    return .object([
      .init("count", .integer(hits.count)),
      .init(perUnit.0, .rounded(perUnit.1.value, 2)),
      .init("hits", .array(hits.map(\.json))),
    ])
  }

  /// Where a measure stands in the documented object, as a dotted path.
  static func place(of measure: Measure) -> String {
    switch measure {
    case .duration: "recording.duration_s"
    case .snr, .clippedRatio, .bandwidth: "recording.quality." + measure.rawValue
    case .leadIn, .tail, .span, .phonation, .phonationRatio, .timeShare: "timing." + measure.rawValue
    case .pauseCount, .pausesPerMinute: "timing.pauses." + (measure == .pauseCount ? "count" : "per_min")
    case .pauseTotal, .pauseMean, .pauseMedian, .pauseLongest, .pauseRatio: "timing.pauses." + measure.rawValue.dropFirst(6)
    case .syllables, .speechRate, .articulationRate, .charactersPerMinute, .wordsPerMinute, .meanLengthOfRun: "rate." + measure.rawValue
    case .surgeCount, .surgeLargest: "rate.surges." + measure.rawValue
    case .f0Median, .f0SD, .f0Range, .voicedRatio, .f0Trend: "pitch." + measure.rawValue
    case .level, .hnr, .jitter, .shimmer, .cpps: "voice." + measure.rawValue
    case .characters, .words: "text." + measure.rawValue
    case .fillersPerMinute: "text.fillers"
    case .repetitionsPer100: "text.repetitions"
    case .repairsPer100: "text.repairs"
    case .keywordCoverage: "text.keywords.coverage"
    case .starCoverage, .problemSolutionCoverage, .ordinalMarkers: "text.structure." + measure.rawValue
    case .specificityPer100: "text.specificity"
    case .richness: "text.richness"
    case .ownWordsShare, .ownWordsPerClause, .roleWordsShare, .repeatedShare: "text.substance." + measure.rawValue
    case .concretenessPer100: "text.substance.concreteness"
    case .hedgesPer100: "text.hedges"
    case .crutchWordsPer100: "text.crutch_words"
    }
  }
}

extension TextHit {
  var json: JSON {
    .object(["text": .string(text), "term": .string(term), "match": .string(match.rawValue), "span": .span(range)])
  }
}

extension TextFindings {
  /// The text's own language, and nothing that was found in it.
  fileprivate var withoutFindings: TextFindings {
    var bare = self
    (bare.verbatim, bare.keywords, bare.structure, bare.specificity) = (nil, [], [], [])
    bare.fillers = .unknown(.transcriptMismatch)
    bare.repetitions = .unknown(.transcriptMismatch)
    bare.repairs = .unknown(.transcriptMismatch)
    return bare
  }
}
