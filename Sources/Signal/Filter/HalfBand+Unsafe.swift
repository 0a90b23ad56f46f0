import CKernels

// Invariant of this file: `decimate` checks at its head that every index it forms lies inside its spans.

/// Halves the sampling rate of a stream; output sample `k` stands where input sample `2k` stood.
///
/// A half-band filter has every second tap zero and is symmetric, so an output costs `reach` multiplications.
/// Pass band to 0.225 of the input rate (3.6 kHz at 16 kHz) within 0.01 dB, stop band (−70 dB) from 0.275.
public struct HalfBand: Sendable {
  private let side: [Float]
  /// Input not yet done with; it starts at an even index of the stream.
  private var held: [Float]
  private var odd: [Float] = []
  private var outputs = 0
  private var inputs = 0

  private static let attenuation = 70.0
  private static let transition = 0.05

  public init() {
    let beta = LowPassDesign.beta(attenuation: Self.attenuation)
    let reach = (LowPassDesign.taps(width: Self.transition, attenuation: Self.attenuation) + 3) / 4
    let raw = (0..<reach).map { j in
      LowPassDesign.response(at: Double(2 * j + 1), cutoff: 0.25, reach: Double(2 * reach), beta: beta)
    }
    // Together with the middle tap of one half the gain at frequency 0 is exactly 1.
    let sum = 2 * raw.reduce(0, +)
    side = raw.map { Float($0 * 0.5 / sum) }
    held = [Float](repeating: 0, count: 2 * reach)
  }

  /// Takes the next samples of the stream, those of `input` from index `start` on, and appends to `output` every sample that can be computed so far.
  public mutating func append(_ input: [Float], from start: Int = 0, to output: inout [Float]) {
    held += input[start...]
    inputs += input.count - start
    run(into: &output, limit: .max)
  }

  /// Ends the stream: appends what is left, `⌈inputs / 2⌉` samples in all.
  public mutating func finish(into output: inout [Float]) {
    held += [Float](repeating: 0, count: 2 * side.count)
    run(into: &output, limit: (inputs + 1) / 2)
  }

  private mutating func run(into output: inout [Float], limit: Int) {
    let reach = side.count
    // held[2 · reach] is the input under the middle of the next output; it needs 2 · reach − 1 more to its right.
    let count = min((held.count + 2 - 4 * reach) / 2, limit - outputs)
    guard count > 0 else { return }
    let odds = count + 2 * reach - 1
    if odd.count < odds { odd = [Float](repeating: 0, count: odds) }
    Self.split(held, count: odds, into: &odd)
    let base = output.count
    output += repeatElement(0, count: count)
    var target = output.mutableSpan
    Self.decimate(held.span, odd.span, side.span, into: &target, from: base)
    held.removeFirst(2 * count)
    outputs += count
  }

  /// Every second sample of `held`, from the second on.
  private static func split(_ samples: [Float], count: Int, into odd: inout [Float]) {
    precondition(count <= odd.count && 2 * count <= samples.count)
    let held = samples.span
    var target = odd.mutableSpan
    for i in 0..<count { unsafe target[unchecked: i] = held[unchecked: 2 &* i &+ 1] }
  }

  private static func decimate(
    _ held: Span<Float>, _ odd: Span<Float>, _ side: Span<Float>, into out: inout MutableSpan<Float>, from first: Int
  ) {
    let (reach, count) = (side.count, out.count - first)
    precondition(first >= 0 && count > 0 && odd.count >= count + 2 * reach - 1 && held.count >= 2 * (reach + count))
    unsafe held.withUnsafeBufferPointer { held in
      unsafe odd.withUnsafeBufferPointer { odd in
        unsafe side.withUnsafeBufferPointer { side in
          unsafe out.withUnsafeMutableBufferPointer { out in
            unsafe Kernels.table.pointee.half_band(
              held.baseAddress.unsafelyUnwrapped, odd.baseAddress.unsafelyUnwrapped, side.baseAddress.unsafelyUnwrapped, reach,
              out.baseAddress.unsafelyUnwrapped + first, count)
          }
        }
      }
    }
  }
}
