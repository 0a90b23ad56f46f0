import Interview

/// The learned part of the engine: four small networks and the constants fitted with them, read from `weights.json`.
///
/// The file is data: how it was made, from which recordings and with which seed stands in it and beside its training script.
struct SpeechModels: Sendable {
  let candidate: TemporalNet
  let voicing: TemporalNet
  let activity: TemporalNet
  let density: TemporalNet
  let parameters: ModelParameters

  /// - Throws: `speech.models-unusable`, for a file that is not of this format or whose shapes do not fit.
  init(json: [UInt8]) throws(Fault) {
    let file = try WeightsFile(json)
    guard file.format == "intone.weights/2" else { throw Fault(.speechModelsUnusable, "weights.json: format \(file.format ?? "missing")") }
    candidate = try file.net("candidate", inputs: CandidateFeatures.count)
    voicing = try file.net("voicing", inputs: VoicingFeatures.count)
    activity = try file.net("activity", inputs: VADFeatures.count)
    density = try file.net("density", inputs: NucleusFeatures.count)
    parameters = try ModelParameters(file.parameters)
  }

  /// The models this engine was built with.
  static let builtIn: Result<SpeechModels, Fault> = {
    do throws(Fault) {
      return .success(try SpeechModels(json: PackageResources.weights_json))
    } catch {
      return .failure(error)
    }
  }()
}

/// The layout of `weights.json`.
struct WeightsFile {
  struct Net {
    var mean: [Double] = []
    var scale: [Double] = []
    /// For each layer a row of weights for each output unit, and its bias.
    var layers: [(weights: [[Double]], bias: [Double])] = []
    /// Frames between the taps of each layer but the last, for a net over time.
    var dilations: [Int]?
  }

  /// A constant: one number, several, or one per name.
  enum Constant {
    case number(Double)
    case list([Double])
    case table([String: Double])
  }

  let format: String?
  private(set) var parameters: [String: [String: Constant]] = [:]
  private(set) var nets: [String: Net] = [:]

  /// - Throws: `speech.models-unusable`, for what is no JSON and for a member of another form.
  init(_ json: [UInt8]) throws(Fault) {
    let file = try WeightsReader.read(json)
    format = file["format"]?.string
    for (name, group) in try Self.members(file["parameters"], "parameters") {
      for (key, value) in try Self.members(group, name) { parameters[name, default: [:]][key] = try Self.constant(value, name + "." + key) }
    }
    for (name, net) in try Self.members(file["nets"], "nets") { nets[name] = try Self.net(net, name) }
  }

  func net(_ name: String, inputs: Int) throws(Fault) -> TemporalNet {
    guard let net = nets[name] else { throw Fault(.speechModelsUnusable, "weights.json: no net \(name)") }
    guard net.mean.count == inputs,
      let built = TemporalNet(
        mean: net.mean, scale: net.scale, layers: net.layers, dilations: net.dilations ?? net.layers.dropLast().map { _ in 0 })
    else {
      throw Fault(.speechModelsUnusable, "weights.json: the net \(name) has \(net.mean.count) inputs or shapes that do not fit")
    }
    return built
  }
}

// MARK: - Members

extension WeightsFile {
  private static func wrong(_ place: String, _ form: String) -> Fault {
    Fault(.speechModelsUnusable, "weights.json: \(place) is not \(form)")
  }

  private static func members(_ value: WeightsValue?, _ place: String) throws(Fault) -> [String: WeightsValue] {
    guard case .object(let members)? = value else { throw wrong(place, "an object") }
    return members
  }

  private static func list(_ value: WeightsValue?, _ place: String) throws(Fault) -> [WeightsValue] {
    guard case .list(let values)? = value else { throw wrong(place, "a list") }
    return values
  }

  private static func constant(_ value: WeightsValue, _ place: String) throws(Fault) -> Constant {
    func number(_ value: WeightsValue) throws(Fault) -> Double {
      guard case .number(let number) = value else { throw wrong(place, "a number, a list or a table of numbers") }
      return number
    }
    switch value {
    case .list(let values):
      var numbers: [Double] = []
      for value in values { numbers.append(try number(value)) }
      return .list(numbers)
    case .object(let members):
      var table: [String: Double] = [:]
      for (name, value) in members { table[name] = try number(value) }
      return .table(table)
    default: return .number(try number(value))
    }
  }

  private static func net(_ value: WeightsValue, _ name: String) throws(Fault) -> Net {
    var net = Net(mean: try numbers(value["mean"], name + ".mean"), scale: try numbers(value["scale"], name + ".scale"))
    for layer in try list(value["layers"], name + ".layers") {
      var rows: [[Double]] = []
      for row in try list(layer["w"], name + ".w") { rows.append(try numbers(row, name + ".w")) }
      net.layers.append((rows, try numbers(layer["b"], name + ".b")))
    }
    if let dilations = value["dilations"], case .list(let values) = try constant(dilations, name + ".dilations") {
      net.dilations = values.compactMap { Int(exactly: $0) }
    }
    return net
  }

  /// Numbers in one text with spaces between: as a JSON array they took a sixth of the program's start to read.
  private static func numbers(_ value: WeightsValue?, _ place: String) throws(Fault) -> [Double] {
    guard case .text(let text)? = value else { throw wrong(place, "a text of numbers") }
    var values: [Double] = []
    var start = text.startIndex
    while start < text.endIndex {
      var end = start
      while end < text.endIndex, text[end] != UInt8(ascii: " ") { end += 1 }
      if end > start {
        guard let value = number(text[start..<end]) else { throw wrong(String(decoding: text[start..<end], as: UTF8.self), "a number") }
        values.append(value)
      }
      start = end + 1
    }
    return values
  }

  static func number(_ word: ArraySlice<UInt8>) -> Double? { plain(word) ?? Double(String(decoding: word, as: UTF8.self)) }

  /// The value of `-12.345`: as exact as the library's own reading, and a tenth of its work.
  ///
  /// Up to 15 digits, and the power of ten of as many, are whole numbers that a `Double` holds exactly, so that one division
  /// rounds once.
  /// - Returns: nil for anything else, an exponent or more digits.
  static func plain(_ word: ArraySlice<UInt8>) -> Double? {
    var (digits, number, scale) = (0, 0, 1)
    var hasPoint = false
    let isNegative = word.first == UInt8(ascii: "-")
    for byte in isNegative ? word.dropFirst() : word {
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        continue
      }
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte, digits < 15 else { return nil }
      number = 10 * number + Int(byte - UInt8(ascii: "0"))
      if hasPoint { scale *= 10 }
      digits += 1
    }
    guard digits > 0 else { return nil }
    let value = Double(number) / Double(scale)
    return isNegative ? -value : value
  }
}
