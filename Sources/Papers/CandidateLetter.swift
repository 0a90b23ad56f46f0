import Assessment
import Interview
import Queries

/// One answer explained to the person who gave it: what went well first, what cost points and where, what was not judged and why, what
/// to do next, and how to be judged by a person. No ranks, no other people's scores, no internal notes, no suggestion made to recruiters.
package struct CandidateLetter: Sendable {
  /// Points of 100 from which a dimension is named as going well.
  static let strong = 75.0
  /// Enough to work on until the next interview.
  static let steps = 3

  package let answer: AnswerDocument
  package let advice: [ExplanationDocument.Advice]
  /// The question as the role's model has it, for where the answer does not hold what was asked; nil for its id.
  private let question: Bilingual?

  package init(_ answer: AnswerDocument, question: Bilingual? = nil, advice: [ExplanationDocument.Advice]) {
    (self.answer, self.question, self.advice) = (answer, question, advice)
  }

  private func clock(_ seconds: Double) -> String {
    let whole = Int(seconds)
    return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
  }

  /// Markdown.
  /// - Parameter scale: in which points are said.
  package func text(in language: Language, scale: ScoreScale = .hundred) -> String {
    let zh = language == .zh
    let document = answer.analysis.value
    let question = document?.question?.text ?? self.question?[language] ?? answer.question
    var lines = [zh ? "# 您的回答：\(question)" : "# Your answer: \(question)", ""]
    if answer.unmeasured != nil {
      lines.append(
        zh
          ? "您谢绝了机器分析：这个回答没有被测量，也没有分数；它只供人听，不会因此得 0 分。"
          : "You declined the analysis: nothing of this answer was measured, and it has no score. People listen to it; it does not count as 0."
      )
    } else if let scores = document?.scores {
      lines += score(scores, zh, scale) + wentWell(scores, language) + cost(scores, language, scale) + next(scores, language)
      lines += notJudged(scores, document, language)
    } else {
      lines.append(zh ? "这个回答没有按岗位模型计分。" : "This answer was not scored.")
    }
    if !answer.reviews.isEmpty {
      lines += ["", zh ? "这个回答已有人评审；人的评审优先于上面的分数。" : "A person has reviewed this answer; that judgement stands above the score."]
    }
    lines += [
      "", zh ? "## 您可以" : "## What you may ask for", "",
      zh ? "- 请人听您的录音并重新判断，不必说明理由" : "- that a person listens to your answer and judges it anew; you need not say why",
      zh ? "- 指出错误：录音不清、转写有误、题目不同，都请告诉我们" : "- that a mistake is put right: a poor recording, wrong words, another question than shown",
      zh
        ? "- 若语速、停顿或重复因口吃等原因不同于常人，请说明需要便利安排：这些将不计分"
        : "- an accommodation, if your rate, pauses or repetitions are different because of a stutter or anything else: they are then not scored",
      zh ? "- 索取所存的一切，或要求删除" : "- all that is held about you, or its deletion", "",
      rules(language)
        + (zh
          ? "没有推断情绪、压力、诚实、性格或健康；决定由人作出。" : "No emotion, stress, honesty, personality or health is inferred; people decide."),
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where a score comes from; nothing where there is none.
  private func rules(_ language: Language) -> String {
    guard let scores = answer.analysis.value?.scores, scores.overall != nil else { return "" }
    let model = "\(scores.role.id) \(scores.role.version)"
    return language == .zh
      ? "分数按写明的规则由测量值得出（岗位模型 \(model)，引擎 \(answer.engine)）。"
      : "The score follows written rules from measurements (role model \(model), engine \(answer.engine)). "
  }

  /// A lost point's message with its measure named in plain words.
  private func plain(_ point: AnalysisDocument.Scores.Lost, _ language: Language) -> String {
    guard let measure = point.measure.flatMap(Measure.init) else { return point.message[language] }
    let per: Bilingual =
      switch measure.unit {
      case "1/100 syll": Bilingual(zh: "（每百音节）", en: " (in 100 syllables)")
      case "1/min": Bilingual(zh: "（每分钟）", en: " (a minute)")
      default: Bilingual(zh: "", en: "")
      }
    return point.message[language].replacing(measure.meaning[language], with: measure.plain[language] + per[language], maxReplacements: 1)
  }

  private func score(_ scores: AnalysisDocument.Scores, _ zh: Bool, _ scale: ScoreScale) -> [String] {
    guard let overall = scores.overall else {
      let why = scores.confidence.messageForSpeaker.map { zh ? $0.zh : $0.en }
      return [zh ? "没有总分。这不是低分，而是依据不足：" : "There is no score. That is not a low score; there was too little to go by:"]
        + why.map { "- " + $0 }
    }
    var line = zh ? "得分 \(scale.text(overall))" : "Score \(scale.text(overall))"
    if let low = scores.confidence.low, let high = scores.confidence.high {
      line += zh ? "（可能在 \(scale.text(low, to: high)) 之间）" : " (it may lie in \(scale.text(low, to: high)))"
    }
    return [line + (zh ? "。" : ".")]
  }

  private func wentWell(_ scores: AnalysisDocument.Scores, _ language: Language) -> [String] {
    let strong = scores.dimensions.filter { ($0.score?.value ?? 0) >= Self.strong && $0.effective_weight > .zero }
    guard !strong.isEmpty else { return [] }
    return ["", language == .zh ? "## 做得好的" : "## What went well", ""] + strong.map { "- " + $0.name[language] }
  }

  private func cost(_ scores: AnalysisDocument.Scores, _ language: Language, _ scale: ScoreScale) -> [String] {
    let zh = language == .zh
    guard scores.overall != nil, !scores.lost_points.isEmpty else { return [] }
    var lines = ["", zh ? "## 失分在哪里" : "## Where points were lost", ""]
    for point in scores.lost_points {
      let times = point.spans.prefix(3).map { clock($0.start) }
      let location = times.isEmpty ? "" : zh ? "（录音 \(times.joined(separator: "、")) 处）" : " (at \(times.joined(separator: ", ")))"
      lines.append("- \(plain(point, language))\(location)\(zh ? "：" : ": ")−\(scale.text(point.points))")
    }
    return lines
  }

  private func next(_ scores: AnalysisDocument.Scores, _ language: Language) -> [String] {
    var seen: Set<String> = []
    let steps = scores.lost_points.compactMap { point in advice.first { $0.code == point.code } }.filter {
      seen.insert($0.advice.en).inserted
    }
    guard !steps.isEmpty else { return [] }
    var lines = ["", language == .zh ? "## 下一步可以练什么" : "## What to practise next", ""]
    for (number, step) in steps.prefix(Self.steps).enumerated() {
      lines.append("\(number + 1). \(step.advice[language])" + (step.practice.map { " " + $0[language] } ?? ""))
    }
    return lines
  }

  private func notJudged(_ scores: AnalysisDocument.Scores, _ document: AnalysisDocument?, _ language: Language) -> [String] {
    let reasons = Set((scores.unknown ?? [:]).values).compactMap(UnknownReason.init)
      .filter { $0 != .notApplicable && $0 != .questionDoesNotAsk }
    guard scores.overall != nil, !reasons.isEmpty else { return [] }
    let meanings = reasons.map { $0.messageForSpeaker[language] }.sorted()
    return ["", language == .zh ? "## 没有判断的（不扣分）" : "## What was not judged (it costs nothing)", ""] + meanings.map { "- " + $0 }
  }
}
