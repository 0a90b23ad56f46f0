import Interview

/// Whether a transcript belongs to a recording, and to all of it; with the figures that say so.
public struct TranscriptFit: Sendable, Equatable {
  /// Syllables of the text per second of speech in the sound; nil without speech.
  public let syllablesPerSecond: Double?
  /// Share of the speech time that no timed segment covers; nil without times.
  public let uncoveredSpeech: Double?
  /// Share of the text's timed words that stand where there is no speech; nil without times.
  public let wordsWithoutSpeech: Double?
  /// Nil when it fits; `transcript.mismatch` or `transcript.partial` otherwise.
  public let reason: UnknownReason?

  // Fast articulate speakers reach some 8 syllables a second (Pfitzner 1999 puts the limit of intelligibility near 9);
  // below 1.3 more than half of any language's normal rate is missing.
  static let fastest = 9.0
  static let slowest = 1.3
  // Recognisers pad and clip their times by some tenths of a second; half a second of grace keeps that out.
  static let grace = 0.5

  public init(_ transcript: Transcript, findings: TextFindings, segments: [TimeRange], duration: Double, declared: Language?) {
    let speech = segments.reduce(0) { $0 + $1.duration }
    syllablesPerSecond = speech > 0 ? Double(findings.syllables) / speech : nil
    let timed = transcript.segments.compactMap(\.range) + transcript.segments.flatMap(\.words).compactMap(\.range)
    if transcript.timing == .none || timed.isEmpty || speech == 0 {
      uncoveredSpeech = nil
      wordsWithoutSpeech = nil
    } else {
      let covered = Self.union(timed.map { TimeRange(max(0, $0.start - Self.grace), $0.end + Self.grace) })
      uncoveredSpeech = 1 - Self.overlap(segments, covered) / speech
      let near = Self.union(segments.map { TimeRange(max(0, $0.start - Self.grace), $0.end + Self.grace) })
      let outside = timed.count { range in !Self.touches(range, near) }
      wordsWithoutSpeech = Double(outside) / Double(timed.count)
    }
    if let declared, let spoken = findings.language, declared != spoken, findings.syllables >= 20 {
      reason = .transcriptMismatch
    } else if let rate = syllablesPerSecond, rate > Self.fastest, findings.syllables >= 20 {
      reason = .transcriptMismatch
    } else if speech == 0, findings.syllables >= 5 {
      reason = .transcriptMismatch
    } else if let outside = wordsWithoutSpeech, outside > 0.4 {
      reason = .transcriptMismatch
    } else if let uncovered = uncoveredSpeech, uncovered > 0.3, speech >= 5 {
      reason = .transcriptPartial
    } else if let rate = syllablesPerSecond, rate < Self.slowest, speech >= 10 {
      reason = .transcriptPartial
    } else {
      reason = nil
    }
  }

  public var json: JSON {
    .object([
      "fits": .bool(reason == nil), "code": .optional(reason?.rawValue), "syllables_per_s_of_speech": .rounded(syllablesPerSecond, 3),
      "speech_without_words": .rounded(uncoveredSpeech, 4), "words_without_speech": .rounded(wordsWithoutSpeech, 4),
    ])
  }

  /// Ranges that touch are made one; the result is in order.
  private static func union(_ ranges: [TimeRange]) -> [TimeRange] {
    ranges.sorted { $0.start < $1.start }.reduce(into: []) { joined, range in
      if let last = joined.last, last.end >= range.start {
        joined[joined.count - 1] = TimeRange(last.start, max(last.end, range.end))
      } else {
        joined.append(range)
      }
    }
  }

  /// Seconds that two ordered lists share; linear in their lengths.
  private static func overlap(_ left: [TimeRange], _ right: [TimeRange]) -> Double {
    var (i, j, total) = (0, 0, 0.0)
    while i < left.count, j < right.count {
      total += left[i].overlap(right[j])
      if left[i].end < right[j].end { i += 1 } else { j += 1 }
    }
    return total
  }

  private static func touches(_ range: TimeRange, _ ordered: [TimeRange]) -> Bool {
    var (low, high) = (0, ordered.count)
    while low < high {
      let middle = (low + high) / 2
      if ordered[middle].end < range.start { low = middle + 1 } else { high = middle }
    }
    return low < ordered.count && ordered[low].start <= range.end
  }
}
