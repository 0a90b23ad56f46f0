import Documents
import Interview
import Recordings
import Speech
import Transcripts

extension AnswerAnalysis {
  /// - Parameter contours: whether the per-frame arrays are written (100 values a second and array).
  /// - Complexity: linear in the length of the result.
  package func document(contours: Bool = false) -> AnalysisDocument {
    AnalysisDocument(
      schema: Engine.schema, engine: engine, question: .init(id: question.id, text: question.text), recording: recordingPart,
      timing: .init(
        lead_in_s: value(.leadIn), tail_s: value(.tail), span_s: value(.span), phonation_s: value(.phonation),
        phonation_ratio: value(.phonationRatio), time_share: value(.timeShare),
        pauses: .init(
          threshold_s: profile.timing.pauseThreshold.figure(3), count: whole(.pauseCount), per_min: value(.pausesPerMinute),
          total_s: value(.pauseTotal), mean_s: value(.pauseMean), median_s: value(.pauseMedian), longest_s: value(.pauseLongest),
          ratio: value(.pauseRatio), inside_clauses_per_min: value(.pausesInsideClauses),
          between_clauses_per_min: value(.pausesBetweenClauses)),
        fillers_heard: .init(per_min: value(.fillersHeard), estimated: true, spans: profile.fillers.value ?? [])),
      rate: .init(
        syllables: whole(.syllables), source: rates.source.rawValue, estimated: rates.source == .acoustic,
        speech_rate_syl_s: value(.speechRate), articulation_rate_syl_s: value(.articulationRate),
        characters_per_min: value(.charactersPerMinute), words_per_min: value(.wordsPerMinute),
        mean_length_of_run_syl: value(.meanLengthOfRun),
        surges: (rates.surges.value ?? []).map { .init(span: $0.range, change: $0.change.figure(4)) }),
      pitch: .init(
        f0_median_hz: value(.f0Median), f0_sd_st: value(.f0SD), f0_range_st: value(.f0Range), voiced_ratio: value(.voicedRatio),
        trend_st_per_min: value(.f0Trend)),
      voice: .init(
        level_dbfs: value(.level), hnr_db: value(.hnr), jitter_local: value(.jitter), shimmer_local: value(.shimmer), cpps_db: value(.cpps)),
      text: text.map(textPart), segments: profile.segments, pauses: profile.pauses, nuclei: profile.nuclei.map { $0.rounded(decimals: 3) },
      pitch_track: pitchTrack, contours: contours ? frames : nil, scores: scorecard.map(AnalysisDocument.Scores.init),
      unknown: Ordered(unknown))
  }

  /// As the documented JSON shows it: rounded, nil where unknown.
  private func value(_ measure: Measure) -> Double? { evidence[measure].value?.figure(measure.decimals) }

  private func whole(_ measure: Measure) -> Double? { evidence[measure].value?.rounded(.towardZero) }

  private var recordingPart: AnalysisDocument.Recording {
    let wasChosen = facts.tracks > 1
    return .init(
      path: name, sha256: recordingHash.hex, container: facts.container.name, codec: facts.codec, sample_rate_hz: facts.nativeSampleRate,
      channels: facts.channels, duration_s: value(.duration),
      quality: .init(
        snr_db: value(.snr), clipped_ratio: value(.clippedRatio), bandwidth_hz: value(.bandwidth),
        reverberation_s: value(.reverberation), reverberation_range_s: profile.quality.reverberationRange, truncated: facts.truncated,
        flags: flags),
      audio_track: wasChosen ? facts.track : nil, audio_tracks: wasChosen ? facts.tracks : nil)
  }

  private var frames: AnalysisDocument.Contours {
    let contours = profile.contours
    return .init(
      start_s: contours.start.rounded(decimals: 6), hop_s: contours.hop.rounded(decimals: 6),
      f0_hz: contours.f0.map { $0 > 0 ? Double($0).figure(2) : nil },
      intensity_db: contours.intensityDB.map { Double($0).rounded(decimals: 1) },
      voicing: contours.voicing.map { Double($0).rounded(decimals: 3) }, speech: contours.speech.map { $0 ? 1 : 0 })
  }

  /// A tenth of a second a value: the median of the voiced frames in it.
  private var pitchTrack: AnalysisDocument.PitchTrack {
    let contours = profile.contours
    let step = max(1, Int((0.1 / contours.hop).rounded()))
    let values: [Double?] = stride(from: 0, to: contours.f0.count, by: step).map { first in
      let voiced = contours.f0[first..<min(first + step, contours.f0.count)].filter { $0 > 0 }.sorted()
      return voiced.isEmpty ? nil : Double(voiced[voiced.count / 2]).figure(1)
    }
    return .init(hop_s: (contours.hop * Double(step)).rounded(decimals: 6), f0_hz: values)
  }

  /// Why each null is null, by the member's place in the object.
  private var unknown: [(String, String)] {
    let reasons = evidence.measures.compactMap { measure, measured in measured.reason.map { (measure.path, $0.rawValue) } }
    return reasons.sorted { $0.0 < $1.0 } + (text == nil ? [("text", UnknownReason.transcriptMissing.rawValue)] : [])
  }
}

// MARK: - The transcript

extension AnswerAnalysis {
  private func textPart(_ text: TextPart) -> AnalysisDocument.Text {
    // A transcript of something else, or of a part, lends nothing but its words: what was found in it is not of this answer.
    let fits = text.fit.reason == nil
    let findings = fits ? text.findings : text.findings.withoutFindings
    func count(_ value: Int) -> Int? { fits ? value : nil }
    func found(_ hits: [TextHit], _ rate: Measure) -> AnalysisDocument.Text.Hits? { fits ? self.hits(.value(hits), rate) : nil }
    return .init(
      sha256: text.hash.hex, format: text.transcript.format, timing: text.transcript.timing.rawValue,
      times_estimated: findings.timesEstimated, others_share: text.transcript.othersShare.figure(4), notes: text.transcript.notes,
      fit: .init(text.fit), language: findings.language?.rawValue, characters: count(findings.characters), words: count(findings.words),
      syllables: count(findings.syllables), verbatim: findings.verbatim,
      fillers: findings.fillers.value.map { .init(count: $0.count, per_min: rate(.fillersPerMinute), hits: $0) },
      repetitions: hits(findings.repetitions, .repetitionsPer100), repairs: hits(findings.repairs, .repairsPer100),
      keywords: .init(
        coverage: value(.keywordCoverage),
        groups: findings.keywords.map { .init(group: $0.group, count: $0.hits.count, hits: $0.hits, mentioned: $0.mentioned) },
        missing: findings.keywords.filter(\.hits.isEmpty).map(\.group)), judge: text.judged.map { .init($0) },
      structure: .init(
        star_coverage: value(.starCoverage), problem_solution_coverage: value(.problemSolutionCoverage),
        ordinal_markers: value(.ordinalMarkers), steps: findings.structure),
      specificity: found(findings.specificity, .specificityPer100), richness: value(.richness),
      substance: fits ? substance(findings) : nil, hedges: found(findings.hedges, .hedgesPer100),
      crutch_words: found(findings.crutchWords, .crutchWordsPer100), content: text.transcript.text)
  }

  private func substance(_ findings: TextFindings) -> AnalysisDocument.Text.Substance {
    .init(
      own_words: findings.substance.ownWords, content_words: findings.substance.contentWords, own_words_share: value(.ownWordsShare),
      own_words_per_clause: value(.ownWordsPerClause), role_words_share: value(.roleWordsShare), repeated_share: value(.repeatedShare),
      restated: findings.substance.restated.map { .init(kind: $0.kind.rawValue, text: $0.hit.text, span: $0.hit.range) },
      concreteness: hits(.value(findings.concrete), .concretenessPer100))
  }

  /// Nil where the transcript cannot say: an unknown count is not a count of zero.
  private func hits(_ hits: Measured<[TextHit]>, _ measure: Measure) -> AnalysisDocument.Text.Hits? {
    hits.value.map { .init(count: $0.count, per_100_syl: rate(measure), hits: $0) }
  }

  private func rate(_ measure: Measure) -> Double? { evidence[measure].value?.figure(2) }
}

extension AnalysisDocument.Text.Fit {
  init(_ fit: TranscriptFit) {
    self.init(
      fits: fit.reason == nil, code: fit.reason?.rawValue, finding: fit.finding,
      syllables_per_s_of_speech: fit.syllablesPerSecond?.figure(3), heard_per_syllable: fit.heardPerSyllable?.figure(3),
      clauses_in_place: fit.clausesInPlace?.figure(3), evidence: fit.evidence?.figure(2),
      speech_without_words: fit.uncoveredSpeech?.figure(4), words_without_speech: fit.wordsWithoutSpeech?.figure(4))
  }
}

extension AnalysisDocument.Text.Judge {
  init(_ judged: Judged) {
    switch judged {
    case .answer(let answer):
      self.init(
        name: answer.name, version: answer.version, request_sha256: answer.request.hex, found: answer.hits.keys.sorted(),
        refused: answer.refusals.map { .init(group: $0.group, reason: $0.reason.rawValue) }, code: nil, detail: nil)
    case .failed(let fault):
      self.init(
        name: nil, version: nil, request_sha256: nil, found: nil, refused: nil, code: fault.code.code, detail: fault.detail)
    }
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
