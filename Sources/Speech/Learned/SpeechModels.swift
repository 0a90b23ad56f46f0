import FoundationEssentials
import Interview

/// The learned part of the engine: four small networks and the constants fitted with them, read from `weights.json`.
///
/// The file is data: how it was made, from which recordings and with which seed stands in it and beside its training script.
struct SpeechModels: Sendable {
  var candidate: Perceptron
  var voicing: Perceptron
  let activity: TemporalNet
  var density: Perceptron
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
    candidate = try file.perceptron("candidate", inputs: CandidateFeatures.count)
    voicing = try file.perceptron("voicing", inputs: VoicingFeatures.count)
    activity = try file.temporal("activity", inputs: VADFeatures.count)
    density = try file.perceptron("density", inputs: NucleusFeatures.count)
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
      let text = try decoder.singleValueContainer().decode(String.self)
      values = try text.split(separator: " ").map { word in
        guard let value = Double(word) else {
          throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "\(word) is not a number"))
        }
        return value
      }
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

  func temporal(_ name: String, inputs: Int) throws(Fault) -> TemporalNet {
    guard let net = nets[name] else { throw Fault(.speechModelsUnusable, "weights.json: no net \(name)") }
    let layers = net.layers.map { (weights: $0.w.map(\.values), bias: $0.b.values) }
    guard net.mean.values.count == inputs,
      let built = TemporalNet(mean: net.mean.values, scale: net.scale.values, layers: layers, dilations: net.dilations ?? [])
    else {
      throw Fault(.speechModelsUnusable, "weights.json: the net \(name) has \(net.mean.values.count) inputs or shapes that do not fit")
    }
    return built
  }

  func perceptron(_ name: String, inputs: Int) throws(Fault) -> Perceptron {
    guard let net = nets[name] else { throw Fault(.speechModelsUnusable, "weights.json: no net \(name)") }
    let layers = net.layers.map { (weights: $0.w.map(\.values), bias: $0.b.values) }
    guard net.mean.values.count == inputs, let built = Perceptron(mean: net.mean.values, scale: net.scale.values, layers: layers) else {
      throw Fault(.speechModelsUnusable, "weights.json: the net \(name) has \(net.mean.values.count) inputs or shapes that do not fit")
    }
    return built
  }
}
