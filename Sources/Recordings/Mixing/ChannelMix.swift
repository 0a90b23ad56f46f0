/// How the channels of a recording become one: each with a sign, or left out, then the mean of those that are left.
public struct ChannelMix: Sendable, Equatable {
  /// One entry a channel: 1 as it is, −1 turned over, 0 left out. At least one is not 0.
  public let signs: [Int]

  /// - Precondition: not empty, at least one sign is not 0.
  public init(signs: [Int]) {
    precondition(signs.contains { $0 != 0 })
    self.signs = signs
  }

  /// Every channel as it is.
  public static func plain(_ channels: Int) -> ChannelMix { ChannelMix(signs: Array(repeating: 1, count: channels)) }

  /// Mixes `frames` interleaved frames into `mono`, replacing its content.
  func apply(to interleaved: [Float], frames: Int, into mono: inout [Float]) {
    let channels = signs.count
    let used = signs.indices.filter { signs[$0] != 0 }
    let weight = 1 / Float(used.count)
    mono.removeAll(keepingCapacity: true)
    mono.append(contentsOf: repeatElement(0, count: frames))
    if channels == 2, used.count == 2 {
      let left = weight * Float(signs[0])
      let right = weight * Float(signs[1])
      for frame in 0..<frames { mono[frame] = left * interleaved[2 * frame] + right * interleaved[2 * frame + 1] }
      return
    }
    for channel in used {
      let gain = weight * Float(signs[channel])
      var sampleIndex = channel
      for frame in 0..<frames {
        mono[frame] += gain * interleaved[sampleIndex]
        sampleIndex += channels
      }
    }
  }
}
