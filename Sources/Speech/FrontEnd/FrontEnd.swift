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
  private let scorer: TemporalNet
  private var transform: WindowPair
  private var lagTransform: LagTransform
  private let costs: [Float]

  /// Spectra of the frames not yet turned over, through the long and through the short window; the first `waiting` rows hold them.
  private var wide: [Float] = []
  private var narrow: [Float] = []
  private let blank = [Float](repeating: 0, count: bins)
  /// Frames waiting in `wide` and `narrow`, and how many can.
  private(set) var waiting = 0
  private let room: Int
  var isFull: Bool { waiting == room }

  /// What two frames side by side are made into.
  private var clean = [[Float]](repeating: [Float](repeating: 0, count: bins), count: 2)
  private var root = [[Float]](repeating: [Float](repeating: 0, count: bins), count: 2)
  private var fourth = [[Float]](repeating: [Float](repeating: 0, count: bins), count: 2)
  private var parts = [[Float]](repeating: [Float](repeating: 0, count: 3 * lags), count: 2)
  private var spare = [Float](repeating: 0, count: bins)
  private var sum = [Float](repeating: 0, count: lags)
  /// Power in the fine bands, in wide ones, and levels of all of them.
  private var fine = [Float](repeating: 0, count: FrameStore.fineBands)
  private var coarse = [Float](repeating: 0, count: 6)
  private var levels = [Float](repeating: 1, count: FrameStore.fineBands + 8)
  private var found = CandidateFeatures()
  /// Frames that are scored together, the pitches of each one's candidates, and all candidates' features.
  private var scored: [(frame: FrameStore.Frame, candidates: Int, f0: SIMD8<Float>)] = []
  private var features: [Float] = []

  /// Samples that a frame needs on each side of its centre.
  var reach: Int { transform.reach }

  /// - Parameter room: Frames whose spectra may wait, an even number: 2 kB each.
  init(_ models: SpeechModels, room: Int) {
    precondition(room > 0 && room.isMultiple(of: 2))
    self.room = room
    parameters = models.parameters
    scorer = models.candidate
    transform = WindowPair(
      length: Self.transformLength, long: SampleWindow.hann(parameters.windows[1]), short: SampleWindow.hann(parameters.windows[2]))
    wide.reserveCapacity(room * Self.bins)
    narrow.reserveCapacity(room * Self.bins)
    lagTransform = LagTransform(weights: SpectralWeights.all, correction: Self.correction(models.parameters.windows))
    let first = Double(models.parameters.minimumLag)
    let slope = Double(models.parameters.rankSlope)
    costs = (0..<Self.lags).map { Float(slope * .log2(Double(max($0, 1)) / first)) }
  }

  /// Adds the spectrum of the next frame, whose centre is at index `centre` of `samples`.
  mutating func add(_ samples: [Float], centre: Int) {
    precondition(!isFull)
    let at = waiting * Self.bins
    if at == wide.count {
      wide += blank
      narrow += blank
    }
    transform.powers(samples, centre: centre, least: Self.least, long: &wide, short: &narrow, at: at)
    waiting += 1
  }

  /// Turns the waiting frames over to `store`, as one chunk.
  mutating func close(into store: inout FrameStore) {
    close(into: &store, rest: 0, of: [], centre: 0)
  }

  /// The same with `rest` more frames behind those that wait, at most as many as have room, the first with its centre at index `centre` of
  /// `samples`. Their spectra are taken twice, once for the floor and once for themselves, so that a recording's last chunk, which is longer
  /// than others, wants no more memory than they.
  mutating func close(into store: inout FrameStore, rest: Int, of samples: [Float], centre: Int) {
    precondition(rest <= room && (rest == 0 || isFull))
    var (wideFloor, narrowFloor) = (NoiseFloor(bins: Self.bins), NoiseFloor(bins: Self.bins))
    for t in 0..<waiting { wideFloor.add(wide, from: t * Self.bins) }
    for t in 0..<waiting { narrowFloor.add(narrow, from: t * Self.bins) }
    for t in 0..<rest {
      transform.powers(samples, centre: centre + t * Self.hop, least: Self.least, long: &clean[0], short: &root[0], at: 0)
      wideFloor.add(clean[0], from: 0)
      narrowFloor.add(root[0], from: 0)
    }
    let floors = (floor(&wideFloor), floor(&narrowFloor))
    var floor = SIMD8<Float>.zero
    Arithmetic.sums(floors.0, from: 0, bands: Self.bands, into: &coarse)
    for band in 0..<5 { floor[band] = Self.decibel(coarse[band]) }
    floor[5] = Self.decibel(coarse[0] + coarse[1] + coarse[2] + coarse[3] + coarse[4])
    store.beginChunk(floor: floor)
    find(floors, into: &store)
    if rest > 0 {
      for t in 0..<rest { add(samples, centre: centre + t * Self.hop) }
      find(floors, into: &store)
    }
    score(into: &store)
  }

  /// What stands out of the floor in each waiting frame; none waits after it.
  private mutating func find(_ floors: ([Float], [Float]), into store: inout FrameStore) {
    // Chunks begin at even frames: which two frames share a transform does not hang on how the samples came.
    for t in stride(from: 0, to: waiting, by: 2) {
      pair(t, last: waiting - 1, wideFloor: floors.0, narrowFloor: floors.1)
      if scored.count >= Self.together { score(into: &store) }
    }
    waiting = 0
  }

  /// Frames that are scored together: enough to fill the products, few enough to stay in the cache.
  private static let together = 128

  private func floor(_ counted: inout NoiseFloor) -> [Float] {
    counted.floor(share: parameters.floorShare, factor: parameters.floorFactor)
  }

  /// Gives the memory of the spectra back; nothing is added or closed after it.
  mutating func release() {
    (wide, narrow) = ([], [])
    waiting = 0
  }

  /// Two frames from their spectra to their candidates. Where the chunk has an odd number, the last one goes with itself.
  private mutating func pair(_ first: Int, last: Int, wideFloor: [Float], narrowFloor: [Float]) {
    let residue = parameters.floorResidue
    var frames = (FrameStore.Frame(), FrameStore.Frame())
    for i in 0..<2 {
      let row = min(first + i, last) * Self.bins
      FrontEndKernels.compress(wide, at: row, noise: wideFloor, keeping: residue, twice: false, into: &clean[i], &root[i])
      FrontEndKernels.compress(narrow, at: row, noise: narrowFloor, keeping: residue, twice: true, into: &spare, &fourth[i])
      var frame = FrameStore.Frame()
      setLevels(of: &frame, from: row)
      setSonority(of: &frame, from: clean[i])
      if i == 0 { frames.0 = frame } else { frames.1 = frame }
    }
    lagTransform.load(clean[0], clean[1], channel: 0)
    lagTransform.load(root[0], root[1], channel: 1)
    lagTransform.load(fourth[0], fourth[1], channel: 2)
    var (a, b) = ([Float](), [Float]())
    swap(&a, &parts[0])
    swap(&b, &parts[1])
    lagTransform.execute(&a, &b)
    swap(&a, &parts[0])
    swap(&b, &parts[1])
    for i in 0...min(1, last - first) {
      FrontEndKernels.mix(parts[i], weights: parameters.mix, into: &sum)
      found.find(parts: parts[i], sum: sum, costs: costs, lags: parameters.minimumLag...parameters.maximumLag)
      features += found.values[..<(found.found * CandidateFeatures.count)]
      scored.append((i == 0 ? frames.0 : frames.1, found.found, found.f0))
    }
  }

  /// Levels of the fine bands and of the six wide ones that they make up.
  private mutating func setLevels(of frame: inout FrameStore.Frame, from row: Int) {
    Arithmetic.sums(wide, from: row, bands: Self.fine, into: &fine)
    Arithmetic.sums(fine, from: 0, bands: Self.home, into: &coarse)
    for band in 0..<FrameStore.fineBands { levels[band] = fine[band] + Self.powerFloor }
    var total: Float = 0
    for band in 0..<5 {
      total += coarse[band]
      levels[FrameStore.fineBands + band] = coarse[band] + Self.powerFloor
    }
    levels[FrameStore.fineBands + 5] = total + Self.powerFloor
    Arithmetic.log2(&levels)
    for band in 0..<FrameStore.fineBands {
      let steps = 2 * (Self.perOctave * levels[band] + 80) + 0.5
      frame.fine[band] = UInt8(limit(steps, 0, 255))
    }
    for band in 0..<FrameStore.bands { frame.energy[band] = Self.perOctave * levels[FrameStore.fineBands + band] }
  }

  private mutating func setSonority(of frame: inout FrameStore.Frame, from clean: [Float]) {
    Arithmetic.sums(clean, from: 0, bands: Self.subBands, into: &coarse)
    for band in 0..<4 { frame.sonority[band] = coarse[band + 1] }
    frame.sonority[4] = (coarse[0] + coarse[1]) + (coarse[2] + coarse[3]) + (coarse[4] + coarse[5])
  }

  /// Scores the candidates of the frames that wait, as one product, and hands the frames over.
  private mutating func score(into store: inout FrameStore) {
    let width = CandidateFeatures.count
    let all = scorer.outputs(count: features.count / width) { row, rows, at in
      Vectors.copy(features, row * width, count: width, into: &rows, at: at)
    }
    var next = 0
    for (frame, candidates, f0) in scored {
      var frame = frame
      if candidates > 0 { finish(&frame, f0, all[next..<next + candidates], at: next * width) }
      next += candidates
      store.append(frame)
    }
    features.removeAll(keepingCapacity: true)
    scored.removeAll(keepingCapacity: true)
  }

  /// - Parameter start: Index in `features` of the frame's first candidate.
  private func finish(_ frame: inout FrameStore.Frame, _ f0: SIMD8<Float>, _ logits: ArraySlice<Float>, at start: Int) {
    let first = logits.startIndex
    var best = first
    for i in logits.indices where logits[i] > logits[best] { best = i }
    let top = logits[best]
    var total: Float = 0
    for logit in logits { total += .exp(logit - top) }
    let norm = top + .log(total)
    for i in logits.indices {
      frame.plausibility[i - first] = logits[i] - norm
      frame.pitch[i - first] = .log2(f0[i - first])
    }
    let at = start + (best - first) * CandidateFeatures.count
    for i in 0..<4 { frame.strongest[i] = features[at + i] }
    (frame.strongest[4], frame.strongest[5]) = (features[at + 5], features[at + 6])
    frame.strongest[6] = frame.pitch[best - first]
  }

  /// Added to the power of every bin.
  private static let least: Float = 1e-12
  /// Power that stands for none, and decibels of a factor of two.
  private static let powerFloor: Float = 1e-10
  private static let perOctave: Float = 3.010_299_957

  static func decibel(_ power: Float) -> Float { 10 * .log10(power + powerFloor) }

  /// Bands between edges in Hz; a bin on an edge belongs to the band above it.
  private static func bands(_ edges: [Double]) -> Bands { Bands(edges.map { Int(($0 / binWidth).rounded(.up)) }) }

  private static let bands = bands([60, 500, 1000, 2000, 3000, 4000])
  /// The bands of `FrameStore.fine`, and which of them make up each of the wide ones.
  private static let fine = bands([60, 150, 250, 370, 500, 660, 830, 1000, 1250, 1500, 1750, 2000, 2333, 2667, 3000, 3500, 4000])
  private static let home = Bands([0, 4, 7, 11, 14, 16])
  /// The bands of `FrameStore.sonority`, between what the whole has more than they.
  private static let subBands = bands([60, 250, 600, 1000, 1800, 3200, 3800])

  /// One over the autocorrelation of each window, compressed like the signal's, never more than 50.
  private static func correction(_ windows: [Int]) -> [[Float]] {
    zip(windows, [1.0, 0.5, 0.25]).map { length, power in
      var transform = RealTransform(length: transformLength)
      var spectrum = [Float](repeating: 0, count: bins)
      transform.power(SampleWindow.hann(length), into: &spectrum)
      let weights = [Float](repeating: 1, count: bins)
      let unit = [Float](repeating: 1, count: lags)
      var plain = LagTransform(weights: [weights], correction: [unit])
      let compressed = spectrum.map { Float.pow($0, Float(power)) }
      plain.load(compressed, compressed, channel: 0)
      var (own, other) = ([Float](repeating: 0, count: lags), [Float](repeating: 0, count: lags))
      plain.execute(&own, &other)
      return own.map { 1 / max($0, 0.02) }
    }
  }
}

/// The bands under which the three autocorrelations are taken.
enum SpectralWeights {
  /// One weight per bin of 15.625 Hz, 0…4 kHz, for each autocorrelation.
  static let all: [[Float]] = [
    // The Gaussian low-pass of Praat 6.4's filtered autocorrelation, a little narrower, without hum below 55 Hz.
    weights { f in .exp(-(f / 302) * (f / 302)) * band(f, 55, 4000, 60) },
    weights { f in band(f, 70, 1500, 150) },
    weights { f in band(f, 280, 3500, 200) },
  ]

  private static func weights(_ weight: (Double) -> Double) -> [Float] {
    (0..<FrontEnd.bins).map { Float(weight(Double($0) * 15.625)) }
  }

  /// A band with logistic edges of the given width.
  private static func band(_ f: Double, _ low: Double, _ high: Double, _ width: Double) -> Double {
    1 / (1 + .exp(-(f - low) / (width / 4))) / (1 + .exp((f - high) / (width / 4)))
  }
}
