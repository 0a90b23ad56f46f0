import Interview
import Recordings
import Speech
import Transcripts

extension AnswerAnalysis {
  /// The documented analysis object, `intone.analysis/1`, on one line.
  ///
  /// - Parameter contours: whether the per-frame arrays are written (100 values a second and array).
  /// - Complexity: linear in the length of the result.
  public func document(contours: Bool = false) -> JSON {
    var members: [JSON.Member] = [
      .init("schema", .string(Engine.schema)),
      .init("engine", .string(engine)),
      .init("question", .object(["id": .optional(question.id), "text": .optional(question.text)])),
      .init("recording", recordingObject),
      .init("timing", timingObject),
      .init("rate", rateObject),
      .init(
        "pitch",
        object([
          "f0_median_hz": .f0Median, "f0_sd_st": .f0SD, "f0_range_st": .f0Range,
          "voiced_ratio": .voicedRatio, "trend_st_per_min": .f0Trend,
        ])),
      .init(
        "voice",
        object([
          "level_dbfs": .level, "hnr_db": .hnr, "jitter_local": .jitter, "shimmer_local": .shimmer,
          "cpps_db": .cpps,
        ])),
      .init("text", textObject),
      .init("segments", .array(profile.segments.map(JSON.span))),
      .init("pauses", .array(profile.pauses.map(JSON.span))),
      .init("nuclei", .array(profile.nuclei.map { .rounded($0, 3) })),
    ]
    members.append(.init("pitch_track", pitchTrack))
    if contours { members.append(.init("contours", contoursObject)) }
    members.append(.init("scores", scorecard.map(\.json) ?? .null))
    members.append(.init("unknown", unknownObject))
    return .object(members)
  }

  private func value(_ measure: Measure) -> JSON { measure.json(evidence[measure]) }

  private func object(_ members: KeyValuePairs<String, Measure>) -> JSON {
    .object(members.map { .init($0.key, value($0.value)) })
  }

  private var recordingObject: JSON {
    let recording = JSON.object([
      "path": .string(name),
      "sha256": .string(recordingHash.hex),
      "container": .string(facts.container.name),
      "codec": .string(facts.codec),
      "sample_rate_hz": .integer(facts.nativeSampleRate),
      "channels": .integer(facts.channels),
      "duration_s": value(.duration),
      "quality": .object([
        "snr_db": value(.snr),
        "clipped_ratio": value(.clippedRatio),
        "bandwidth_hz": value(.bandwidth),
        "truncated": .bool(facts.truncated),
        "flags": .array(flags.map(JSON.string)),
      ]),
    ])
    // Told where there was something to choose.
    guard facts.tracks > 1, case .object(let members) = recording else { return recording }
    return .object(members + [.init("audio_track", .integer(facts.track)), .init("audio_tracks", .integer(facts.tracks))])
  }

  private var timingObject: JSON {
    .object([
      "lead_in_s": value(.leadIn),
      "tail_s": value(.tail),
      "span_s": value(.span),
      "phonation_s": value(.phonation),
      "phonation_ratio": value(.phonationRatio),
      "time_share": value(.timeShare),
      "pauses": .object([
        "threshold_s": .rounded(profile.timing.pauseThreshold, 3),
        "count": evidence[.pauseCount].value.map { .integer(Int($0)) } ?? .null,
        "per_min": value(.pausesPerMinute),
        "total_s": value(.pauseTotal),
        "mean_s": value(.pauseMean),
        "median_s": value(.pauseMedian),
        "longest_s": value(.pauseLongest),
        "ratio": value(.pauseRatio),
      ]),
    ])
  }

  private var rateObject: JSON {
    .object([
      "syllables": evidence[.syllables].value.map { .integer(Int($0)) } ?? .null,
      "source": .string(rates.source.rawValue),
      "estimated": .bool(rates.source == .acoustic),
      "speech_rate_syl_s": value(.speechRate),
      "articulation_rate_syl_s": value(.articulationRate),
      "characters_per_min": value(.charactersPerMinute),
      "words_per_min": value(.wordsPerMinute),
      "mean_length_of_run_syl": value(.meanLengthOfRun),
      "surges": .array(
        (rates.surges.value ?? []).map { surge in
          .object(["span": .span(surge.range), "change": .rounded(surge.change, 4)])
        }),
    ])
  }

  private var contoursObject: JSON {
    let contours = profile.contours
    return .object([
      "start_s": .rounded(contours.start, 6),
      "hop_s": .rounded(contours.hop, 6),
      "f0_hz": .array(contours.f0.map { $0 > 0 ? .rounded(Double($0), 2) : .null }),
      "intensity_db": .array(contours.intensityDB.map { .rounded(Double($0), 1) }),
      "voicing": .array(contours.voicing.map { .rounded(Double($0), 3) }),
      "speech": .array(contours.speech.map { .integer($0 ? 1 : 0) }),
    ])
  }

  /// The course of the pitch for drawing, a tenth of a second a value: the median of the voiced frames in it.
  private var pitchTrack: JSON {
    let contours = profile.contours
    let step = max(1, Int((0.1 / contours.hop).rounded()))
    let values: [JSON] = stride(from: 0, to: contours.f0.count, by: step).map { first in
      let voiced = contours.f0[first..<min(first + step, contours.f0.count)].filter { $0 > 0 }.sorted()
      return voiced.isEmpty ? .null : .rounded(Double(voiced[voiced.count / 2]), 1)
    }
    return .object(["hop_s": .rounded(contours.hop * Double(step), 6), "f0_hz": .array(values)])
  }

  /// Why each null above is null, by the member's place in the object.
  private var unknownObject: JSON {
    let places = evidence.measures.compactMap { measure, measured in
      measured.reason.map { (Self.place(of: measure), $0.rawValue) }
    }
    var members = places.sorted { $0.0 < $1.0 }.map { JSON.Member($0.0, .string($0.1)) }
    if text == nil { members.append(.init("text", .string(UnknownReason.transcriptMissing.rawValue))) }
    return .object(members)
  }
}
