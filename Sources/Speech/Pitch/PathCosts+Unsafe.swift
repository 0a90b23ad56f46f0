import CKernels
import Signal

// Invariant of this file: the loop that is called reads and writes eight floats at each pointer, and each is a vector of eight.

/// What a step of the pitch path costs.
struct PathCosts {
  private let costs: path_costs

  init(_ p: ModelParameters) {
    costs = path_costs(jump: p.jump, glide: p.glide, free: p.free, voicing_switch: p.voicingSwitch)
  }

  /// One step of the search (Viterbi): for each state the best way there.
  ///
  /// - Parameters:
  ///   - before, here: log₂ F0 of both frames' candidates.
  ///   - plausible: Of the candidates here; −10⁹ for a missing one.
  ///   - local: What each state here is worth by itself.
  ///   - score: Of the states before, then of those here, relative to the best.
  /// - Returns: For each state, in three bits, the state that the best way comes from.
  func step(
    from before: SIMD8<Float>, to here: SIMD8<Float>, plausible: SIMD8<Float>, local: SIMD8<Float>, _ score: inout SIMD8<Float>
  ) -> UInt32 {
    var all = (before, here, plausible, local)
    return unsafe withUnsafeBytes(of: &all) { all in
      unsafe withUnsafeMutableBytes(of: &score) { score in
        let x = unsafe all.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Float.self)
        let y = unsafe score.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Float.self)
        return unsafe withUnsafePointer(to: costs) { unsafe Kernels.table.pointee.path_step($0, x, x + 8, x + 16, x + 24, y) }
      }
    }
  }
}
