import Interview

/// Which of several audio tracks is measured, found by listening to each of them once.
///
/// Screen recorders and conferences write the system's sound and the microphone's side by side, and either may be silent. The
/// track with speech is the answer; of two the louder, and a person is told to look.
struct TrackChoice {
  /// Which route, from 0.
  let index: Int
  let notes: [Fault]

  /// Tracks that are looked at.
  private static let limit = 8

  /// - Throws: what opening the only track that could be read throws; `recording.too-long`, `recording.decoding-costly`.
  init(_ routes: [SoundRoute], _ source: SoundSource, _ limits: RecordingLimits, _ budget: inout DecodingBudget) throws(Fault) {
    var verdicts: [TrackSurvey.Verdict] = []
    for route in routes.prefix(Self.limit) {
      verdicts.append(try Self.listen(route, source, limits, &budget))
    }
    let index = TrackSurvey.choice(verdicts)
    let speech = verdicts.indices.filter { verdicts[$0].isSpeech }
    let others = verdicts.indices.filter { !verdicts[$0].isSpeech && $0 != index }
    var notes: [Fault] = []
    if speech.count > 1 { notes.append(Fault(.recordingTracksSeveral, Self.numbers(speech))) }
    if !others.isEmpty, !speech.isEmpty { notes.append(Fault(.recordingTrackSilent, Self.numbers(others))) }
    self.index = index
    self.notes = notes
  }

  private static func numbers(_ tracks: [Int]) -> String { tracks.map { "\($0 + 1)" }.joined(separator: ", ") }

  /// A track that cannot be read carries nothing; what is wrong with the recording as a whole is the fault of all.
  private static func listen(
    _ route: SoundRoute, _ source: SoundSource, _ limits: RecordingLimits, _ budget: inout DecodingBudget
  ) throws(Fault) -> TrackSurvey.Verdict {
    let nothing = TrackSurvey.Verdict(loudness: 0, isSpeech: false)
    guard let decoder = try? route.open(source, limits) else { return nothing }
    guard (1...limits.maximumChannels).contains(decoder.channels), limits.sampleRates.contains(decoder.nativeSampleRate) else {
      return nothing
    }
    var survey = TrackSurvey(channels: decoder.channels, sampleRate: decoder.sampleRate)
    var block = Array(repeating: Float(0), count: RecordingReader.blockFrames * decoder.channels)
    var frames = 0.0
    var got = 1
    while got > 0 {
      try budget.measure { () throws(Fault) in
        got = try decoder.read(frames: RecordingReader.blockFrames, into: &block)
        _ = RecordingReader.silenceInvalid(&block, count: got * decoder.channels)
        survey.take(block, count: got * decoder.channels)
        return Double(got) / Double(decoder.sampleRate)
      }
      frames += Double(got)
      guard frames <= limits.maximumDuration * Double(decoder.sampleRate) else {
        throw Fault(.recordingTooLong, "> \(limits.maximumDuration) s")
      }
    }
    return survey.verdict()
  }
}
