import RealModule
import Signal

/// How long the room's sound takes to fall by 60 dB, from the falls that follow the peaks of speech in thirteen narrow bands.
///
/// Speech itself ends fast in some band at some time; what is left in the steepest quarter of all falls is the room (free
/// decays: Ratnam et al. 2003; a low quantile of decay times over bands: Wen, Habets & Naylor 2008). How the quartile goes
/// with the reverberation time was fitted by `training/reverberation.py` on simulated rooms; its table stands in docs/method.md.
enum Reverberation {
  /// Between the least and the greatest of these factors lies the true time in 95 of 100 simulated rooms of other speakers.
  static let errorFactor = 2.0
  /// Falls without which no time is told: about ten words.
  static let minimumFalls = 20

  /// Lanes of `FrameStore.fine` from 250 Hz to 3.5 kHz: under them hum, over them nothing by telephone.
  private static let bands = 2..<15
  /// Levels are smoothed by ¼, ½, ¼ of half decibels, so that all are whole eighths of a decibel.
  private static let decibel: Int16 = 8
  private static let underTop = 20 * decibel
  private static let overFloor = 6 * decibel
  private static let skipped = 5 * decibel
  private static let drop = 10 * decibel
  private static let rise = 1 * decibel
  private static let minimumFrames = 5
  private static let maximumFrames = 60

  /// Seconds; nil with fewer than `minimumFalls` falls.
  ///
  /// - Complexity: linear in frames.
  static func seconds(_ levels: [SIMD16<UInt8>]) -> Double? {
    guard let decay = decay(levels) else { return nil }
    return 1.895 * Double.pow(decay, 1.638)
  }

  /// 60 dB over the upper quartile of the slopes of all falls, in seconds.
  static func decay(_ levels: [SIMD16<UInt8>]) -> Double? {
    var slopes: [Float] = []
    for band in bands { addSlopes(smoothed(levels, band), to: &slopes) }
    guard slopes.count >= minimumFalls else { return nil }
    return Double(60 / Quantile.of(slopes, 0.75))
  }

  /// One band of a four-hour recording are three megabytes so.
  private static func smoothed(_ levels: [SIMD16<UInt8>], _ band: Int) -> [Int16] {
    let last = levels.count - 1
    return levels.indices.map { t in
      Int16(levels[max(t - 1, 0)][band]) + 2 * Int16(levels[t][band]) + Int16(levels[min(t + 1, last)][band])
    }
  }

  /// Slopes in dB/s of the falls of one band: from 5 dB under a peak that comes within 20 dB of the loud down to 6 dB over the quiet.
  private static func addSlopes(_ levels: [Int16], to slopes: inout [Float]) {
    guard levels.count > 2 else { return }
    var counts = [Int](repeating: 0, count: 4 * 255 + 1)
    for level in levels { counts[Int(level)] += 1 }
    let (floor, top) = (quantile(counts, 0.05, of: levels.count), quantile(counts, 0.95, of: levels.count))
    var t = 1
    while t < levels.count - 1 {
      defer { t += 1 }
      guard levels[t] >= levels[t - 1], levels[t] > levels[t + 1], levels[t] > top - underTop else { continue }
      var last = t
      while last < levels.count - 1, levels[last + 1] < levels[last] + rise, levels[last + 1] > floor + overFloor, last - t < maximumFrames
      {
        last += 1
      }
      var first = t
      while first < last, levels[first] > levels[t] - skipped { first += 1 }
      let steps = last - first
      guard steps >= minimumFrames, levels[first] - levels[last] >= drop else { continue }
      // Least squares: Σ (2i − n)·y over n (n + 1) (n + 2) / 6.
      var sum = 0
      for i in 0...steps { sum += (2 * i - steps) * Int(levels[first + i]) }
      let slope = -Double(6 * sum) / Double(steps * (steps + 1) * (steps + 2)) / Double(decibel) / FrameStore.hop
      slopes.append(Float(slope))
      t = last
    }
  }

  /// The least level at or under which the share of all frames lies.
  private static func quantile(_ counts: [Int], _ share: Double, of total: Int) -> Int16 {
    let wanted = max(1, Int((share * Double(total)).rounded(.up)))
    var (sum, level) = (0, 0)
    while level < counts.count - 1 {
      sum += counts[level]
      if sum >= wanted { break }
      level += 1
    }
    return Int16(level)
  }
}
