import Interview
import RealModule

/// The highest frequency that carries speech, from the monitor's coarse spectra.
enum Bandwidth {
  /// Decibels that speech must stand over the same band's pauses.
  private static let overPauses = 6.0
  /// Decibels under the strongest band below which nothing counts.
  private static let underPeak = 62.0

  /// Hz; nil without speech.
  static func highest(_ monitor: borrowing InputMonitor, segments: [TimeRange]) -> Double? {
    let bands = InputMonitor.bands
    let spectra = monitor.snapshots
    let n = spectra.count / bands
    var speech = [Double](repeating: 0, count: bands)
    var quiet = speech
    var (loudFrames, quietFrames) = (0, 0)
    var index = 0
    let middle = 512 / Double(monitor.rate)
    for i in 0..<n {
      let time = Double(i) * monitor.snapshotStep + middle
      while index < segments.count, segments[index].end <= time { index += 1 }
      let inside = index < segments.count && segments[index].contains(time)
      for band in 0..<bands {
        let power = Double.pow(10, Double(spectra[i * bands + band]) / 20)
        if inside { speech[band] += power } else { quiet[band] += power }
      }
      if inside { loudFrames += 1 } else { quietFrames += 1 }
    }
    guard loudFrames > 0, let top = speech.max(), top > 0 else { return nil }
    let peak = 10 * Double.log10(top / Double(loudFrames))
    let width = Double(monitor.rate) / 2 / Double(bands)
    for band in stride(from: bands - 1, through: 0, by: -1) {
      let here = 10 * Double.log10(speech[band] / Double(loudFrames))
      let floor = quietFrames > 2 ? 10 * Double.log10(quiet[band] / Double(quietFrames)) : -.infinity
      if here > peak - underPeak, here > floor + overPauses, here > 3 { return Double(band + 1) * width }
    }
    return nil
  }
}
