import Interview

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

  /// The longest run of steps that were told in their order; a step told again later may stand where it fits.
  func stepsInOrder(_ findings: [StructureFinding]) -> Set<String> {
    let steps = steps
    let found = findings.filter { $0.scheme == rawValue }.compactMap { steps.firstIndex(of: $0.step) }
    // The longest strictly rising subsequence, of at most four step numbers.
    var best = [[Int]](repeating: [], count: steps.count)
    for step in found {
      let before = best[..<step].max { $0.count < $1.count } ?? []
      if best[step].count < before.count + 1 { best[step] = before + [step] }
    }
    return Set((best.max { $0.count < $1.count } ?? []).map { steps[$0] })
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
