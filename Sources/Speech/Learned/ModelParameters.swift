import Interview

/// Constants that were fitted together with the networks. Each default is the value of the published file's training.
struct ModelParameters: Sendable {
  // Front end.
  /// Samples at 8 kHz of the window behind each autocorrelation.
  var windows = [320, 320, 256]
  /// Share of each autocorrelation in their sum.
  var mix = SIMD4<Float>(0.40, 0.35, 0.25, 0)
  /// Lags in half samples of 8 kHz: 615 Hz to 53 Hz.
  var minimumLag = 26
  var maximumLag = 300
  var floorShare: Float = 0.15
  var floorFactor: Float = 2
  var floorResidue: Float = 0.1
  var rankSlope: Float = 0.15

  // Pitch path.
  var jump: Float = 6
  var glide: Float = 1
  /// Octaves per frame under which a step is a glide.
  var free: Float = 0.02
  var voicingSwitch: Float = 2
  var voicingBias: Float = 0
  var rangeCost: Float = 3
  var rangeWidth: Float = 0.5
  var rangeStretch: Float = 1.2
  var shortestVoiced = 3

  // Speech activity.
  var activityBias: Float = 0
  var speechOn: Float = 6
  var speechOff: Float = 6
  var mergeSeconds = 0.12
  var shortestSeconds = 0.08

  // Nuclei.
  /// Frames that a nucleus may be moved to the envelope's peak.
  var nucleusReach = 4
  /// What the density is multiplied by for each language, and where the language is not known: the counter's bias.
  var densityFactors: [String: Double] = [:]

  /// - Throws: `speech.models-unusable` for a constant that has another form than the one built in.
  init(_ groups: [String: [String: WeightsFile.Constant]]) throws(Fault) {
    let frontEnd = Group(name: "frontend", values: groups["frontend"] ?? [:])
    windows = try frontEnd.list("window", windows.map { Double($0) }).map { Int($0) }
    let shares = try frontEnd.list("mix", [0.40, 0.35, 0.25])
    mix = SIMD4(Float(shares[0]), Float(shares[1]), Float(shares[2]), 0)
    minimumLag = Int(try frontEnd.number("lag_min", Double(minimumLag)))
    maximumLag = Int(try frontEnd.number("lag_max", Double(maximumLag)))
    floorShare = Float(try frontEnd.number("floor_quantile", Double(floorShare)))
    floorFactor = Float(try frontEnd.number("floor_factor", Double(floorFactor)))
    floorResidue = Float(try frontEnd.number("floor_residue", Double(floorResidue)))
    rankSlope = Float(try frontEnd.number("rank_slope", Double(rankSlope)))
    let pitch = Group(name: "pitch", values: groups["pitch"] ?? [:])
    jump = Float(try pitch.number("jump", Double(jump)))
    glide = Float(try pitch.number("glide", Double(glide)))
    free = Float(try pitch.number("free", Double(free)))
    voicingSwitch = Float(try pitch.number("switch", Double(voicingSwitch)))
    voicingBias = Float(try pitch.number("bias", Double(voicingBias)))
    rangeCost = Float(try pitch.number("range_cost", Double(rangeCost)))
    rangeWidth = Float(try pitch.number("range_width", Double(rangeWidth)))
    rangeStretch = Float(try pitch.number("range_stretch", Double(rangeStretch)))
    shortestVoiced = Int(try pitch.number("shortest", Double(shortestVoiced)))
    let activity = Group(name: "activity", values: groups["activity"] ?? [:])
    activityBias = Float(try activity.number("bias", Double(activityBias)))
    speechOn = Float(try activity.number("on", Double(speechOn)))
    speechOff = Float(try activity.number("off", Double(speechOff)))
    mergeSeconds = try activity.number("merge_s", mergeSeconds)
    shortestSeconds = try activity.number("shortest_s", shortestSeconds)
    let nuclei = Group(name: "nuclei", values: groups["nuclei"] ?? [:])
    nucleusReach = Int(try nuclei.number("reach", Double(nucleusReach)))
    if case .table(let table)? = nuclei.values["factor"] { densityFactors = table }
    guard minimumLag > 1, maximumLag > minimumLag, maximumLag < 447, windows.allSatisfy({ 8...512 ~= $0 && $0.isMultiple(of: 4) }),
      windows[0] == windows[1], windows[2] <= windows[1]
    else {
      throw Fault(.speechModelsUnusable, "weights.json: a window or lag lies outside what the front end computes")
    }
  }

  /// The factor for a language; `other` where it is not known.
  func densityFactor(_ language: Language?) -> Double {
    densityFactors[language?.rawValue ?? "other"] ?? densityFactors["other"] ?? 1
  }

  private struct Group {
    let name: String
    let values: [String: WeightsFile.Constant]

    func number(_ key: String, _ fallback: Double) throws(Fault) -> Double {
      switch values[key] {
      case nil: return fallback
      case .number(let value)? where value.isFinite: return value
      default: throw Fault(.speechModelsUnusable, "weights.json: \(name).\(key) is not a number")
      }
    }

    func list(_ key: String, _ fallback: [Double]) throws(Fault) -> [Double] {
      switch values[key] {
      case nil: return fallback
      case .list(let list)? where list.count == fallback.count: return list
      default: throw Fault(.speechModelsUnusable, "weights.json: \(name).\(key) is not a list of \(fallback.count)")
      }
    }
  }
}
