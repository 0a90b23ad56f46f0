import Testing

@testable import Speech

/// The network over time against its plain sums, and what blocks and edges may not change.
struct TemporalNetTests {
  private static let inputs = 5
  private static let units = 8
  private static let dilations = [1, 3, 9]

  /// Numbers in −1…1 that look random and never change.
  private struct Numbers {
    var state: UInt64

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state) >> 11) / 4_503_599_627_370_496
    }

    mutating func list(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }
  }

  private struct Plain {
    let mean: [Double]
    let scale: [Double]
    let layers: [(weights: [[Double]], bias: [Double])]

    init() {
      var numbers = Numbers(state: 11)
      mean = numbers.list(inputs)
      scale = numbers.list(inputs).map { 0.5 + abs($0) }
      var layers: [(weights: [[Double]], bias: [Double])] = []
      var width = inputs
      for _ in dilations {
        layers.append(((0..<units).map { _ in numbers.list(3 * width).map { 0.4 * $0 } }, numbers.list(units)))
        width = units
      }
      layers.append(([numbers.list(units)], numbers.list(1)))
      self.layers = layers
    }

    func outputs(_ rows: [[Double]]) -> [Double] {
      var rows = rows.map { row in row.indices.map { (row[$0] - mean[$0]) / scale[$0] } }
      for (layer, dilation) in zip(layers, dilations) {
        rows = rows.indices.map { t in
          let taps = [-dilation, 0, dilation].flatMap { rows[min(max(t + $0, 0), rows.count - 1)] }
          return zip(layer.weights, layer.bias).map { weights, bias in max(0, zip(weights, taps).reduce(bias) { $0 + $1.0 * $1.1 }) }
        }
      }
      return rows.map { row in zip(layers[dilations.count].weights[0], row).reduce(layers[dilations.count].bias[0]) { $0 + $1.0 * $1.1 } }
    }

    var net: TemporalNet? { TemporalNet(mean: mean, scale: scale, layers: layers, dilations: dilations) }
  }

  private func rows(_ count: Int) -> [[Double]] {
    var numbers = Numbers(state: 5)
    return (0..<count).map { _ in numbers.list(Self.inputs) }
  }

  private func outputs(_ net: TemporalNet, _ rows: [[Double]], block: Int) -> [Float] {
    net.outputs(count: rows.count, block: block) { frame, buffer, at in
      for i in 0..<Self.inputs { buffer[at + i] = Float(rows[frame][i]) }
    }
  }

  @Test(arguments: [1, 2, 7, 60, 333])
  func `the products are the plain sums, at the edges too`(count: Int) throws {
    let net = try #require(Plain().net)
    #expect(net.reach == 13)
    let (fast, plain) = (outputs(net, rows(count), block: 1024), Plain().outputs(rows(count)))
    #expect(fast.count == count)
    for (a, b) in zip(fast, plain) { #expect(abs(Double(a) - b) < 2e-5) }
  }

  @Test(arguments: [1, 3, 4, 64, 332, 333])
  func `blocks change no bit`(block: Int) throws {
    let net = try #require(Plain().net)
    #expect(outputs(net, rows(333), block: block) == outputs(net, rows(333), block: 4096))
  }

  @Test func `shapes that do not fit are refused`() {
    let plain = Plain()
    #expect(TemporalNet(mean: plain.mean, scale: plain.scale, layers: plain.layers, dilations: [1, 3]) == nil)
    #expect(TemporalNet(mean: plain.mean, scale: plain.scale, layers: plain.layers, dilations: [1, 3, 0]) == nil)
    #expect(TemporalNet(mean: Array(plain.mean.dropLast()), scale: plain.scale, layers: plain.layers, dilations: Self.dilations) == nil)
    var layers = plain.layers
    layers[1].weights[2][4] = .infinity
    #expect(TemporalNet(mean: plain.mean, scale: plain.scale, layers: layers, dilations: Self.dilations) == nil)
  }
}
