import Interview
import RealModule

/// The highest frequency that the channel carries while somebody speaks, from the monitor's coarse spectra. Noise in a wide
/// channel does not make it narrow.
enum Bandwidth {
  /// Decibels under the strongest band below which nothing counts: between 4.25 and 5 kHz wide-band recordings of 48 speakers
  /// lie 24 dB under it (95 % of them less than 41), their telephone copies, which carry the steps of µ-law there, 50 dB
  /// (95 % of them more than 44).
  private static let underPeak = 44.0

  /// Hz; nil without speech.
  static func highest(_ monitor: borrowing InputMonitor, segments: [TimeRange]) -> Double? {
    let bands = InputMonitor.bands
    let spectra = monitor.snapshots
    let n = spectra.count / bands
    var speech = [Double](repeating: 0, count: bands)
    var frames = 0
    var index = 0
    let middle = 512 / Double(monitor.rate)
    for i in 0..<n {
      let time = Double(i) * monitor.snapshotStep + middle
      while index < segments.count, segments[index].end <= time { index += 1 }
      guard index < segments.count, segments[index].contains(time) else { continue }
      for band in 0..<bands { speech[band] += Double.pow(10, Double(spectra[i * bands + band]) / 20) }
      frames += 1
    }
    guard frames > 0, let top = speech.max(), top > 0 else { return nil }
    let peak = 10 * Double.log10(top / Double(frames))
    let width = Double(monitor.rate) / 2 / Double(bands)
    for band in stride(from: bands - 1, through: 0, by: -1) {
      let here = 10 * Double.log10(speech[band] / Double(frames))
      if here > peak - underPeak, here > 3 { return Double(band + 1) * width }
    }
    return nil
  }
}
