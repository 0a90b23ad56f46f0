import Interview

/// A scorecard as a page of text: score with interval, dimensions, every lost point with its evidence.
public struct Explanation: Sendable {
  private let card: Scorecard
  private let counterfactuals: [Counterfactual]
  private let advice: AdviceCatalogue
  private let scale: ScoreScale

  public init(
    _ card: Scorecard, counterfactuals: [Counterfactual] = [], advice: AdviceCatalogue = AdviceCatalogue(), scale: ScoreScale = .hundred
  ) {
    self.scale = scale
    self.card = card
    self.counterfactuals = counterfactuals
    self.advice = advice
  }

  /// Aligned for a terminal; Chinese characters count two columns.
  public func text(in language: Language) -> String {
    var lines = [heading(language)]
    lines += card.confidence.reasons.map { "  " + $0[language] }
    // Where nothing could be judged, the reason stands above once and not beside every dimension again.
    if card.dimensions.contains(where: { $0.score != nil }) {
      lines += ["", language == .zh ? "各维度" : "Dimensions"]
      lines += card.dimensions.map { dimension($0, language) }
    }
    if card.overall != nil {
      let total = number(card.lostPoints.map(\.points).reduce(.zero, +))
      lines += ["", language == .zh ? "失分（合计 \(total)）" : "Lost points (\(total) in all)"]
      var explained: Set<String> = []
      for point in card.lostPoints { lines += lost(point, language, &explained) }
      if card.lostPoints.isEmpty { lines.append(language == .zh ? "  没有失分" : "  none") }
    }
    if !counterfactuals.isEmpty {
      lines += ["", language == .zh ? "改变一处会怎样" : "What one change would do"]
      lines += counterfactuals.map { "  " + $0.message(on: scale)[language] }
    }
    // Without a score the lines above have said why.
    if card.overall != nil, !card.unknown.isEmpty {
      lines += ["", language == .zh ? "未判断的指标" : "Not judged"]
      lines += notJudged(language)
    }
    // That there is no score, and why, stands above.
    let suggested = card.advisory.filter { card.overall != nil || $0.kind != .insufficientData }
    if !suggested.isEmpty {
      lines += ["", language == .zh ? "提示" : "Suggested"]
      lines += suggested.map { "  " + $0.message[language] }
    }
    return lines.joined(separator: "\n")
  }

  /// One line a reason, with the indicators that it keeps from being judged.
  private func notJudged(_ language: Language) -> [String] {
    let byReason = Dictionary(grouping: card.unknown, by: \.value).mapValues { $0.map(\.key).sorted() }
    return byReason.sorted { $0.value[0] < $1.value[0] }.map { reason, names in
      "  " + reason.meaning[language] + (language == .zh ? "：" : ": ") + names.joined(separator: language == .zh ? "、" : ", ")
    }
  }

  private func heading(_ language: Language) -> String {
    let model = "\(card.roleModel.id) \(card.roleModel.version)"
    guard let overall = card.overall else {
      let why =
        contentDoubt == nil
        ? Bilingual(zh: "数据不足", en: "insufficient data") : Bilingual(zh: "内容需要人来听", en: "a person should listen to the content")
      return language == .zh ? "总分 —（\(why.zh)） · 模型 \(model)" : "Score — (\(why.en)) · model \(model)"
    }
    var line = (language == .zh ? "总分 " : "Score ") + scale.ofAll(overall)[language]
    if let low = card.confidence.low, let high = card.confidence.high {
      line += (language == .zh ? "，区间 " : ", interval ") + scale.text(low, to: high)
    }
    let sure = card.confidence.level.name[language]
    return line + (language == .zh ? "，可信程度\(sure) · 模型 \(model)" : ", confidence \(sure) · model \(model)")
  }

  /// What keeps the content from being judged, where it is more than a lack of data.
  private var contentDoubt: UnknownReason? {
    card.dimensions.compactMap(\.reason).first(where: \.isOfContent)
  }

  private func dimension(_ score: DimensionScore, _ language: Language) -> String {
    let name = "  " + score.name[language].padded(to: 28)
    guard let points = score.score else {
      // The doubt about the content stands above, once for all dimensions.
      let reason = score.reason == contentDoubt ? nil : score.reason
      return name + "—".padded(left: 8) + (reason.map { "  " + $0.meaning[language] } ?? "")
    }
    let filled = Int((points.value / 5).rounded())
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    // Without an overall nothing is shared out: the model's own weight is shown.
    let share = plain(card.overall == nil ? score.weight : score.effectiveWeight)
    let weight = language == .zh ? "权重 \(share)" : "weight \(share)"
    return name + number(points).padded(left: 8) + "  " + bar + "  " + weight
  }

  /// - Parameter told: advice that was given further up; it is not given twice.
  private func lost(_ point: LostPoint, _ language: Language, _ explained: inout Set<String>) -> [String] {
    var lines = ["  " + ("−" + number(point.points)).padded(left: 7) + "  " + point.message[language]]
    let indent = String(repeating: " ", count: 11)
    let times = point.spans.prefix(5).map {
      "\(JSON.rounded($0.start, 1).text)–\(JSON.rounded($0.end, 1).text) " + (language == .zh ? "秒" : "s")
    }
    if !times.isEmpty { lines.append(indent + (language == .zh ? "位置：" : "at ") + times.joined(separator: language == .zh ? "、" : ", ")) }
    if let excerpt = point.excerpt { lines.append(indent + (language == .zh ? "原话：" : "said: ") + excerpt) }
    if let entry = advice.entry(for: point), explained.insert(entry.advice.en).inserted {
      lines.append(indent + "→ " + entry.advice[language])
      for extra in [entry.practice, entry.course, entry.mentor].compactMap(\.self) { lines.append(indent + "  " + extra[language]) }
    }
    let weight = number(point.weight)
    lines.append(indent + point.code + (language == .zh ? "（满分 \(weight)）" : " (worth \(weight))"))
    return lines
  }

  private func number(_ points: Points) -> String { scale.text(points) }

  /// A weight is out of 100 on every scale.
  private func plain(_ points: Points) -> String { ScoreScale.hundred.text(points) }
}
