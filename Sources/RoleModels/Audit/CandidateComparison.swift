import Interview

/// Candidates side by side: on the questions they have in common, by the same model, measured by the same engine.
public struct CandidateComparison: Sendable {
  public struct Candidate: Sendable {
    public let id: String
    public let engine: String
    /// By question.
    public let scorecards: [String: Scorecard]

    public init(id: String, engine: String, scorecards: [String: Scorecard]) {
      self.id = id
      self.engine = engine
      self.scorecards = scorecards
    }
  }

  public let candidates: [Candidate]
  /// The questions that every candidate answered, by name.
  public let questions: [String]
  /// The others, by candidate in their order: somebody has no answer to them.
  public let leftOut: [[String]]

  /// - Throws: `compare.engine`, `compare.model`, `compare.questions`, saying what differs.
  public init(_ candidates: [Candidate]) throws(Fault) {
    let engines = Set(candidates.map(\.engine)).sorted()
    guard engines.count <= 1 else { throw Fault(.compareEngine, engines.joined(separator: ", ")) }
    let models = Set(candidates.flatMap(\.scorecards.values).map(\.roleModel))
    guard models.count <= 1 else {
      throw Fault(.compareModel, models.map { "\($0.id) \($0.version) \($0.hash.hex.prefix(8))" }.sorted().joined(separator: ", "))
    }
    let sets = candidates.map { Set($0.scorecards.keys) }
    let common = sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
    guard !common.isEmpty else {
      throw Fault(
        .compareQuestions, candidates.map { "\($0.id): \($0.scorecards.keys.sorted().joined(separator: " "))" }.joined(separator: "; "))
    }
    self.candidates = candidates
    questions = common.sorted()
    leftOut = sets.map { $0.subtracting(common).sorted() }
  }
}

extension FaultCode {
  public static let compareEngine = FaultCode(
    "compare.engine", cause: Bilingual(zh: "两份结果由不同版本的引擎测得", en: "the results were measured by different engines"),
    action: Bilingual(
      zh: "只比较同一版本引擎测得的回答；把录音重新提交即可重新测量。",
      en: "Compare answers of one engine only; recordings that are submitted again are measured again."))
  public static let compareModel = FaultCode(
    "compare.model", cause: Bilingual(zh: "两份结果由不同的岗位模型评分", en: "the results were scored by different role models"),
    action: Bilingual(zh: "先用同一模型重新评分。", en: "Score them again by one model first."))
  public static let compareQuestions = FaultCode(
    "compare.questions", cause: Bilingual(zh: "候选人没有共同回答过的题目", en: "there is no question that all candidates answered"),
    action: Bilingual(zh: "只比较至少回答过一道相同题目的候选人。", en: "Compare candidates who answered at least one question in common."))
}
