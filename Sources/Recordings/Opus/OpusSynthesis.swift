import Interview

/// From Opus packets, gaps and trims to a stream of samples, one packet at a time.
struct OpusSynthesis {
  let channels: Int
  private var decoder: OpusPacketDecoder
  private var gain: Float
  private var samples: [Float]
  private var start = 0
  private var count = 0
  private var silence: Int64 = 0
  /// Frames still to drop at the beginning.
  private var skip: Int

  /// - Parameter head: a simple one.
  init(_ head: OpusHead) throws(Fault) {
    channels = head.channels
    decoder = try OpusPacketDecoder(channels: channels)
    gain = head.gain
    skip = head.preSkip / OpusPacketDecoder.decimation
    samples = Array(repeating: 0, count: OpusPacketDecoder.maximumFrames * channels)
  }

  /// Begins another stream that follows this one; its channels are brought to those of the first by the decoder itself.
  mutating func restart(_ head: OpusHead) throws(Fault) {
    decoder = try OpusPacketDecoder(channels: channels)
    gain = head.gain
    skip = head.preSkip / OpusPacketDecoder.decimation
  }

  var isEmpty: Bool { silence == 0 && count == 0 }

  /// Queues silence for lost time, in samples at 48 kHz. It stands before what is pushed next.
  ///
  /// - Precondition: `isEmpty`.
  mutating func pushSilence(_ length: Int64) { silence += length / Int64(OpusPacketDecoder.decimation) }

  /// Queues a packet's sound.
  ///
  /// - Parameter keep: samples at 48 kHz from the packet's beginning on that belong to the recording.
  /// - Returns: false where the packet is not valid; its time, if it tells that, becomes silence.
  mutating func push(_ bytes: [UInt8], _ range: Range<Int>, keep: Int64) -> Bool {
    let kept = max(0, keep) / Int64(OpusPacketDecoder.decimation)
    let frames = decoder.decode(bytes, range, into: &samples)
    let length = frames ?? (OpusPacket.duration(bytes, range) ?? 0) / OpusPacketDecoder.decimation
    if frames == nil {
      for index in 0..<(length * channels) { samples[index] = 0 }
    } else if gain != 1 {
      for index in 0..<(length * channels) { samples[index] *= gain }
    }
    let dropped = min(skip, length)
    skip -= dropped
    start = dropped
    count = max(0, Int(min(Int64(length), kept)) - dropped)
    return frames != nil
  }

  /// Moves queued frames to `block`, from its frame `at` on, at most `room` of them.
  mutating func drain(into block: inout [Float], at: Int, room: Int) -> Int {
    if silence > 0 {
      let frames = Int(min(silence, Int64(room)))
      for index in (at * channels)..<((at + frames) * channels) { block[index] = 0 }
      silence -= Int64(frames)
      return frames
    }
    let frames = min(count, room)
    guard frames > 0 else { return 0 }
    let source = start * channels
    let target = at * channels
    for index in 0..<(frames * channels) { block[target + index] = samples[source + index] }
    start += frames
    count -= frames
    return frames
  }
}
