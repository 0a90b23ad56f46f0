/// Decides how channels are mixed, by listening to the recording once before it is read.
///
/// A plain mean loses half the voice to a dead channel and all of it to an inverted one, so:
/// 1. the sound is looked at in blocks of 100 ms from the very beginning, with each channel's mean taken off (a dead
///    channel may carry direct current); the blocks depend on the sample rate alone, never on how the sound was read;
/// 2. energies of the channels and products of all pairs are summed over the blocks;
/// 3. the survey ends when every channel has shown ten seconds of sound above −60 dBFS, else with the recording, so that
///    a silent first minute, or a second speaker who comes late, is not mistaken for a dead channel;
/// 4. a channel 40 dB under the strongest is left out; the others, strongest first, take the sign of the earlier channel
///    that they resemble most, turned over where the correlation is under −0.1. Turning a channel that resembles none
///    changes nothing that can be heard, so the limit may be near zero.
package struct ChannelSurvey {
  /// Root mean square above which a block counts as sound: −60 dBFS.
  private static let activePower = 1e-6
  /// Blocks of sound that a channel must show before the survey may end.
  private static let minimumBlocks = 100
  /// Energy under the strongest channel's at which a channel is dead: 40 dB.
  private static let deadShare = 1e-4
  private static let invertedCorrelation = -0.1

  private let channels: Int
  private let blockFrames: Int
  private var filled = 0
  /// Frames of the block at hand that are digital silence from its beginning on, and are not in `rows` yet.
  private var silent = 0
  /// One row of `blockFrames` a channel.
  private var rows: [Float]
  /// Sums of products, channel by channel.
  package private(set) var products: [[Double]]
  private var active: [Int]

  package init(channels: Int, sampleRate: Int) {
    self.channels = channels
    blockFrames = sampleRate / 10
    rows = Array(repeating: 0, count: blockFrames * channels)
    products = Array(repeating: Array(repeating: 0, count: channels), count: channels)
    active = Array(repeating: 0, count: channels)
  }

  /// Whether more sound cannot change the outcome enough to be worth listening to.
  package var isSettled: Bool { active.allSatisfy { $0 >= Self.minimumBlocks } }

  package mutating func take(_ interleaved: [Float], frames: Int) {
    if filled == silent, Self.isSilent(interleaved, count: frames * channels) {
      // Zeros add nothing to any sum: whole blocks of them are passed over.
      filled = (filled + frames) % blockFrames
      silent = filled
      return
    }
    writeSilence()
    var frame = 0
    while frame < frames, !isSettled {
      let count = min(frames - frame, blockFrames - filled)
      for channel in 0..<channels {
        var sampleIndex = frame * channels + channel
        let row = channel * blockFrames
        for index in row + filled..<row + filled + count {
          rows[index] = interleaved[sampleIndex]
          sampleIndex += channels
        }
      }
      filled += count
      frame += count
      if filled == blockFrames { closeBlock() }
    }
  }

  private static func isSilent(_ interleaved: [Float], count: Int) -> Bool {
    for index in 0..<count where interleaved[index] != 0 { return false }
    return true
  }

  private mutating func writeSilence() {
    guard silent > 0 else { return }
    for channel in 0..<channels { for index in 0..<silent { rows[channel * blockFrames + index] = 0 } }
    silent = 0
  }

  private mutating func closeBlock() {
    writeSilence()
    guard filled > 0 else { return }
    for channel in 0..<channels {
      let row = channel * blockFrames..<channel * blockFrames + filled
      var sum: Float = 0
      for index in row { sum += rows[index] }
      let mean = sum / Float(filled)
      for index in row { rows[index] -= mean }
    }
    for first in 0..<channels {
      let own = product(first, first)
      if own > Self.activePower * Double(filled) { active[first] += 1 }
      products[first][first] += own
      // What is still resembles nothing.
      guard own > 0 else { continue }
      for second in 0..<first { products[first][second] += product(first, second) }
    }
    filled = 0
  }

  private func product(_ first: Int, _ second: Int) -> Double {
    let all = rows.span
    let (a, b) = (first * blockFrames, second * blockFrames)
    return Double(Self.dot(all.extracting(a..<a + filled), all.extracting(b..<b + filled), count: filled))
  }

  /// Eight partial sums, so that the loop has no chain of additions; the order is fixed, and so is the result.
  private static func dot(_ left: Span<Float>, _ right: Span<Float>, count: Int) -> Float {
    var sums = SIMD8<Float>.zero
    var index = 0
    while index + 8 <= count {
      var a = SIMD8<Float>.zero
      var b = SIMD8<Float>.zero
      for lane in 0..<8 {
        a[lane] = left[index + lane]
        b[lane] = right[index + lane]
      }
      sums += a * b
      index += 8
    }
    var sum = sums.sum()
    while index < count {
      sum += left[index] * right[index]
      index += 1
    }
    return sum
  }

  /// The outcome; call once, at the end.
  package mutating func finish() -> ChannelMix {
    closeBlock()
    let energies = (0..<channels).map { products[$0][$0] }
    let strongest = energies.max() ?? 0
    guard strongest > 0 else { return .plain(channels) }
    let order = (0..<channels).filter { energies[$0] > strongest * Self.deadShare }
      .sorted { energies[$0] > energies[$1] || energies[$0] == energies[$1] && $0 < $1 }
    var signs = Array(repeating: 0, count: channels)
    for (rank, channel) in order.enumerated() {
      var best = 0.0
      var sign = 1
      for earlier in order[..<rank] {
        let product = products[max(channel, earlier)][min(channel, earlier)]
        let correlation = product / (energies[channel] * energies[earlier]).squareRoot()
        if abs(correlation) > abs(best) {
          best = correlation
          sign = correlation < Self.invertedCorrelation ? -signs[earlier] : signs[earlier]
        }
      }
      signs[channel] = sign
    }
    return ChannelMix(signs: signs)
  }
}
