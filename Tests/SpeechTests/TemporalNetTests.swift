import Interview
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

  /// Layers of one tap, as wide as no tile is.
  @Test func `a net that hears one frame is the plain sum of its rows`() throws {
    var numbers = Numbers(state: 3)
    let (first, second) = ((0..<12).map { _ in numbers.list(5) }, (0..<3).map { _ in numbers.list(12) })
    let (bias, other, final) = (numbers.list(12), numbers.list(3), numbers.list(3))
    let net = try #require(
      TemporalNet(
        mean: numbers.list(5), scale: [1, 1, 1, 1, 1], layers: [(first, bias), (second, other), ([final], [0.25])], dilations: [0, 0]))
    var again = Numbers(state: 3)
    _ = again.list(12 * 5 + 3 * 12 + 12 + 3 + 3)
    let mean = again.list(5)
    for (row, output) in zip(rows(9), outputs(net, rows(9), block: 4)) {
      let x = zip(row, mean).map(-)
      let h = zip(first, bias).map { max(0, zip($0, x).reduce($1) { $0 + $1.0 * $1.1 }) }
      let g = zip(second, other).map { max(0, zip($0, h).reduce($1) { $0 + $1.0 * $1.1 }) }
      #expect(abs(zip(final, g).reduce(0.25) { $0 + $1.0 * $1.1 } - Double(output)) < 1e-5)
    }
  }

  @Test func `shapes that do not fit are refused`() {
    let plain = Plain()
    #expect(TemporalNet(mean: plain.mean, scale: plain.scale, layers: plain.layers, dilations: [1, 3]) == nil)
    #expect(TemporalNet(mean: plain.mean, scale: plain.scale, layers: plain.layers, dilations: [1, 3, -1]) == nil)
    #expect(TemporalNet(mean: Array(plain.mean.dropLast()), scale: plain.scale, layers: plain.layers, dilations: Self.dilations) == nil)
    var layers = plain.layers
    layers[1].weights[2][4] = .infinity
    #expect(TemporalNet(mean: plain.mean, scale: plain.scale, layers: layers, dilations: Self.dilations) == nil)
  }

  @Test(arguments: ["0", "-0.1571", "12.8", "0.041734", ".5", "3.", "-7", "0.00001", "123456789012345", "99.9999999999999"])
  func `a weight is read as the library reads it`(word: String) {
    let size = Double("0" + word.drop { $0 == "-" }.description + (word.hasSuffix(".") ? "0" : ""))
    #expect(size != nil && WeightsFile.plain(Array(word.utf8)[...]) == size.map { word.hasPrefix("-") ? -$0 : $0 })
  }

  @Test func `the file is read whole, and what it is not is said with its place`() throws {
    let net = #"{"mean":"1 -2.5","scale":"1 1","dilations":[1, 3],"layers":[{"w":["1 2", "0.5 1e-05"],"b":"0 0"}]}"#
    let parameters = #"{"g":{"a":1.5,"b":[1,2],"c":{"zh":-1}}}"#
    let file = try WeightsFile(
      Array(#"{"format":"x", "parameters":\#(parameters), "data":["a \" b"], "nets":{"n":\#(net)}, "seed":null}"#.utf8))
    #expect(file.format == "x" && file.nets["n"]?.mean == [1, -2.5] && file.nets["n"]?.dilations == [1, 3])
    #expect(file.nets["n"]?.layers.first?.weights == [[1, 2], [0.5, 1e-05]])
    guard case .number(1.5)? = file.parameters["g"]?["a"], case .list([1, 2])? = file.parameters["g"]?["b"],
      case .table(["zh": -1])? = file.parameters["g"]?["c"]
    else { return #expect(Bool(false), "\(file.parameters)") }
    for (text, place) in [
      ("{", "byte 1"), (#"{"nets":[1,]}"#, "byte 11"), (#"{"a":1}"#, "parameters is not an object"), (#"{"a":1} 2"#, "byte 8"),
      (#"{"a":x}"#, "byte 6"),
      (#"{"parameters":{},"nets":{"n":{"mean":"1 x"}}}"#, "x is not a number"), (#"{"a":"b"#, "byte 7"),
    ] {
      let fault = #expect(throws: Fault.self) { try WeightsFile(Array(text.utf8)) }
      #expect(fault?.code == .speechModelsUnusable && fault?.detail.contains(place) == true, "\(text): \(String(describing: fault))")
    }
  }

  @Test(arguments: ["", "-", ".", "1e-05", "1.2.3", "0x1", "1234567890123456", "nan", " 1"])
  func `what is no plain number is left to the library`(word: String) {
    #expect(WeightsFile.plain(Array(word.utf8)[...]) == nil)
  }
}
