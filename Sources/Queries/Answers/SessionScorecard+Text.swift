import Documents
import Interview
import Sessions
import Store

extension SessionScorecard {
  /// The session as a page of text for a terminal; Chinese characters count two columns.
  public func text(in language: Language, scale: ScoreScale = .hundred) -> String {
    let zh = language == .zh
    let record = session.record
    var lines = decisions.isEmpty ? [] : [zh ? "人工决定（优先于机器评分）" : "Human decision (stands above the machine's scores)"]
    lines += decisions.map {
      "  " + $0.document.sentence()[language] + (isOlder($0) ? (zh ? "（此后有回答重新评分）" : " (answers were scored since)") : "")
    }
    if !decisions.isEmpty { lines.append("") }
    lines += [
      "\(record.id.text)  \(state.sentence[language])" + (state.reason.map { "  \($0)" } ?? ""),
      (zh ? "候选人 " : "candidate ") + (record.candidate ?? "—") + (zh ? "，岗位模型 " : ", role model ") + (record.role ?? "—"),
      scoreLine(language, scale),
    ]
    if !summary.dimensions.isEmpty {
      lines += ["", zh ? "各维度（各题平均）" : "Dimensions (mean over the answers)"]
      lines += summary.dimensions.map { dimension in
        let answers = zh ? "\(dimension.answers) 题" : dimension.answers == 1 ? "1 answer" : "\(dimension.answers) answers"
        return "  " + dimension.name[language].padded(to: 28) + scale.text(dimension.score).padded(left: 8) + "  " + answers
      }
    }
    if !answers.isEmpty { lines += ["", zh ? "各题" : "Answers"] }
    for answer in answers {
      if let review = reviews[answer.id]?.review {
        lines.append("  " + answer.id.padded(to: 36) + (zh ? "人工评审：" : "human review: ") + "\(review.judgement) (\(review.reviewer))")
      }
      lines.append(line(answer, language, scale))
    }
    if !notes.isEmpty { lines += ["", zh ? "须知" : "To know"] + notes.map { "  " + $0[language] } }
    if !summary.followUps.isEmpty {
      lines += ["", zh ? "可追问" : "To follow up"]
      lines += summary.followUps.map { followUp in
        "  \(followUp.question)  " + followUp.message[language] + Self.times(followUp.spans, language)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Whether an answer was scored after this was decided.
  private func isOlder(_ decision: StoredReview) -> Bool { answers.contains { $0.recordedAt > decision.time } }

  private func scoreLine(_ language: Language, _ scale: ScoreScale) -> String {
    let zh = language == .zh
    guard let overall = summary.overall else { return zh ? "总分 —" : "Score —" }
    var line = (zh ? "总分 " : "Score ") + scale.ofAll(overall)[language]
    if let low = summary.low, let high = summary.high { line += (zh ? "，区间 " : ", interval ") + scale.text(low, to: high) }
    let of = summary.questions.map { zh ? "/\($0)" : " of \($0)" } ?? ""
    let isOne = summary.scored == 1 && summary.questions == nil
    return line + (zh ? "，\(summary.scored)\(of) 题的平均" : isOne ? ", of 1 answer" : ", the mean of \(summary.scored)\(of) answers")
  }

  private func line(_ answer: StoredAnswer, _ language: Language, _ scale: ScoreScale) -> String {
    let zh = language == .zh
    let card = answer.record.scorecard
    let score = card?.overall.map { scale.text($0) } ?? (zh ? "未评分" : "no score")
    let level = card?.confidence.level.name[language] ?? ""
    let silent = answer.record.measures[.phonation]?.reason == .speechNone
    let remark =
      answer.record.isDeclined
      ? (zh ? "谢绝分析" : "declined") : counted.contains(answer.id) ? "" : silent ? (zh ? "没有语音" : "no speech") : zh ? "不计入" : "does not count"
    return ("  " + answer.id.padded(to: 36) + score.padded(left: 10) + "  " + level.padded(to: remark.isEmpty ? 0 : 19) + remark)
  }

  /// ` (12–15 s, …)`, at most three of them.
  static func times(_ spans: [TimeRange], _ language: Language) -> String {
    guard !spans.isEmpty else { return "" }
    let shown = spans.prefix(3).map { "\(JSON.rounded($0.start, 1).text)–\(JSON.rounded($0.end, 1).text) s" }
    return language == .zh ? "（\(shown.joined(separator: "、"))）" : " (\(shown.joined(separator: ", ")))"
  }
}
