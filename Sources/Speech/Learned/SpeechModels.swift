import FoundationEssentials
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
    let file: WeightsFile
    do {
      file = try JSONDecoder().decode(WeightsFile.self, from: Data(json))
    } catch {
      throw Fault(.speechModelsUnusable, "weights.json: \(error)")
    }
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
struct WeightsFile: Decodable {
  /// Numbers in one text with spaces between: as a JSON array they took a sixth of the program's start to read.
  struct Numbers: Decodable {
    let values: [Double]

    init(from decoder: any Decoder) throws {
      let text = Array(try decoder.singleValueContainer().decode(String.self).utf8)
      values = try text.split(separator: UInt8(ascii: " ")).map { word in
        guard let value = Self.plain(word) ?? Double(String(decoding: word, as: UTF8.self)) else {
          let word = String(decoding: word, as: UTF8.self)
          throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "\(word) is not a number"))
        }
        return value
      }
    }

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

  struct Net: Decodable {
    struct Layer: Decodable {
      /// One row for each output unit.
      let w: [Numbers]
      let b: Numbers
    }
    let mean: Numbers
    let scale: Numbers
    let layers: [Layer]
    /// Frames between the taps of each layer but the last, for a net over time.
    let dilations: [Int]?
  }

  /// A constant: one number, several, or one per name.
  enum Constant: Decodable {
    case number(Double)
    case list([Double])
    case table([String: Double])

    init(from decoder: any Decoder) throws {
      if var list = try? decoder.unkeyedContainer() {
        var values: [Double] = []
        while !list.isAtEnd { values.append(try list.decode(Double.self)) }
        self = .list(values)
      } else if let number = try? decoder.singleValueContainer().decode(Double.self) {
        self = .number(number)
      } else {
        self = .table(try [String: Double](from: decoder))
      }
    }
  }

  let format: String?
  let engine: String?
  let parameters: [String: [String: Constant]]
  let nets: [String: Net]

  func net(_ name: String, inputs: Int) throws(Fault) -> TemporalNet {
    guard let net = nets[name] else { throw Fault(.speechModelsUnusable, "weights.json: no net \(name)") }
    let layers = net.layers.map { (weights: $0.w.map(\.values), bias: $0.b.values) }
    guard net.mean.values.count == inputs,
      let built = TemporalNet(
        mean: net.mean.values, scale: net.scale.values, layers: layers, dilations: net.dilations ?? layers.dropLast().map { _ in 0 })
    else {
      throw Fault(.speechModelsUnusable, "weights.json: the net \(name) has \(net.mean.values.count) inputs or shapes that do not fit")
    }
    return built
  }
}
