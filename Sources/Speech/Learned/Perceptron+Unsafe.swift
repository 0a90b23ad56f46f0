// Invariant of this file: a layer holds `inputs × tiles` vectors of weights and `tiles` of biases; the input's length is
// checked once per call, and every unchecked subscript stays inside these products.

/// A small network of dense layers with rectifiers between them and one linear output.
///
/// Inputs are standardised, `(x − mean) / scale`, which is folded into the first layer when the weights are read.
struct Perceptron: Sendable {
  /// Number of inputs.
  let inputs: Int
  private let layers: [Layer]
  private var values: [SIMD8<Float>]
  private var hidden: [Float]

  private struct Layer: Sendable {
    let inputs: Int
    /// Eight output units side by side.
    let tiles: Int
    /// For each input in turn, its weights to all tiles.
    let weights: [SIMD8<Float>]
    let bias: [SIMD8<Float>]
  }

  /// - Parameters:
  ///   - mean, scale: One value per input.
  ///   - layers: Each a matrix with one row per output unit and the units' biases; the last has one unit.
  /// - Returns: nil where the shapes do not fit each other or a number is not finite.
  init?(mean: [Double], scale: [Double], layers: [(weights: [[Double]], bias: [Double])]) {
    guard !layers.isEmpty, mean.count == scale.count, !mean.isEmpty, scale.allSatisfy({ $0 > 0 }) else { return nil }
    var width = mean.count
    var built: [Layer] = []
    for (index, layer) in layers.enumerated() {
      let units = layer.bias.count
      guard units > 0, layer.weights.count == units, layer.weights.allSatisfy({ $0.count == width }) else { return nil }
      guard layer.bias.allSatisfy(\.isFinite), layer.weights.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
      let tiles = (units + 7) / 8
      var weights = [SIMD8<Float>](repeating: .zero, count: width * tiles)
      var bias = [SIMD8<Float>](repeating: .zero, count: tiles)
      for unit in 0..<units {
        var offset = layer.bias[unit]
        for input in 0..<width {
          var weight = layer.weights[unit][input]
          if index == 0 {
            weight /= scale[input]
            offset -= weight * mean[input]
          }
          weights[input * tiles + unit / 8][unit % 8] = Float(weight)
        }
        bias[unit / 8][unit % 8] = Float(offset)
      }
      built.append(Layer(inputs: width, tiles: tiles, weights: weights, bias: bias))
      width = units
    }
    guard width == 1 else { return nil }
    self.inputs = mean.count
    self.layers = built
    let widest = built.map(\.tiles).max() ?? 1
    values = [SIMD8<Float>](repeating: .zero, count: widest)
    hidden = [Float](repeating: 0, count: widest * 8)
  }

  /// The output for the `inputs` values of `input` from index `start` on.
  mutating func callAsFunction(_ input: [Float], from start: Int = 0) -> Float {
    Self.apply(layers[0], input, start, &values)
    for index in 1..<max(1, layers.count) {
      Self.rectify(values, tiles: layers[index - 1].tiles, into: &hidden)
      Self.apply(layers[index], hidden, 0, &values)
    }
    return values[0][0]
  }

  /// Spreads the vectors into single numbers, negative ones as 0.
  private static func rectify(_ values: [SIMD8<Float>], tiles: Int, into hidden: inout [Float]) {
    let vectors = values.span
    var numbers = hidden.mutableSpan
    precondition(vectors.count >= tiles && numbers.count >= 8 * tiles)
    for tile in 0..<tiles {
      let vector = unsafe vectors[unchecked: tile]
      for lane in 0..<8 { unsafe numbers[unchecked: 8 &* tile &+ lane] = vector[lane] > 0 ? vector[lane] : 0 }
    }
  }

  private static func apply(_ layer: Layer, _ vector: [Float], _ start: Int, _ output: inout [SIMD8<Float>]) {
    let input = vector.span.extracting(start..<start + layer.inputs)
    let (weights, bias, tiles) = (layer.weights.span, layer.bias.span, layer.tiles)
    precondition(weights.count == input.count * tiles && bias.count == tiles && output.count >= tiles)
    var tile = 0
    // Several tiles at once: their sums are independent, which hides the latency of each addition.
    while tile + 3 <= tiles {
      var (a, b, c) = unsafe (bias[unchecked: tile], bias[unchecked: tile + 1], bias[unchecked: tile + 2])
      var at = tile
      for i in 0..<input.count {
        let x = unsafe SIMD8<Float>(repeating: input[unchecked: i])
        unsafe a += weights[unchecked: at] * x
        unsafe b += weights[unchecked: at + 1] * x
        unsafe c += weights[unchecked: at + 2] * x
        at += tiles
      }
      (output[tile], output[tile + 1], output[tile + 2]) = (a, b, c)
      tile += 3
    }
    while tile + 2 <= tiles {
      var (a, b) = unsafe (bias[unchecked: tile], bias[unchecked: tile + 1])
      var at = tile
      for i in 0..<input.count {
        let x = unsafe SIMD8<Float>(repeating: input[unchecked: i])
        unsafe a += weights[unchecked: at] * x
        unsafe b += weights[unchecked: at + 1] * x
        at += tiles
      }
      (output[tile], output[tile + 1]) = (a, b)
      tile += 2
    }
    if tile < tiles {
      var a = unsafe bias[unchecked: tile]
      var at = tile
      for i in 0..<input.count {
        unsafe a += weights[unchecked: at] * SIMD8<Float>(repeating: input[unchecked: i])
        at += tiles
      }
      output[tile] = a
    }
  }
}
