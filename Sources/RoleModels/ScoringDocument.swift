import Interview

/// The scoring document that people read, made from the model itself: it says what the code does and nothing else.
public struct ScoringDocument: Sendable {
  private let model: RoleModel

  public init(_ model: RoleModel) { self.model = model }

  /// Markdown.
  public func markdown(in language: Language) -> String {
    let zh = language == .zh
    var lines = ["# \(model.name[language]) (`\(model.id)` \(model.reference.version))", ""] + rules.map { "- " + $0[language] } + [""]
    for dimension in model.dimensions {
      lines += ["## \(dimension.name[language]) — \(JSON.number(dimension.weight.value).text)", ""]
      for indicator in dimension.indicators { lines += self.indicator(indicator, in: dimension, language) }
      lines.append("")
    }
    if !model.questions.isEmpty {
      lines += [zh ? "## 题目" : "## Questions", ""]
      for question in model.questions {
        lines.append("- `\(question.id)` \(question.text[language])")
        lines += question.keywords.map { "  - \($0.name): \($0.terms.joined(separator: zh ? "、" : ", "))" }
        let weights = model.dimensions.compactMap { dimension in
          question.weights[dimension.id].map { "\(dimension.name[language]) \(JSON.number($0.value).text)" }
        }
        if !weights.isEmpty { lines.append("  - " + (zh ? "本题权重：" : "weights here: ") + weights.joined(separator: zh ? "、" : ", ")) }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// All models, first in English, then in Chinese, behind a heading that says what holds for each.
  public static func all(_ models: [RoleModel]) -> String {
    let head = """
      <!-- Generated from models/*.yaml by the program that scores; do not edit. -->

      """
    return head
      + Language.allCases.reversed().flatMap { language in models.map { ScoringDocument($0).markdown(in: language) } }
      .joined(separator: "\n")
  }

  /// What holds for the whole model, a sentence or two each.
  public var rules: [Bilingual] {
    let (phonation, syllables) = (short(model.minimum.phonation), short(model.minimum.syllables))
    let attempt: Bilingual =
      switch model.attempts {
      case .last: Bilingual(zh: "最后一次", en: "the last")
      case .first: Bilingual(zh: "第一次", en: "the first")
      case .best: Bilingual(zh: "得分最高的一次", en: "the one with the highest score")
      }
    var rules = [
      Bilingual(
        zh: "总分满分 100，由各维度按权重相加；失分之和恰为 100 减总分。",
        en: "The score is out of 100, the sum of the dimensions by weight; the lost points add up to 100 less the score, exactly."),
      Bilingual(
        zh: "未知的指标不计分，其权重按比例分给同一维度的其余指标；权重已知不足一半的维度不计分，其权重分给其余维度。",
        en:
          "An indicator that is unknown is taken out and its weight goes to the rest of its dimension; a dimension of which less than half is known is taken out and its weight goes to the other dimensions."
      ),
      Bilingual(
        zh: "语音少于 \(phonation) 秒、少于 \(syllables) 个音节，或可判断的权重不足一半，结论为“数据不足”，不给分数。",
        en:
          "Below \(phonation) s of speech, \(syllables) syllables, or half of the weight known, the answer is “insufficient data” and has no score."
      ),
      Bilingual(
        zh: "便利安排 speech 取消语速、停顿、语气词、重复与时长类指标。",
        en: "The accommodation speech takes out the indicators of rate, pauses, fillers, repetitions and length."),
      Bilingual(zh: "多次作答时，\(attempt.zh)计入。", en: "Of several attempts \(attempt.en) counts."),
    ]
    rules += contentRules
    if let floor = model.offTopicBelow {
      let percent = Measure.keywordCoverage.shown(floor).en
      rules.append(
        Bilingual(
          zh: "题目的关键词组覆盖率低于 \(percent) 时建议追问（可能偏题）。",
          en: "Below \(percent) of the question's keyword groups a follow-up is suggested (perhaps off the topic)."))
    }
    if let from = model.thresholds.humanInterview {
      rules.append(Bilingual(zh: "\(short(from.value)) 分起建议面谈。", en: "From \(short(from.value)) points a human interview is suggested."))
    }
    rules.append(
      Bilingual(
        zh: "单处失分达 \(short(model.thresholds.followUp.value)) 分时建议追问。",
        en: "From \(short(model.thresholds.followUp.value)) points lost in one place a follow-up is suggested."))
    return rules
  }

  /// What holds for keywords and structure, where the model has any.
  private var contentRules: [Bilingual] {
    guard model.dimensions.flatMap(\.indicators).contains(where: \.isOfContent) else { return [] }
    func percent(_ share: Double) -> String { JSON.rounded(share * 100, 0).text + " %" }
    let (own, role, again) = (
      percent(ContentSigns.minimumOwnShare), percent(ContentSigns.maximumRoleShare), percent(ContentSigns.maximumRepeatedShare)
    )
    let hardly = percent(ContentSigns.hardlyAnyOwn)
    let (perClause, concrete) = (short(ContentSigns.minimumOwnPerClause), short(ContentSigns.minimumConcrete))
    let (syllables, half) = (short(ContentSigns.minimumSyllables), percent(ContentSigns.ownShareOfAnAnswer))
    let poor = short(ContentSigns.poor)
    let (left, full) = (percent(ContentSigns.leftToOtherWords), short(ContentSigns.concreteInFull))
    let concreteAnswer = short(ContentSigns.concreteOfAnAnswer)
    let (alone, ofRole) = (short(ContentSigns.minimumConcreteAlone), short(ContentSigns.minimumConcreteOfRoleWords))
    let without: Bilingual =
      switch model.withoutContent {
      case .withheld: Bilingual(zh: "不给总分，只显示各维度", en: "has no overall score, and its dimensions are shown")
      case .delivery: Bilingual(zh: "总分只看表达", en: "has an overall score of its delivery alone")
      }
    return [
      Bilingual(
        zh: "关键词只有在说出内容的句子里才算：罗列、重复、套句、复述题目都不算。",
        en:
          "A keyword counts where its sentence says something: lists, repetitions, frames filled again and the question repeated count nothing."
      ),
      Bilingual(
        zh:
          "岗位的词都提到了，而自己的词很少（每个分句不足 \(perClause) 个新词，或在每百音节可追问的细节不足 \(ofRole) 处时不足实词的 \(own)），并且另有以下任何一项时，内容不予判断：自己的词不足 \(hardly)；岗位的词超过 \(role)；重复、罗列或复述超过 \(again)；每百音节可追问的细节不足 \(concrete) 处。",
        en:
          "The content is not judged where the role's words are mentioned, few words are the speaker's own (less than \(perClause) new ones per clause, or less than \(own) of the content words where fewer than \(ofRole) details per 100 syllables are told), and one more sign comes with it: less than \(hardly) are the speaker's own; more than \(role) are the role's words; more than \(again) repeats, lists or says the question again; details that can be asked about come to less than \(concrete) per 100 syllables."
      ),
      Bilingual(
        zh:
          "回答若会得到 \(poor) 分或以上，而每百音节可追问的细节不足 \(alone) 处（自己的词不足 \(half) 时为 \(ofRole) 处），内容不予判断：请追问一个例子。",
        en:
          "An answer that would have \(poor) points or more, with fewer than \(alone) details that can be asked about per 100 syllables (\(ofRole) where less than \(half) of the content words are the speaker's own), is not judged: ask for an example."
      ),
      Bilingual(
        zh:
          "回答越具体，没有找到的关键词组扣分越少，因为可能换了说法：每百音节可追问的细节从 \(concreteAnswer) 处到 \(full) 处，少扣的部分从零升到 \(left)。",
        en:
          "The more concrete an answer, the less a keyword group costs that was not found, because it may have been said in other words: from \(concreteAnswer) to \(full) details per 100 syllables, what is left to it rises from nothing to \(left)."
      ),
      Bilingual(
        zh: "至少 \(syllables) 个音节、\(half) 以上为自己的词、内容具体，却几乎没有找到关键词组的回答，不算差，而是内容未知：请听录音。找到的不到一半、得分低于 \(poor)，而若换了说法的词都算上可达 \(poor) 分的回答也一样。",
        en:
          "An answer of \(syllables) syllables or more, \(half) of it the speaker's own words, concrete, in which hardly a keyword group is found, is not bad but unknown: listen to it. So is one in which less than half of the groups are found, with a score below \(poor) that those not found would raise to \(poor)."
      ),
      Bilingual(zh: "没有文本的回答\(without.zh)。", en: "An answer without its words \(without.en)."),
    ]
  }

  private func indicator(_ indicator: Indicator, in dimension: Dimension, _ language: Language) -> [String] {
    let zh = language == .zh
    let own = head(indicator, in: dimension, language) + Self.meaning(of: indicator)[language]
    switch indicator.kind {
    case .measure(let measure, let curve):
      let points = curve.points.map { "\(measure.shown($0.value)[language]) → \(short($0.score))" }
      return [own + (zh ? "。" : ". ") + points.joined(separator: zh ? "，" : ", ")]
    case .keywords(let groups, let ofQuestion): return [own] + (ofQuestion ? [] : groups.map { line(of: $0, language) })
    case .structure: return [own]
    }
  }

  /// What an indicator looks at, and what costs points.
  public static func meaning(of indicator: Indicator) -> Bilingual {
    switch indicator.kind {
    case .measure(let measure, _): return measure.meaning
    case .keywords(_, let ofQuestion):
      let rule = Bilingual(zh: "每缺一组扣去均分的一份", en: "each missing group costs an equal share")
      return ofQuestion ? Bilingual(zh: "该题的关键词组；" + rule.zh, en: "the question's keyword groups; " + rule.en) : rule
    case .structure(let schemes):
      func stories(_ language: Language) -> String {
        schemes.map { $0.steps.map { StructureScheme.name(of: $0)[language] }.joined(separator: " → ") }
          .joined(separator: language == .zh ? "，或 " : ", or ")
      }
      return Bilingual(
        zh: stories(.zh) + "；每缺一步扣去均分的一份", en: stories(.en) + "; each missing step costs an equal share")
    }
  }

  /// `- **pauses** (25 %): `
  private func head(_ indicator: Indicator, in dimension: Dimension, _ language: Language) -> String {
    let (zh, share) = (language == .zh, share(indicator, in: dimension))
    let only = indicator.language.map { zh ? "，仅\($0 == .zh ? "中文" : "英文")" : ", \($0 == .zh ? "Chinese" : "English") only" } ?? ""
    return zh ? "- **\(indicator.id)**（\(share)\(only)）：" : "- **\(indicator.id)** (\(share)\(only)): "
  }

  /// A keyword group with its words.
  private func line(of group: KeywordGroup, _ language: Language) -> String {
    let (zh, name) = (language == .zh, Bilingual(groupName: group.name)[language])
    return "  - " + name + (zh ? "：" : ": ") + group.terms.joined(separator: zh ? "、" : ", ")
  }

  /// Of the indicators that judge one answer: those of the other language are not among them. Where the two languages
  /// differ, Chinese stands first.
  public func share(_ indicator: Indicator, in dimension: Dimension) -> String {
    let shares = (indicator.language.map { [$0] } ?? model.languages).map { language in
      let total = dimension.indicators.filter { $0.language == nil || $0.language == language }.map(\.weight).reduce(0, +)
      return JSON.rounded(indicator.weight / total * 100, 1).text + " %"
    }
    return Set(shares).count == 1 ? shares[0] : shares.joined(separator: " / ")
  }

  private func short(_ value: Double) -> String { JSON.rounded(value, 2).text }
}
