import Interview

/// Two voices in one recording: what is left of the profile when only one of them is meant.
extension SpeechProfile {
  /// The profile of the one who speaks when none of the others does.
  ///
  /// The time of the others is taken out: no stretch of it is speech, pause, syllable or pitch. What they say between two stretches
  /// parts turns. The span is the sum of the turns, each from its first to its last speech, and a pause lies inside one turn: the
  /// silence around what another says belongs to both of them. The lead-in counts from the end of what the others say before the
  /// first turn, the tail to what they say behind the last. The voice's quality, which was taken over all voices, is unknown.
  ///
  /// - Parameter others: When others speak, in seconds, in any order; what lies beyond the recording is left out.
  /// - Complexity: O(frames + stretches · others).
  public func alone(without others: [TimeRange]) -> SpeechProfile {
    let others = Self.joined(others, until: duration)
    guard !others.isEmpty, !segments.isEmpty else { return self }
    func isParted(_ gap: TimeRange) -> Bool { others.contains { $0.overlap(gap) > 0 } }
    var result = self
    result.segments = segments.flatMap { Self.rest(of: $0, without: others) }
    let gaps = TimingMeter.pauses(result.segments, threshold: timing.pauseThreshold)
    result.pauses = gaps.filter { !isParted($0) }
    result.fillers = fillers.map { $0.filter { filler in !others.contains { $0.overlap(filler) > 0 } } }
    result.nuclei = nuclei.filter { time in !others.contains { $0.contains(time) } }
    result.timing = Self.timing(result.segments, result.pauses, others: others, of: self)
    var speech = QualityMeter.mask(result.segments, frames: contours.f0.count)
    result.contours.speech = speech
    for t in QualityMeter.mask(others, frames: speech.count).enumerated() where t.element {
      result.contours.f0[t.offset] = 0
      speech[t.offset] = false
    }
    result.pitch = QualityGate(quality: quality).pitch(
      PitchMeter.pitch(result.contours.f0, speech: speech, times: TimeMap([], rate: 1), phonation: result.timing.phonation))
    result.voice = Self.voice(.speechSeveralVoices)
    return result
  }

  /// The profile of a recording in which others speak at times that nobody knows: how long there is speech stays, and what would be
  /// taken for one person's is unknown.
  public func shared() -> SpeechProfile {
    var result = self
    result.hasSeveralVoices = true
    result.pauses = []
    result.fillers = fillers.withheld(.speechSeveralVoices)
    result.timing.leadIn = timing.leadIn.withheld(.speechSeveralVoices)
    result.timing.tail = timing.tail.withheld(.speechSeveralVoices)
    result.pitch = PitchMeter.unknown(.speechSeveralVoices)
    result.voice = Self.voice(.speechSeveralVoices)
    return result
  }

  /// Seconds of speech that are left of a stretch at least; as for every burst.
  private static let shortest = 0.08

  /// In order, touching ones joined, inside the recording.
  private static func joined(_ ranges: [TimeRange], until end: Double) -> [TimeRange] {
    var result: [TimeRange] = []
    for range in ranges.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) where range.start < end && range.duration > 0 {
      let range = TimeRange(range.start, min(range.end, end))
      if let last = result.last, range.start <= last.end {
        result[result.count - 1] = TimeRange(last.start, max(last.end, range.end))
      } else {
        result.append(range)
      }
    }
    return result
  }

  private static func rest(of stretch: TimeRange, without others: [TimeRange]) -> [TimeRange] {
    var (rest, start) = ([TimeRange](), stretch.start)
    for other in others where other.overlap(stretch) > 0 {
      if other.start > start { rest.append(TimeRange(start, other.start)) }
      start = max(start, other.end)
    }
    if start < stretch.end { rest.append(TimeRange(start, stretch.end)) }
    return rest.count == 1 && rest[0] == stretch ? rest : rest.filter { $0.duration >= shortest }
  }

  private static func timing(
    _ segments: [TimeRange], _ pauses: [TimeRange], others: [TimeRange], of whole: SpeechProfile
  ) -> Timing {
    let threshold = whole.timing.pauseThreshold
    guard let first = segments.first, let last = segments.last else {
      return TimingMeter.timing([], pauses: [], duration: whole.duration, threshold: threshold)
    }
    let parted = zip(segments, segments.dropFirst()).map { TimeRange($0.end, max($0.end, $1.start)) }
      .filter { gap in others.contains { $0.overlap(gap) > 0 } }
    let span = last.end - first.start - parted.reduce(0) { $0 + $1.duration }
    let before = others.last { $0.end <= first.start }?.end ?? 0
    let after = others.first { $0.start >= last.end }?.start ?? whole.duration
    return Timing(
      leadIn: .value(first.start - before), tail: .value(max(0, after - last.end)), span: .value(span),
      phonation: .value(span - pauses.reduce(0) { $0 + $1.duration }), pauseThreshold: threshold)
  }

  private static func voice(_ reason: UnknownReason) -> Voice {
    let none = Measured<Double>.unknown(reason)
    return Voice(levelDBFS: none, hnrDB: none, jitterLocal: none, shimmerLocal: none, cppsDB: none)
  }
}
