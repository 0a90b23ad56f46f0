import Interview
import Signal

/// Recordings of libsndfile's that stand one behind the other in a file, as one: chained Ogg (RFC 3533, 4), and MP3, FLAC and
/// WAV files that were put together.
///
/// The first says the rate and the number of channels; later ones are brought to them. Where one cannot be read, what is
/// behind it is: that is said at the end.
final class ChainedDecoder: SoundDecoder {
  let sampleRate: Int
  let channels: Int
  let codec: String
  private(set) var ending = SoundEnding()
  private let source: RecordingFile
  private var waiting: ArraySlice<SndfileLink>
  private var current: SndfileDecoder?
  /// One for each channel, while the part at hand has another rate.
  private var resamplers: [Resampler] = []
  private var block: [Float] = []
  /// Interleaved samples that are done and not yet asked for, from `taken` on.
  private var ready: [Float] = []
  private var taken = 0

  /// - Parameter links: two or more.
  init(_ source: RecordingFile, _ links: [SndfileLink]) throws(Fault) {
    let first = try SndfileDecoder(source, links[0])
    (sampleRate, channels, codec) = (first.sampleRate, first.channels, first.codec)
    self.source = source
    waiting = links.dropFirst()
    current = first
  }

  func read(frames: Int, into block: inout [Float]) throws(Fault) -> Int {
    var filled = 0
    while filled < frames {
      if let decoder = current, resamplers.isEmpty, decoder.channels == channels, filled == 0, taken == ready.count {
        // Nothing is to be changed: straight into the block.
        let got = try decoder.read(frames: frames, into: &block)
        if got > 0 { return got }
        try advance()
      } else if taken < ready.count {
        let count = min(frames - filled, (ready.count - taken) / channels)
        for i in 0..<count * channels { block[filled * channels + i] = ready[taken + i] }
        taken += count * channels
        filled += count
      } else if current != nil {
        try fill()
      } else {
        break
      }
    }
    return filled
  }

  /// Decodes the next stretch of a part and brings it to the chain's rate and channels.
  private func fill() throws(Fault) {
    guard let decoder = current else { return }
    (ready, taken) = ([], 0)
    let frames = 4096
    if block.count < frames * decoder.channels { block = Array(repeating: 0, count: frames * decoder.channels) }
    let got = try decoder.read(frames: frames, into: &block)
    var rows = (0..<channels).map { channel in
      (0..<got).map { frame in sample(frame, channel, decoder.channels) }
    }
    if !resamplers.isEmpty {
      for channel in rows.indices {
        var output: [Float] = []
        if got > 0 { resamplers[channel].append(rows[channel], to: &output) } else { resamplers[channel].finish(into: &output) }
        rows[channel] = output
      }
    }
    let count = rows.first?.count ?? 0
    ready.reserveCapacity(count * channels)
    for frame in 0..<count { for channel in rows.indices { ready.append(rows[channel][frame]) } }
    if got == 0 { try advance() }
  }

  /// A channel of its own where the part has as many, else the mean of the part's.
  private func sample(_ frame: Int, _ channel: Int, _ own: Int) -> Float {
    if own == channels { return block[frame * own + channel] }
    var sum: Float = 0
    for index in 0..<own { sum += block[frame * own + index] }
    return sum / Float(own)
  }

  private func advance() throws(Fault) {
    if let decoder = current {
      ending.isCut = ending.isCut || decoder.ending.isCut
      ending.damage = ending.damage ?? decoder.ending.damage
    }
    current = nil
    while current == nil, let link = waiting.popFirst() {
      do throws(Fault) {
        current = try SndfileDecoder(source, link)
      } catch {
        guard error.code == .recordingCorrupt else { throw error }
        ending.isUnread = true
      }
    }
    resamplers = []
    if let decoder = current, decoder.sampleRate != sampleRate {
      resamplers = Array(repeating: Resampler(from: decoder.sampleRate, to: sampleRate), count: channels)
    }
  }
}
