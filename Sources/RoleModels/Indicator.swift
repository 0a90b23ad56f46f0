import Interview

/// One thing by which a dimension is judged.
public struct Indicator: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A measure on a curve.
    case measure(Measure, Curve)
    /// Groups of words; each missing group costs its share. `ofQuestion` takes the groups of the question asked.
    case keywords([KeywordGroup], ofQuestion: Bool)
    /// Steps of a structure; each missing step costs its share.
    case structure(StructureScheme)
  }

  public let id: String
  public let kind: Kind
  /// Relative to the other indicators of the dimension, above 0.
  public let weight: Double
  /// The indicator applies to answers in this language only; nil applies to both.
  public let language: Language?

  public init(id: String, kind: Kind, weight: Double, language: Language? = nil) {
    self.id = id
    self.kind = kind
    self.weight = weight
    self.language = language
  }
}

/// The structures that are looked for in a text; the markers themselves are the lexicon's.
public enum StructureScheme: String, Sendable, Hashable, CaseIterable {
  case star
  case problemSolution = "problem-solution"
  case ordinal

  /// The steps in their order, as the findings name them.
  public var steps: [String] {
    switch self {
    case .star: ["situation", "task", "action", "result"]
    case .problemSolution: ["problem", "solution", "verification"]
    case .ordinal: ["first", "then", "finally"]
    }
  }

  static func name(of step: String) -> Bilingual {
    switch step {
    case "situation": Bilingual(zh: "情境", en: "the situation")
    case "task": Bilingual(zh: "任务", en: "the task")
    case "action": Bilingual(zh: "行动", en: "the action")
    case "result": Bilingual(zh: "结果", en: "the result")
    case "problem": Bilingual(zh: "问题", en: "the problem")
    case "solution": Bilingual(zh: "方案", en: "the solution")
    case "verification": Bilingual(zh: "验证", en: "the verification")
    case "first": Bilingual(zh: "首先", en: "a first point")
    case "then": Bilingual(zh: "其次", en: "a following point")
    default: Bilingual(zh: "最后", en: "a final point")
    }
  }
}

/// An aspect that a role values.
public struct Dimension: Sendable, Hashable {
  public let id: String
  public let name: Bilingual
  /// In points of 100; the weights of a model add up to 100.
  public let weight: Points
  public let indicators: [Indicator]

  public init(id: String, name: Bilingual, weight: Points, indicators: [Indicator]) {
    self.id = id
    self.name = name
    self.weight = weight
    self.indicators = indicators
  }
}
