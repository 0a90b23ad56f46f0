import Assessment
import Documents
import Interview

/// Whose results are put together. Results compare only within one identity of the engine: its version and, behind a plus, the
/// judge that had a say in them (`JudgedAnswer.mark`).
public struct EngineChoice: Document, Hashable {
  /// Answers of another identity.
  public struct LeftOut: Document, Hashable {
    public let engine: String
    public let answers: Int

    public init(engine: String, answers: Int) {
      self.engine = engine
      self.answers = answers
    }
  }

  /// The identity whose results are taken.
  public let engine: String
  /// In the order of their identities.
  public let leftOut: [LeftOut]

  private enum CodingKeys: String, CodingKey {
    case engine
    case leftOut = "left_out"
  }

  /// - Parameters:
  ///   - counts: answers by the identity of the engine that scored them.
  ///   - wanted: nil for the one with the most answers among those of the present version; of two with as many, the first by name.
  public init(among counts: [String: Int], wanted: String? = nil) {
    let present = counts.filter { Self.version(of: $0.key) == Engine.version }
    let prevailing = present.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    let engine = wanted ?? prevailing ?? Engine.version
    self.engine = engine
    leftOut = counts.filter { $0.key != engine && $0.value > 0 }.sorted { $0.key < $1.key }.map {
      LeftOut(engine: $0.key, answers: $0.value)
    }
  }

  /// As the other initializer does.
  /// - Throws: `engine.no-answers` where no answer has the identity that is wanted.
  public init(among counts: [String: Int], askedFor wanted: String?) throws(Fault) {
    if let wanted, counts[wanted, default: 0] == 0 {
      let known = counts.keys.sorted().joined(separator: ", ")
      throw Fault(.engineNoAnswers, "\(wanted.visibleLine); \(known.isEmpty ? "—" : known)")
    }
    self.init(among: counts, wanted: wanted)
  }

  /// `1.2.0` of `1.2.0+judge.name.7`.
  static func version(of identity: String) -> Substring { identity.prefix { $0 != "+" } }

  /// What was left out and why, a sentence for each identity.
  public var sentences: [Bilingual] {
    leftOut.map { other in
      let (answers, were) = other.answers == 1 ? ("1 answer is", "it was") : ("\(other.answers) answers are", "they were")
      return Bilingual(
        zh: "\(other.answers) 个回答未计入：由引擎 \(other.engine) 评分，而这里取的是引擎 \(engine)；可用 --engine 选择",
        en: "\(answers) left out: \(were) scored by engine \(other.engine), and those of engine \(engine) are taken; --engine chooses")
    }
  }
}

extension FaultCode {
  public static let engineNoAnswers = FaultCode(
    "engine.no-answers", cause: Bilingual(zh: "没有由该引擎评分的回答", en: "no answer was scored by this engine"),
    action: Bilingual(
      zh: "--engine 须为所列引擎之一，写法与列出的完全相同；省略则取当前版本中回答最多的。",
      en:
        "Give --engine one of those listed, spelled as they are; without it, the one of the present version with the most answers is taken."
    ))
}
