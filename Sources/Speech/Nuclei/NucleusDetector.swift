import Interview

/// Places syllable nuclei: the running sum of the density says how many there are and roughly where, the sonority envelope
/// says where exactly (peaks of sonority: De Jong & Wempe 2009).
enum NucleusDetector {
  /// Times of the nuclei in seconds, ascending.
  ///
  /// - Parameters:
  ///   - density: Syllables per frame.
  ///   - envelope: Sonority per frame.
  ///   - reach: Frames that a nucleus may be moved to the envelope's highest value.
  static func times(density: [Float], envelope: [Float], reach: Int) -> [Double] {
    let n = density.count
    guard n > 0 else { return [] }
    var total = 0.0
    for value in density { total += Double(value) }
    let count = Int((total + 0.5).rounded(.down))
    var times: [Double] = []
    times.reserveCapacity(count)
    var (sum, frame, last) = (Double(density[0]), 0, -1)
    for k in 0..<count {
      while sum < Double(k) + 0.5, frame < n - 1 {
        frame += 1
        sum += Double(density[frame])
      }
      let (from, to) = (max(last + 1, frame - reach), min(n - 1, frame + reach))
      if from <= to {
        var best = from
        for t in from...to where envelope[t] > envelope[best] { best = t }
        last = best
      } else {
        last = min(last + 1, n - 1)
      }
      times.append(Double(last) * FrameStore.hop)
    }
    return times
  }
}

/// How many syllables each frame of the sound holds, before a language's factor: what nuclei are counted from.
struct SyllableDensity: Sendable {
  private var density: [Float] = []
  private var envelope: [Float] = []
  private var parameters: ModelParameters?
  private var times = TimeMap([], rate: 1)

  /// Of a recording without speech.
  init() {}

  /// - Parameters:
  ///   - density: syllables per frame.
  ///   - envelope: sonority per frame.
  ///   - times: from the sound to the recording.
  init(density: [Float], envelope: [Float], parameters: ModelParameters, times: TimeMap) {
    (self.density, self.envelope, self.parameters, self.times) = (density, envelope, parameters, times)
  }

  /// Seconds of the recording, ascending.
  func nuclei(in language: Language?) -> [Double] {
    guard let parameters else { return [] }
    let factor = Float(parameters.densityFactor(language))
    return NucleusDetector.times(density: density.map { $0 * factor }, envelope: envelope, reach: parameters.nucleusReach).map(times.start)
  }

  var memory: Int { 4 * (density.count + envelope.count) }
}
