/// What an audio track sounds like as a whole: tells the voice's track from those that a screen recorder leaves empty.
///
/// Levels of blocks of 100 ms, all channels together. A track carries speech, for all that levels can tell, where a second of
/// it lies over −60 dBFS and within 20 dB of its loudest three seconds, and where it rises and falls: a tenth of its blocks
/// lies 6 dB or more under them. Hum and noise do not move.
struct TrackSurvey {
  private static let blocksPerSecond = 10
  private static let audiblePower = 1e-6
  private static let loudestBlocks = 30
  private static let minimumBlocks = 10
  private static let quietShare = 0.1

  private let blockSamples: Int
  private var sum = 0.0
  private var filled = 0
  private var powers: [Float] = []

  init(channels: Int, sampleRate: Int) { blockSamples = max(1, sampleRate / Self.blocksPerSecond) * channels }

  mutating func take(_ interleaved: [Float], count: Int) {
    var index = 0
    while index < count {
      let end = min(count, index + blockSamples - filled)
      var part: Float = 0
      for sampleIndex in index..<end { part += interleaved[sampleIndex] * interleaved[sampleIndex] }
      sum += Double(part)
      filled += end - index
      index = end
      if filled == blockSamples { close() }
    }
  }

  private mutating func close() {
    powers.append(Float(sum / Double(filled)))
    (sum, filled) = (0, 0)
  }

  /// What is compared between tracks.
  struct Verdict: Sendable, Equatable {
    /// Mean square of what is loud.
    let loudness: Double
    let isSpeech: Bool
  }

  func verdict() -> Verdict {
    let sorted = powers.sorted(by: >)
    let top = sorted.prefix(Self.loudestBlocks)
    guard !top.isEmpty else { return Verdict(loudness: 0, isSpeech: false) }
    let loud = top.reduce(0) { $0 + Double($1) } / Double(top.count)
    let active = sorted.prefix { Double($0) > max(Self.audiblePower, loud * 0.01) }
    let loudness = active.reduce(0) { $0 + Double($1) } / Double(max(1, active.count))
    let quiet = sorted.count { Double($0) < loudness * 0.25 }
    return Verdict(
      loudness: active.isEmpty ? loud : loudness,
      isSpeech: active.count >= Self.minimumBlocks && Double(quiet) >= Self.quietShare * Double(sorted.count))
  }

  /// The track to be measured: of those with speech, else of all, the loudest; of equal ones the first.
  static func choice(_ verdicts: [Verdict]) -> Int {
    let speech = verdicts.contains(where: \.isSpeech)
    var best = 0
    for index in verdicts.indices where verdicts[index].isSpeech || !speech {
      let isFirst = speech && !verdicts[best].isSpeech
      if isFirst || verdicts[index].loudness > verdicts[best].loudness { best = index }
    }
    return best
  }
}
