@testable import Assessment
@testable import Pipeline
@testable import Queries
import Foundation
import Interview
import RoleModels
import Transcripts

@testable import Speech

/// Answers of our own writing, by people who do not exist, with what a right scorer does with each (`Tests/Fixtures/answers`).
struct AnswerOfKnownWorth: Decodable, Sendable, CustomStringConvertible {
  enum Kind: String, Decodable {
    /// Complete and concrete: 60 or more.
    case answer
    /// As good, with hardly a word of the model's: not recognised, or 60 or more.
    case otherWords = "other-words"
    /// Words strung together, by whatever trick: no score, or less than 60.
    case empty
    /// All that is asked for, denied: less than 60, or no score.
    case denied
    /// Well told, about something else: less than 50, or no score.
    case offTopic = "off-topic"
    /// Honest and short; an honest start with a list behind it.
    case weak, padded
  }

  let id: String
  let role: String
  let question: String
  let language: Language
  let kind: Kind
  let text: String

  var description: String { id }

  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let all: [AnswerOfKnownWorth] = {
    let file = root.appendingPathComponent("Tests/Fixtures/answers/known-worth.json")
    return (try? JSONDecoder().decode([AnswerOfKnownWorth].self, from: Data(contentsOf: file))) ?? []
  }()

  func model() throws -> RoleModel {
    let file = Self.root.appendingPathComponent("models/\(role).yaml")
    return try RoleModel(Array(Data(contentsOf: file)), name: role, hash: ContentHash(hex: String(repeating: "0", count: 64)))
  }

  /// The text, or another one in its place, spoken without a fault: only the words decide.
  func card(_ other: String? = nil) throws -> Scorecard {
    try Self.card(other ?? text, by: model(), question: question, language: language)
  }

  static func card(
    _ text: String, by model: RoleModel, question: String, language: Language, manifest: ManifestQuestion? = nil
  ) throws -> Scorecard {
    model.score(
      try evidence(text, asked: model.asked(question: question, manifest: manifest), language: language), question: question,
      manifest: manifest)
  }

  private static func evidence(_ text: String, asked: Asked, language: Language) throws -> Evidence {
    let transcript = try TranscriptReader.read(Array(text.utf8), name: nil)
    let findings = TextAnalyzer().analyze(
      transcript, segments: [TimeRange(0, 60)], duration: 60, language: language, asked: asked)
    let profile = SpeechProfile.speaking([TimeRange(0, 60)], nuclei: [])
    var evidence = Evidence(
      profile: profile, rates: Rates(profile: profile, text: findings, syllableTimes: [], language: language), text: findings,
      textReason: .transcriptMissing, transcriptText: text, timeLimit: nil, language: language, accommodations: [], flags: [])
    let delivery: [Measure: Double] = [
      .charactersPerMinute: 220, .wordsPerMinute: 140, .speechRate: 4, .pauseRatio: 0.2, .pauseLongest: 1, .meanLengthOfRun: 8,
      .fillersPerMinute: 2, .repetitionsPer100: 1, .surgeCount: 0, .f0SD: 2.5,
    ]
    for (measure, value) in delivery { evidence.measures[measure] = .value(value) }
    return evidence
  }
}
