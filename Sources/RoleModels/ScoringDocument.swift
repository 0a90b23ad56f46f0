import Interview

/// The scoring document that people read, made from the model itself: it says what the code does and nothing else.
public struct ScoringDocument: Sendable {
  private let model: RoleModel

  public init(_ model: RoleModel) { self.model = model }

  /// Markdown.
  public func markdown(in language: Language) -> String {
    let zh = language == .zh
    var lines = [
      "# \(model.name[language]) (`\(model.id)` \(model.reference.version))", "",
      zh
        ? "总分满分 100，由各维度按权重相加；未知的指标不计分，其权重按比例分给其余指标。至少需要 \(short(model.minimum.phonation)) 秒语音和 \(short(model.minimum.syllables)) 个音节，且至少一半权重可以判断，否则为“数据不足”。"
        : "The score is out of 100, the sum of the dimensions by weight. An indicator that is unknown is taken out and its weight goes to the rest in proportion. Below \(short(model.minimum.phonation)) s of speech, \(short(model.minimum.syllables)) syllables, or half of the weight known, the answer is “insufficient data”.",
      "",
    ]
    for dimension in model.dimensions {
      lines += ["## \(dimension.name[language]) — \(JSON.number(dimension.weight.value).text)", ""]
      let total = dimension.indicators.map(\.weight).reduce(0, +)
      for indicator in dimension.indicators { lines += self.indicator(indicator, of: total, language) }
      lines.append("")
    }
    if !model.questions.isEmpty {
      lines += [zh ? "## 题目" : "## Questions", ""]
      for question in model.questions {
        lines.append("- `\(question.id)` \(question.text[language])")
        lines += question.keywords.map { "  - \($0.name): \($0.terms.joined(separator: zh ? "、" : ", "))" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func indicator(_ indicator: Indicator, of total: Double, _ language: Language) -> [String] {
    let zh = language == .zh
    let share = JSON.rounded(indicator.weight / total * 100, 1).text + " %"
    let only = indicator.language.map { zh ? "（仅\($0 == .zh ? "中文" : "英文")）" : " (\($0 == .zh ? "Chinese" : "English") only)" } ?? ""
    switch indicator.kind {
    case .measure(let measure, let curve):
      let points = curve.points.map { "\(measure.shown($0.value)) → \(short($0.score))" }.joined(separator: ", ")
      return ["- **\(indicator.id)** (\(share))\(only): \(measure.meaning[language]). \(points)"]
    case .keywords(let groups, let ofQuestion):
      let head = zh ? "每缺一组扣去均分的一份" : "each missing group costs an equal share"
      guard !ofQuestion else {
        return ["- **\(indicator.id)** (\(share))\(only): " + (zh ? "该题的关键词组；" : "the question's keyword groups; ") + head]
      }
      return ["- **\(indicator.id)** (\(share))\(only): \(head)"]
        + groups.map { "  - \($0.name): \($0.terms.joined(separator: zh ? "、" : ", "))" }
    case .structure(let scheme):
      let steps = scheme.steps.map { StructureScheme.name(of: $0)[language] }.joined(separator: " → ")
      return ["- **\(indicator.id)** (\(share))\(only): \(steps)" + (zh ? "；每缺一步扣去均分的一份" : "; each missing step costs an equal share")]
    }
  }

  private func short(_ value: Double) -> String { JSON.rounded(value, 2).text }
}
