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

  /// The chosen candidate of every frame, `FrameStore.candidates` for unvoiced.
  static func search(_ store: FrameStore, frames: Swift.Range<Int>, voicing: [Float], range: Range?, _ p: ModelParameters) -> [UInt8] {
    let n = frames.count
    guard n > 0 else { return [] }
    var back = [UInt32](repeating: 0, count: n)
    let (pitches, plausibilities) = (store.pitch, store.plausibility)
    var score = SIMD8<Float>(repeating: -1e30)
    var before = SIMD8<Float>.zero
    let unvoicedLane = SIMDMask<SIMD8<Int32>>(arrayLiteral: false, false, false, false, false, false, true, false)
    var leaving = SIMD8<Float>(repeating: p.voicingSwitch)
    leaving[unvoiced] = 0
    for t in 0..<n {
      let here = pitches[frames.lowerBound + t]
      let plausible = plausibilities[frames.lowerBound + t]
      var local = plausible
      if let range {
        var far = distance(here, range.centre) - range.width
        far.replace(with: 0, where: far .< 0)
        local -= far * range.costPerOctave
      }
      // log σ(v) and log σ(−v) differ by v.
      let v = voicing[t] + p.voicingBias
      let voicedTerm = -softplus(-v)
      local += voicedTerm
      local[unvoiced] = voicedTerm - v
      if t == 0 {
        score = local
        score[7] = -1e30
        before = here
        continue
      }
      var next = SIMD8<Float>(repeating: -1e30)
      var pointers: UInt32 = 0
      for k in 0..<FrameStore.candidates where plausible[k] > -1e8 {
        let step = distance(before, here[k])
        var cost = step * p.jump
        cost.replace(with: step * p.glide, where: step .<= p.free)
        cost.replace(with: p.voicingSwitch, where: unvoicedLane)
        let (best, from) = highest(score - cost)
        next[k] = best + local[k]
        pointers |= from << UInt32(3 * k)
      }
      let (best, from) = highest(score - leaving)
      next[unvoiced] = best + local[unvoiced]
      pointers |= from << UInt32(3 * unvoiced)
      back[t] = pointers
      score = next - next.max()
      score[7] = -1e30
      before = here
    }
    var state = highest(score).at
    var path = [UInt8](repeating: 0, count: n)
    for t in stride(from: n - 1, through: 0, by: -1) {
      path[t] = UInt8(state)
      state = (back[t] >> (3 * state)) & 7
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

  /// The largest of the seven states and the lowest index that has it.
  @inline(__always)
  private static func highest(_ x: SIMD8<Float>) -> (value: Float, at: UInt32) {
    var best = x[0]
    var at: UInt32 = 0
    for i in 1..<states where x[i] > best {
      best = x[i]
      at = UInt32(i)
    }
    return (best, at)
  }
}

/// `log(1 + exp(x))`.
@inline(__always)
func softplus(_ x: Float) -> Float { x > 20 ? x : .log(onePlus: .exp(x)) }

/// The logistic function.
@inline(__always)
func logistic(_ x: Float) -> Float { 1 / (1 + .exp(-x)) }
