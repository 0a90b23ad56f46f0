import Foundation
import Interview
import RealModule
import RoleModels

let anyHash = ContentHash(hex: String(repeating: "0", count: 64))

func model(_ text: String) throws -> RoleModel { try RoleModel(Array(text.utf8), name: "m.yaml", hash: anyHash) }

/// The repository's `models/`.
let modelsFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("models")

func files(in folder: URL, ending: String) throws -> [URL] {
  try FileManager.default.contentsOfDirectory(at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
    .filter { $0.pathExtension == ending }.sorted { $0.path < $1.path }
}

func shippedModels() throws -> [RoleModel] {
  var models: [RoleModel] = []
  for file in try files(in: modelsFolder, ending: "yaml") {
    models.append(try RoleModel(Array(Data(contentsOf: file)), name: file.lastPathComponent, hash: anyHash))
  }
  return models
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere.
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Mean 0, standard deviation 1 (Box and Muller 1958).
  mutating func normal() -> Double {
    let radius = (-2 * Double.log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self))).squareRoot()
    return radius * Double.cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }
}

extension Evidence {
  /// Any evidence that a recording could give, known and unknown mixed.
  static func random(_ dice: inout Dice, for model: RoleModel, question: String?) -> Evidence {
    let language: Language = Bool.random(using: &dice) ? .zh : .en
    var evidence = Evidence(language: language)
    for measure in Measure.allCases where Double.random(in: 0..<1, using: &dice) < 0.85 {
      let top =
        measure.isShare
        ? 1 : measure.unit == "字/min" ? 450 : measure.unit == "words/min" ? 260 : measure == .phonation || measure == .syllables ? 300 : 8
      evidence.measures[measure] = .value(Double.random(in: 0...Double(top), using: &dice))
    }
    evidence.measures[.pauseRatio] = .value(Double.random(in: 0...1, using: &dice))
    // Above a half there is no score: one in five has as much, so that the others are tried.
    if Double.random(in: 0..<1, using: &dice) < 0.8 { evidence.measures[.repeatedShare] = .value(Double.random(in: 0...0.5, using: &dice)) }
    let hit = TextHit(text: "x", term: "x", match: .exact, range: nil)
    if Double.random(in: 0..<1, using: &dice) < 0.8 {
      evidence.keywords = .value(
        QuestionAsked(model, question, nil).groups.map {
          KeywordFinding(group: $0.name, hits: Bool.random(using: &dice) ? [hit] : [])
        })
      evidence.structure = .value(
        StructureScheme.allCases.flatMap { scheme in scheme.steps.map { StructureFinding(scheme: scheme.rawValue, step: $0, hit: hit) } }
          .filter { _ in Bool.random(using: &dice) }.shuffled(using: &dice))
    }
    if Double.random(in: 0..<1, using: &dice) < 0.2 { evidence.accommodations = ["speech"] }
    if Double.random(in: 0..<1, using: &dice) < 0.3 { evidence.qualityFlags = ["quality.noise"] }
    return evidence
  }
}

/// Somebody with one answer that lost these points, by `<dimension>.<indicator>`.
func scored(_ id: String, _ lost: [String: Int]) -> ScoredCandidate {
  let points = lost.map { name, points in
    let parts = name.split(separator: ".").map(String.init)
    return LostPoint(
      code: name + ".high", dimension: parts[0], indicator: parts[1], points: Points(hundredths: points * 100), measure: nil, value: nil,
      expectedLow: nil, expectedHigh: nil, weight: .full, spans: [], excerpt: nil, message: Bilingual(zh: "", en: ""))
  }
  var candidate = ScoredCandidate(id: id)
  candidate.add(
    Scorecard(
      roleModel: RoleModelReference(id: "m", version: "1", hash: anyHash), overall: .full - points.map(\.points).reduce(.zero, +),
      dimensions: [], lostPoints: points, confidence: Confidence(level: .high, low: nil, high: nil, reasons: []), advisory: [], unknown: [:]
    ))
  return candidate
}
