import Interview

extension RecordingFacts {
  /// Compares what the file claims with what came out of it, and writes the notes.
  ///
  /// A decoded length is short when more than 50 ms are missing: MP3 and Opus trim up to 1105 and 312 samples of delay,
  /// and no pause that counts is that short.
  mutating func conclude(_ claims: HeaderClaims, _ ended: SoundEnding, frames: Int64, invalidSamples: Int) {
    var ending = ended
    // Where every sample that there is was read, what a decoder says of the bytes behind the last one is of no concern.
    if let all = [claims.frames, claims.counted].compactMap({ $0 }).max(), !claims.isCut,
      frames + Int64(claims.slack * Double(sampleRate)) >= all
    {
      (ending.isCut, ending.damage) = (false, nil)
    }
    if claims.isPadded { ending.damage = nil }
    if claims.isInterrupted { ending.damage = ending.damage ?? container.name }
    let tolerance = 0.05 + claims.slack
    let isShort = declaredDuration.map { decodedDuration < $0 - tolerance } ?? false
    let isLong = declaredDuration.map { decodedDuration > $0 + tolerance } ?? false
    let decoded = "\(Self.rounded(decodedDuration)) s"
    let isClaim = claims.frames != nil || claims.duration != nil
    truncated = claims.missingBytes > 0 || claims.isCut || ending.isCut || isShort && isClaim && ending.damage == nil
    if truncated {
      let claim = declaredDuration.map { $0 > decodedDuration ? " / \(Self.rounded($0)) s" : "" } ?? ""
      notes.append(Fault(.recordingTruncated, decoded + claim))
    } else if let damage = ending.damage {
      // A decoder's complaint about the last frame of a cut file is no second matter.
      notes.append(Fault(.recordingDamaged, damage))
    } else if isLong || isShort, let declaredDuration {
      notes.append(Fault(.recordingDurationWrong, "\(Self.rounded(declaredDuration)) s → \(decoded)"))
    }
    let expected = claims.counted.map { Double($0) / Double(nativeSampleRate) } ?? 0
    if ending.isUnread || !truncated && decodedDuration < expected - tolerance {
      notes.append(Fault(.recordingSoundUnread, expected > 0 ? "\(decoded) / \(Self.rounded(expected)) s" : decoded))
    }
    if claims.isUnfinished { notes.append(Fault(.recordingHeaderUnfinished)) }
    if filledGaps > 0 { notes.append(Fault(.recordingGapsFilled, "\(Self.rounded(filledGaps)) s")) }
    if invalidSamples > 0 { notes.append(Fault(.recordingSamplesInvalid, "\(invalidSamples)")) }
    let silent = mix.signs.indices.filter { mix.signs[$0] == 0 }.map { "\($0 + 1)" }
    if !silent.isEmpty { notes.append(Fault(.recordingChannelSilent, silent.joined(separator: ", "))) }
    let inverted = mix.signs.indices.filter { mix.signs[$0] < 0 }.map { "\($0 + 1)" }
    if !inverted.isEmpty { notes.append(Fault(.recordingChannelInverted, inverted.joined(separator: ", "))) }
  }

  /// Milliseconds are enough for a sentence.
  private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}
