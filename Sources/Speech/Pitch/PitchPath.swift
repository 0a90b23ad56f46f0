import RealModule

/// The most probable path through each frame's candidates and "unvoiced" (Viterbi), after Boersma (1993) and Talkin (1995).
///
/// A step costs its size in octaves, a change of voicing costs a constant. All sums are kept relative to the best path, so
/// hours of frames lose no precision.
struct PitchPath {
  private static let unvoiced = FrameStore.candidates
  private static let states = FrameStore.candidates + 1

  /// Where a speaker's pitch is expected: inside `centre ± width` octaves without cost.
  struct Range {
    let centre: Float
    let width: Float
    let costPerOctave: Float
  }

  /// The log probability of each frame of being voiced; that of being unvoiced is less by the logit and its bias.
  static func voiced(_ logits: [Float], _ p: ModelParameters) -> [Float] { logits.map { -softplus(-($0 + p.voicingBias)) } }

  /// The chosen candidate of every frame, `FrameStore.candidates` for unvoiced.
  ///
  /// - Parameters:
  ///   - voicing: Logits.
  ///   - voiced: What `voiced` gives of them.
  static func search(
    _ store: FrameStore, frames: Swift.Range<Int>, voicing: [Float], voiced: [Float], range: Range?, _ p: ModelParameters
  ) -> [UInt8] {
    let n = frames.count
    guard n > 0 else { return [] }
    var back = [UInt32](repeating: 0, count: n)
    let (pitches, plausibilities) = (store.pitch, store.plausibility)
    let costs = PathCosts(p)
    var score = SIMD8<Float>(repeating: -1e30)
    var before = SIMD8<Float>.zero
    for t in 0..<n {
      let here = pitches[frames.lowerBound + t]
      let plausible = plausibilities[frames.lowerBound + t]
      var local = plausible
      if let range {
        var far = distance(here, range.centre) - range.width
        far.replace(with: 0, where: far .< 0)
        local -= far * range.costPerOctave
      }
      local += voiced[t]
      // log σ(v) and log σ(−v) differ by v.
      local[unvoiced] = voiced[t] - (voicing[t] + p.voicingBias)
      if t == 0 {
        score = local
        score[7] = -1e30
      } else {
        back[t] = costs.step(from: before, to: here, plausible: plausible, local: local, &score)
      }
      before = here
    }
    var state = 0
    for k in 1..<states where score[k] > score[state] { state = k }
    var path = [UInt8](repeating: 0, count: n)
    for t in stride(from: n - 1, through: 0, by: -1) {
      path[t] = UInt8(state)
      state = Int(back[t] >> UInt32(3 * state)) & 7
    }
    return path
  }

  /// F0 in Hz of every frame along a path, 0 where it is unvoiced.
  static func contour(_ store: FrameStore, frames: Swift.Range<Int>, path: [UInt8]) -> [Float] {
    (0..<frames.count).map { t in
      let state = Int(path[t])
      return state == unvoiced ? 0 : .exp2(store.pitch[frames.lowerBound + t][state])
    }
  }

  /// Makes voiced stretches of fewer than `shortest` frames unvoiced.
  static func dropIslands(_ f0: inout [Float], shorterThan shortest: Int) {
    var start: Int?
    for t in 0...f0.count {
      let voiced = t < f0.count && f0[t] > 0
      if voiced, start == nil { start = t }
      if !voiced, let from = start {
        if t - from < shortest { for i in from..<t { f0[i] = 0 } }
        start = nil
      }
    }
  }

  @inline(__always)
  private static func distance(_ a: SIMD8<Float>, _ b: Float) -> SIMD8<Float> {
    let d = a - b
    return d.replacing(with: -d, where: d .< 0)
  }
}

/// `log(1 + exp(x))`.
@inline(__always)
func softplus(_ x: Float) -> Float { x > 20 ? x : .log(onePlus: .exp(x)) }

/// The logistic function.
@inline(__always)
func logistic(_ x: Float) -> Float { 1 / (1 + .exp(-x)) }
