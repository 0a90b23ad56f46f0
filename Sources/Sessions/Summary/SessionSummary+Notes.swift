import Interview

extension SessionSummary {
  static let severalModels = Bilingual(
    zh: "各题由不同的岗位模型或版本评分，无法合成总分；请先重新评分。",
    en: "The answers were scored by different models or versions, so there is no overall score; score them again first.")

  static func tooFew(_ scored: Int, of questions: Int?) -> Bilingual {
    let all = questions.map { (zh: "\($0) 题中", en: " of \($0)") } ?? (zh: "", en: "")
    if scored == 0 {
      return Bilingual(zh: "\(all.zh)没有回答有得分：数据不足，不给总分。", en: "No answer\(all.en) has a score: insufficient data for an overall score.")
    }
    return Bilingual(
      zh: "\(all.zh)仅 \(scored) 题有得分：数据不足，不给总分。",
      en: "Only \(scored)\(all.en) \(scored == 1 ? "answer has" : "answers have") a score: insufficient data for an overall score.")
  }

  static func passedOver(_ skipped: [String]) -> [Bilingual] {
    skipped.isEmpty
      ? []
      : [
        Bilingual(
          zh: "未作答的题目：\(skipped.joined(separator: "、"))（不计为 0 分）。",
          en: "Skipped questions: \(skipped.joined(separator: ", ")) (not counted as 0).")
      ]
  }

  static func switchedOff(_ accommodations: [String]) -> [Bilingual] {
    accommodations.isEmpty
      ? []
      : [
        Bilingual(
          zh: "便利安排 \(accommodations.joined(separator: "、"))：语速、停顿、语气词、重复与时长不计分，其余权重已重新归一。",
          en: """
            Accommodation \(accommodations.joined(separator: ", ")): rate, pauses, fillers, repetitions and length are not scored; \
            the other weights were re-normalised.
            """)
      ]
  }
}

extension SessionState {
  /// For each question with several attempts, which one counts.
  func retakes(_ policy: AttemptPolicy) -> [Bilingual] {
    questions.compactMap { question in
      let tried = attempts[question] ?? []
      guard tried.count > 1, let counted = counted(question, policy: policy) else { return nil }
      return Bilingual(
        zh: "题目 \(question) 作答 \(tried.count) 次，按规则（\(policy.name.zh)）计第 \(counted.number) 次。",
        en: "Question \(question) has \(tried.count) attempts; attempt \(counted.number) counts (\(policy.name.en)).")
    }
  }
}

extension AttemptPolicy {
  public var name: Bilingual {
    switch self {
    case .first: Bilingual(zh: "以首次为准", en: "the first counts")
    case .last: Bilingual(zh: "以末次为准", en: "the last counts")
    case .best: Bilingual(zh: "以得分最高的一次为准", en: "the one with the highest score counts")
    }
  }
}
