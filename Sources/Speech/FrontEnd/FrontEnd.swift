import RealModule
import Signal

/// Samples at 8 kHz → what the stages after it need of each frame.
///
/// 1. Every 10 ms one Hann-windowed spectrum per window length (512 points).
/// 2. When a chunk of about a minute is complete: its noise floor per bin, taken off its spectra.
/// 3. Three compressed autocorrelations of each frame (power 1 under a Gaussian low-pass, after Praat's filtered
///    autocorrelation; power ½ in 70–1500 Hz; power ¼ in 280–3500 Hz, which carries the telephone band), each divided by
///    the window's own (Boersma 1993); six peaks of their weighted sum are the pitch candidates.
/// 4. A small network scores each candidate from its heights at related lags.
struct FrontEnd: ~Copyable {
  /// Samples per second, samples per frame.
  static let rate = 8000
  static let hop = 80
  static let bins = 257
  private static let transformLength = 512
  private static let binWidth = 15.625
  private static let lags = 449

  private let parameters: ModelParameters
  private var scorer: Perceptron
  private var transform = RealTransform(length: transformLength)
  private var lagTransform: LagTransform
  private let windows: [[Float]]
  /// Which spectrum each autocorrelation is made of.
  private let source: [Int]
  private let costs: [Float]

  /// Spectra of the frames not yet turned over, one array per window.
  private var spectra: [[Float]]
  /// Frames waiting in `spectra`.
  private(set) var waiting = 0

  private var clean = [Float](repeating: 0, count: bins)
  private var root = [Float](repeating: 0, count: bins)
  private var fourth = [Float](repeating: 0, count: bins)
  private var parts = [Float](repeating: 0, count: 3 * lags)
  private var sum = [Float](repeating: 0, count: lags)
  private var found = CandidateFeatures()
  private var levels = [Float](repeating: 1, count: FrameStore.fineBands + 8)

  /// Samples that a frame needs on each side of its centre.
  let reach: Int

  /// - Parameter longestChunk: Frames that may wait before a chunk is closed.
  init(_ models: SpeechModels, longestChunk: Int) {
    parameters = models.parameters
    scorer = models.candidate
    let lengths = models.parameters.windows.reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
    source = models.parameters.windows.map { w in lengths.firstIndex(of: w) ?? 0 }
    windows = lengths.map(SampleWindow.hann)
    reach = (lengths.max() ?? 0) / 2
    spectra = lengths.map { _ in
      var rows: [Float] = []
      rows.reserveCapacity(longestChunk * Self.bins)
      return rows
    }
    lagTransform = LagTransform(weights: SpectralWeights.all, correction: Self.correction(models.parameters.windows))
    let first = Double(models.parameters.shortestLag)
    let slope = Double(models.parameters.rankSlope)
    costs = (0..<Self.lags).map { Float(slope * .log2(Double(max($0, 1)) / first)) }
  }

  /// Adds the spectrum of the next frame, whose centre is at index `centre` of `samples`.
  mutating func add(_ samples: [Float], centre: Int) {
    for w in 0..<windows.count {
      let half = windows[w].count / 2
      transform.windowedPower(samples, from: centre - half, window: windows[w], into: &clean)
      for k in 0..<Self.bins { clean[k] += 1e-12 }
      spectra[w] += clean
    }
    waiting += 1
  }

  /// Turns the first `count` waiting frames over to `store`, as one chunk.
  mutating func close(_ count: Int, into store: inout FrameStore) {
    precondition(count <= waiting)
    let floors = spectra.map { rows in
      var floor = NoiseFloor(bins: Self.bins)
      for t in 0..<count { floor.add(rows, from: t * Self.bins) }
      return floor.floor(share: parameters.floorShare, factor: parameters.floorFactor)
    }
    let main = source[1]
    var floor = SIMD8<Float>.zero
    for band in 0..<FrameStore.bands { floor[band] = Self.decibel(Arithmetic.sum(floors[main], Self.bands[band])) }
    store.beginChunk(floor: floor)
    for t in 0..<count { store.append(frame(t, floors: floors)) }
    for w in 0..<spectra.count { spectra[w].removeFirst(count * Self.bins) }
    waiting -= count
  }

  /// Gives the memory of the spectra back; nothing is added or closed after it.
  mutating func release() {
    spectra = []
    waiting = 0
  }

  private mutating func frame(_ t: Int, floors: [[Float]]) -> FrameStore.Frame {
    var frame = FrameStore.Frame()
    let row = t * Self.bins..<(t + 1) * Self.bins
    let main = source[1]
    for w in 0..<windows.count {
      FrontEndKernels.subtract(floors[w], from: spectra[w], at: row.lowerBound, keeping: parameters.floorResidue, into: &clean)
      if source[0] == w { lagTransform.load(clean, channel: 0) }
      FrontEndKernels.root(clean, into: &root)
      if source[1] == w { lagTransform.load(root, channel: 1) }
      if source[2] == w {
        FrontEndKernels.root(root, into: &fourth)
        lagTransform.load(fourth, channel: 2)
      }
      if w == main {
        setLevels(of: &frame, spectrum: w, from: row.lowerBound)
        for band in 0..<5 {
          frame.sonority[band] = Arithmetic.sum(clean, Self.subBands[band])
        }
      }
    }

    lagTransform.execute(into: &parts)
    FrontEndKernels.mix(parts, weights: parameters.mix, into: &sum)
    found.find(parts: parts, sum: sum, costs: costs, lags: parameters.shortestLag...parameters.longestLag)
    score(into: &frame)
    return frame
  }

  /// Levels of the fine bands and of the six wide ones that they make up.
  private mutating func setLevels(of frame: inout FrameStore.Frame, spectrum w: Int, from row: Int) {
    var (wide, total) = (SIMD8<Float>.zero, Float(0))
    for band in 0..<FrameStore.fineBands {
      let bins = Self.fine[band]
      let power = Arithmetic.sum(spectra[w], row + bins.lowerBound..<row + bins.upperBound)
      levels[band] = power + Self.least
      wide[Self.home[band]] += power
    }
    for band in 0..<5 {
      total += wide[band]
      levels[FrameStore.fineBands + band] = wide[band] + Self.least
    }
    levels[FrameStore.fineBands + 5] = total + Self.least
    Arithmetic.log2(&levels)
    for band in 0..<FrameStore.fineBands {
      let steps = 2 * (Self.perOctave * levels[band] + 80) + 0.5
      frame.fine[band] = UInt8(limit(steps, 0, 255))
    }
    for band in 0..<FrameStore.bands { frame.energy[band] = Self.perOctave * levels[FrameStore.fineBands + band] }
  }

  private mutating func score(into frame: inout FrameStore.Frame) {
    guard found.found > 0 else { return }
    var logits = SIMD8<Float>(repeating: -1e9)
    var best = 0
    for i in 0..<found.found {
      let at = i * CandidateFeatures.count
      logits[i] = scorer(found.values, from: at)
      if logits[i] > logits[best] { best = i }
    }
    let top = logits[best]
    var total: Float = 0
    for i in 0..<found.found { total += .exp(logits[i] - top) }
    let norm = top + .log(total)
    for i in 0..<found.found {
      frame.plausibility[i] = logits[i] - norm
      frame.pitch[i] = .log2(found.f0[i])
    }
    let at = best * CandidateFeatures.count
    for i in 0..<4 { frame.strongest[i] = found.values[at + i] }
    (frame.strongest[4], frame.strongest[5]) = (found.values[at + 5], found.values[at + 6])
    frame.strongest[6] = frame.pitch[best]
  }

  /// Power that stands for none, and decibels of a factor of two.
  private static let least: Float = 1e-10
  private static let perOctave: Float = 3.010_299_957

  static func decibel(_ power: Float) -> Float { 10 * .log10(power + least) }

  /// Bins of a band that ends before `high`.
  private static func bins(_ low: Double, _ high: Double) -> Range<Int> {
    Int((low / binWidth).rounded(.up))..<Int((high / binWidth).rounded(.up))
  }

  private static let bands = [
    bins(60, 500), bins(500, 1000), bins(1000, 2000), bins(2000, 3000), bins(3000, 4000), bins(60, 4000),
  ]
  /// The bands of `FrameStore.fine`, and the wide band that each is a part of.
  private static let fine: [Range<Int>] = {
    let edges: [Double] = [60, 150, 250, 370, 500, 660, 830, 1000, 1250, 1500, 1750, 2000, 2333, 2667, 3000, 3500, 4000]
    return zip(edges, edges.dropFirst()).map { bins($0, $1) }
  }()
  private static let home = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4]
  private static let subBands = [bins(250, 600), bins(600, 1000), bins(1000, 1800), bins(1800, 3200), bins(60, 3800)]

  /// One over the autocorrelation of each window, compressed like the signal's, never more than 50.
  private static func correction(_ windows: [Int]) -> [[Float]] {
    zip(windows, [1.0, 0.5, 0.25]).map { length, power in
      var transform = RealTransform(length: transformLength)
      var spectrum = [Float](repeating: 0, count: bins)
      transform.power(SampleWindow.hann(length), into: &spectrum)
      let weights = [Float](repeating: 1, count: bins)
      let unit = [Float](repeating: 1, count: lags)
      var plain = LagTransform(weights: [weights], correction: [unit])
      plain.load(spectrum.map { Float.pow($0, Float(power)) }, channel: 0)
      var own = [Float](repeating: 0, count: lags)
      plain.execute(into: &own)
      return own.map { 1 / max($0, 0.02) }
    }
  }
}
