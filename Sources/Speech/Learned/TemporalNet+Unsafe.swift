// Invariant of this file: a layer holds `tiles × taps × inputs` vectors of eight weights and `tiles` of biases; a buffer holds one row
// per frame of a block and `reach` more on each side. Each call checks the first and the last row that it touches at its head.

import CKernels
import Signal

/// A small network without recurrence: dense layers, or over time layers of three taps, each further apart, with rectifiers
/// between them, and one linear output per frame.
///
/// A block of frames goes through a layer as one product: a few frames side by side against eight units at once. Each output
/// adds up its inputs in the same order whatever the block, so that blocks change no bit. The first and the last row of every
/// layer stand for what lies beyond the recording.
struct TemporalNet: Sendable {
  /// Inputs per frame.
  let inputs: Int
  /// Frames on each side that an output depends on.
  let reach: Int
  private let layers: [Layer]
  private let last: [Float]
  private let lastBias: Float

  private struct Layer: Sendable {
    let inputs: Int
    let tiles: Int
    /// Frames between the three taps; 0 for one tap.
    let dilation: Int
    /// One (here) or three (before, here, ahead).
    let taps: Int
    /// For each tile of eight units, each tap and each input: eight weights.
    let weights: [Float]
    let bias: [Float]

    var units: Int { 8 * tiles }
  }

  /// - Parameters:
  ///   - mean, scale: One value per input: inputs are standardised, `(x − mean) / scale`, which is folded into the first layer.
  ///   - layers: Each a matrix with one row per unit, its columns tap by tap, and the biases; the last has one unit and one tap.
  ///   - dilations: Frames between the taps of each layer but the last; 0 where a layer hears its own frame alone.
  /// - Returns: nil where the shapes do not fit each other or a number is not finite.
  init?(mean: [Double], scale: [Double], layers: [(weights: [[Double]], bias: [Double])], dilations: [Int]) {
    guard let final = layers.last, layers.count == dilations.count + 1, !dilations.isEmpty, !mean.isEmpty else { return nil }
    guard mean.count == scale.count, mean.allSatisfy(\.isFinite), scale.allSatisfy({ $0 > 0 }), dilations.allSatisfy({ 0...1000 ~= $0 })
    else { return nil }
    var width = mean.count
    var built: [Layer] = []
    for (layer, dilation) in zip(layers, dilations) {
      let units = layer.bias.count
      let tiles = (units + 7) / 8
      let taps = dilation == 0 ? 1 : 3
      guard units > 0, layer.weights.count == units, layer.bias.allSatisfy(\.isFinite) else { return nil }
      guard layer.weights.allSatisfy({ $0.count == taps * width && $0.allSatisfy(\.isFinite) }) else { return nil }
      // Rows are as wide as the tiles of the layer before; what is added to fill a tile has no weight.
      let padded = built.last?.units ?? width
      var weights = [Float](repeating: 0, count: 8 * tiles * taps * padded)
      var bias = [Float](repeating: 0, count: 8 * tiles)
      for unit in 0..<units {
        var offset = layer.bias[unit]
        for column in 0..<taps * width {
          var weight = layer.weights[unit][column]
          if built.isEmpty {
            weight /= scale[column % width]
            offset -= weight * mean[column % width]
          }
          weights[8 * ((unit / 8 * taps + column / width) * padded + column % width) + unit % 8] = Float(weight)
        }
        bias[unit] = Float(offset)
      }
      built.append(Layer(inputs: padded, tiles: tiles, dilation: dilation, taps: taps, weights: weights, bias: bias))
      width = units
    }
    guard final.bias.count == 1, final.bias[0].isFinite, final.weights.count == 1, final.weights[0].count == width else { return nil }
    guard final.weights[0].allSatisfy(\.isFinite) else { return nil }
    last = (0..<(width + 7) / 8 * 8).map { $0 < width ? Float(final.weights[0][$0]) : 0 }
    lastBias = Float(final.bias[0])
    inputs = mean.count
    reach = dilations.reduce(0, +)
    self.layers = built
  }

  /// The output of every frame.
  ///
  /// - Parameters:
  ///   - count: Frames.
  ///   - block: Frames that go through the layers together; changes no bit.
  ///   - describe: Writes the inputs of a frame into a buffer at an index.
  func outputs(count: Int, block: Int = 1024, describe: (_ frame: Int, _ rows: inout [Float], _ at: Int) -> Void) -> [Float] {
    var result = [Float](repeating: 0, count: count)
    let widest = layers.reduce(inputs) { max($0, $1.units) }
    let rows = min(block, count) + 2 * reach
    var (from, to) = ([Float](repeating: 0, count: rows * widest), [Float](repeating: 0, count: rows * widest))
    var start = 0
    while start < count {
      let end = min(start + block, count)
      for t in start - reach..<end + reach { describe(min(max(t, 0), count - 1), &from, (t - start + reach) * inputs) }
      var margin = reach
      for layer in layers {
        margin -= layer.dilation
        let frames = max(start - margin, 0)..<min(end + margin, count)
        Self.apply(layer, from, rows: frames.lowerBound - start + reach..<frames.upperBound - start + reach, into: &to)
        for t in start - margin..<frames.lowerBound {
          Self.copy(&to, layer.units, from: frames.lowerBound - start + reach, to: t - start + reach)
        }
        for t in frames.upperBound..<max(end + margin, frames.upperBound) {
          Self.copy(&to, layer.units, from: frames.upperBound - 1 - start + reach, to: t - start + reach)
        }
        swap(&from, &to)
      }
      unit(from, from: reach * last.count, into: &result, start..<end)
      start = end
    }
    return result
  }

  private static func copy(_ rows: inout [Float], _ width: Int, from: Int, to: Int) {
    for i in 0..<width { rows[to * width + i] = rows[from * width + i] }
  }

  /// One layer for the frames in `rows` of the buffers.
  private static func apply(_ layer: Layer, _ from: [Float], rows: Range<Int>, into to: inout [Float]) {
    let (inputs, units, dilation, taps) = (layer.inputs, layer.units, layer.dilation, layer.taps)
    precondition(layer.weights.count == 8 * layer.tiles * taps * inputs && layer.bias.count == units)
    precondition(rows.lowerBound >= dilation && (rows.upperBound + dilation) * inputs <= from.count && rows.upperBound * units <= to.count)
    unsafe from.withUnsafeBufferPointer { x in
      unsafe layer.weights.withUnsafeBufferPointer { weights in
        unsafe layer.bias.withUnsafeBufferPointer { bias in
          unsafe to.withUnsafeMutableBufferPointer { y in
            unsafe Kernels.table.pointee.layer(
              x.baseAddress.unsafelyUnwrapped + (rows.lowerBound - dilation) * inputs, rows.count, inputs, taps, dilation * inputs,
              weights.baseAddress.unsafelyUnwrapped, bias.baseAddress.unsafelyUnwrapped, layer.tiles,
              y.baseAddress.unsafelyUnwrapped + rows.lowerBound * units)
          }
        }
      }
    }
  }

  /// The output of frames that lie side by side in a buffer from index `at` on.
  private func unit(_ rows: [Float], from at: Int, into result: inout [Float], _ frames: Range<Int>) {
    precondition(at >= 0 && at + frames.count * last.count <= rows.count && frames.lowerBound >= 0 && frames.upperBound <= result.count)
    unsafe rows.withUnsafeBufferPointer { rows in
      unsafe last.withUnsafeBufferPointer { weights in
        unsafe result.withUnsafeMutableBufferPointer { result in
          unsafe Kernels.table.pointee.unit(
            rows.baseAddress.unsafelyUnwrapped + at, frames.count, weights.baseAddress.unsafelyUnwrapped, last.count / 8, lastBias,
            result.baseAddress.unsafelyUnwrapped + frames.lowerBound)
        }
      }
    }
  }
}
