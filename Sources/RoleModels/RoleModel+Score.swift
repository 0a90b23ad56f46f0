import Interview

extension RoleModel {
  /// Share of a dimension's, and of the model's, weight that has to be known before it is judged at all.
  static let minimumKnownShare = 0.5

  /// Scores an answer. Total: whatever the evidence lacks is taken out, said, and its weight goes to the rest; where too
  /// little is left there is no score.
  ///
  /// Steps: judge each indicator; keep the dimensions of which at least half (by weight) is known; share 100 points among
  /// them by weight; within each, share its points among the known indicators; each indicator loses its share as its
  /// curve, groups or steps say. All in hundredths, split by largest remainder, so that the lost points add up to
  /// 100 − overall exactly.
  ///
  /// A score that says nothing of the answer (`contentDoubt(of:)`) is withheld in a second pass.
  public func score(_ evidence: Evidence, question: String? = nil, manifest: ManifestQuestion? = nil) -> Scorecard {
    score(evidence, QuestionAsked(self, question, manifest))
  }

  func score(_ evidence: Evidence, _ asked: QuestionAsked) -> Scorecard {
    let doubt = contentDoubt(evidence, asked)
    let card = score(evidence, asked, doubt: doubt)
    guard doubt == nil, let later = contentDoubt(of: card, evidence, asked) else { return card }
    return score(evidence, asked, doubt: later)
  }

  private func score(_ evidence: Evidence, _ asked: QuestionAsked, doubt: UnknownReason?) -> Scorecard {
    let groups = asked.ownGroups.map(\.name)
    let judged = dimensions.map { dimension in
      JudgedDimension(
        dimension: dimension, weight: asked.weight(of: dimension),
        judgements: dimension.indicators.map { $0.judge(evidence, questionGroups: groups, doubt: doubt) })
    }
    var unknown: [String: UnknownReason] = [:]
    for dimension in judged {
      for judgement in dimension.judgements {
        // One of an indicator's two languages always does not apply; where the other was judged there is nothing to say.
        let isJudged = dimension.judgements.contains { $0.indicator.id == judgement.indicator.id && $0.parts.value != nil }
        guard let reason = judgement.parts.reason, !isJudged else { continue }
        let name = dimension.dimension.id + "." + judgement.indicator.id
        // What switched off one of two languages says more than that the other does not apply.
        if reason == .notApplicable, unknown[name] != nil { continue }
        unknown[name] = reason
      }
    }
    let shares = judged.map { $0.isKnown ? Double($0.weight.hundredths) : 0 }
    let possible = judged.filter { !$0.doesNotApply }.map { Double($0.weight.hundredths) }.reduce(0, +)
    if let reason = insufficient(evidence) { return empty(judged, unknown, reason: reason) }
    let isEnough = possible > 0 && shares.reduce(0, +) >= possible * Self.minimumKnownShare
    let reason = Self.mainReason(judged)
    let standsOnDelivery = withoutContent == .delivery && shares.reduce(0, +) > 0 && reason.isOfTranscript
    // Words without an answer around them are not made good by how they are spoken.
    let emptiness = doubt == .contentNotRecognised ? nil : doubt
    guard isEnough && emptiness == nil || standsOnDelivery else {
      return withheld(judged, evidence, unknown, reason: emptiness ?? reason)
    }

    let effective = apportion(.full, by: shares, keys: dimensions.map(\.id))
    var lost: [LostPoint] = []
    var scores: [DimensionScore] = []
    for (dimension, points) in zip(judged, effective) {
      let own = dimension.lostPoints(of: points, evidence)
      lost += own
      scores.append(dimension.score(points, lost: own.map(\.points).reduce(.zero, +)))
    }
    lost.sort { ($1.points, $0.code, $0.message.zh) < ($0.points, $1.code, $1.message.zh) }
    let overall = .full - lost.map(\.points).reduce(.zero, +)
    let confidence = confidence(overall, judged, evidence, mayUseOtherWords: mayUseOtherWords(evidence, asked))
    return Scorecard(
      roleModel: reference, overall: overall, dimensions: scores, lostPoints: lost, confidence: confidence,
      advisory: advisory(overall, lost, coverage(evidence, asked)), unknown: unknown)
  }

  /// Why an answer cannot be scored at all; nil where it can.
  private func insufficient(_ evidence: Evidence) -> UnknownReason? {
    switch evidence[.phonation] {
    case .unknown(let reason): return reason == .notApplicable ? .speechNone : reason
    case .value(let seconds): if seconds < minimum.phonation { return .speechTooLittle }
    }
    if case .value(let syllables) = evidence[.syllables], syllables < minimum.syllables { return .speechTooLittle }
    return nil
  }

  /// The reason that keeps most of the weight from being judged.
  private static func mainReason(_ judged: [JudgedDimension]) -> UnknownReason {
    var weights: [UnknownReason: Double] = [:]
    for dimension in judged where dimension.weight > .zero {
      let all = dimension.judgements.map(\.indicator.weight).reduce(0, +)
      for judgement in dimension.judgements {
        guard let reason = judgement.parts.reason, reason != .notApplicable else { continue }
        weights[reason, default: 0] += dimension.weight.value * judgement.indicator.weight / all
      }
    }
    return weights.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key ?? .notApplicable
  }

  /// The found share of the groups of the question asked, or of the role's where it has none; nil without a usable transcript
  /// or without groups.
  private func coverage(_ evidence: Evidence, _ asked: QuestionAsked) -> Double? {
    let asked = (asked.ownGroups.isEmpty ? asked.groups : asked.ownGroups).map(\.name)
    guard case .value(let findings) = evidence.keywords, !asked.isEmpty else { return nil }
    let found = Set(findings.filter { !$0.hits.isEmpty }.map(\.group))
    return Double(asked.count { found.contains($0) }) / Double(asked.count)
  }

  /// No overall score, and those dimensions that are known, each out of its own 100.
  private func withheld(
    _ judged: [JudgedDimension], _ evidence: Evidence, _ unknown: [String: UnknownReason], reason: UnknownReason
  ) -> Scorecard {
    let bare = empty(judged, unknown, reason: reason)
    let shown = judged.map { dimension in
      let lost = dimension.lostPoints(of: .full, evidence).map(\.points).reduce(.zero, +)
      return dimension.score(.full, lost: lost).withoutWeight
    }
    return Scorecard(
      roleModel: reference, overall: nil, dimensions: shown, lostPoints: [], confidence: bare.confidence,
      advisory: bare.advisory + [followUp(on: reason, evidence)].compactMap(\.self), unknown: unknown)
  }

  private func empty(_ judged: [JudgedDimension], _ unknown: [String: UnknownReason], reason: UnknownReason) -> Scorecard {
    Scorecard(
      roleModel: reference, overall: nil,
      dimensions: judged.map {
        DimensionScore(
          id: $0.dimension.id, name: $0.dimension.name, weight: $0.weight, effectiveWeight: .zero, score: nil,
          reason: $0.weight == .zero ? .questionDoesNotAsk : reason)
      },
      lostPoints: [], confidence: Confidence(level: .insufficient, low: nil, high: nil, reasons: [reason.meaning]),
      advisory: [Advisory(kind: .insufficientData, message: reason.noScore)], unknown: unknown)
  }

  private func advisory(_ overall: Points, _ lost: [LostPoint], _ coverage: Double?) -> [Advisory] {
    var advisory: [Advisory] = []
    if let floor = offTopicBelow, let coverage, coverage < floor {
      let percent = Measure.keywordCoverage.shown(coverage).en
      let floorText = Measure.keywordCoverage.shown(floor).en
      advisory.append(
        Advisory(
          kind: .suggestFollowUp,
          message: Bilingual(
            zh: "题目的关键词组覆盖率 \(percent)，低于 \(floorText)：回答可能偏题，建议追问。",
            en:
              "Only \(percent) of the question's keyword groups were found (floor \(floorText)): the answer may be off the topic; a follow-up is suggested."
          )))
    }
    if let from = thresholds.humanInterview, overall >= from {
      advisory.append(
        Advisory(
          kind: .suggestHumanInterview,
          message: Bilingual(zh: "得分 \(overall.value)，建议安排面谈。", en: "Score \(overall.value): a human interview is suggested.")))
    }
    for point in lost where point.points >= thresholds.followUp {
      advisory.append(
        Advisory(
          kind: .suggestFollowUp, message: Bilingual(zh: "建议追问：\(point.message.zh)。", en: "A follow-up is suggested: \(point.message.en)."),
          spans: point.spans))
    }
    return advisory
  }
}

/// A dimension with what its indicators say.
struct JudgedDimension {
  var dimension: Dimension
  /// For the question asked.
  var weight: Points
  var judgements: [Judgement]

  /// Indicators of another language, or of a question without groups, are not part of the dimension here.
  private var applicable: [Judgement] { judgements.filter { $0.parts.reason != .notApplicable } }

  var doesNotApply: Bool { applicable.isEmpty || weight == .zero }

  /// Whether enough of the dimension is known to judge it.
  var isKnown: Bool {
    let all = applicable.map(\.indicator.weight).reduce(0, +)
    let known = applicable.filter { $0.parts.value != nil }.map(\.indicator.weight).reduce(0, +)
    return all > 0 && known >= all * RoleModel.minimumKnownShare
  }

  /// The known indicators with their shares of `points`.
  func shares(of points: Points) -> [(judgement: Judgement, parts: [Judgement.Part], points: Points)] {
    let known = judgements.compactMap { judgement in judgement.parts.value.map { (judgement, $0) } }
    let shares = apportion(points, by: known.map(\.0.indicator.weight), keys: known.map(\.0.indicator.id))
    return zip(known, shares).map { ($0.0, $0.1, $1) }
  }

  func lostPoints(of points: Points, _ evidence: Evidence) -> [LostPoint] {
    guard isKnown, points > .zero else { return [] }
    return shares(of: points).flatMap { judgement, parts, weight -> [LostPoint] in
      let partWeights = apportion(weight, by: parts.map { _ in 1 }, keys: parts.map(\.message.zh))
      return zip(parts, partWeights).compactMap { part, share in
        let lost = Points(hundredths: Int((Double(share.hundredths) * part.lost).rounded()))
        guard lost > .zero else { return nil }
        return LostPoint(
          code: [dimension.id, judgement.indicator.id, part.code].joined(separator: "."), dimension: dimension.id,
          indicator: judgement.indicator.id, points: lost, measure: part.measure, value: part.value, expectedLow: part.low,
          expectedHigh: part.high, weight: share, spans: part.spans,
          excerpt: part.excerpt ?? part.measure.flatMap { evidence.excerpts[$0] },
          message: part.message)
      }
    }
  }

  func score(_ points: Points, lost: Points) -> DimensionScore {
    guard isKnown, points > .zero, weight > .zero else {
      let reason = weight == .zero ? UnknownReason.questionDoesNotAsk : judgements.compactMap(\.parts.reason).first { $0 != .notApplicable }
      return DimensionScore(
        id: dimension.id, name: dimension.name, weight: weight, effectiveWeight: .zero, score: nil, reason: reason ?? .notApplicable)
    }
    let kept = Double((points - lost).hundredths) / Double(points.hundredths)
    return DimensionScore(
      id: dimension.id, name: dimension.name, weight: weight, effectiveWeight: points,
      score: Points(hundredths: Int((kept * 10_000).rounded())), reason: nil)
  }
}

extension DimensionScore {
  /// As part of no overall score.
  fileprivate var withoutWeight: DimensionScore {
    DimensionScore(id: id, name: name, weight: weight, effectiveWeight: .zero, score: score, reason: reason)
  }
}

extension UnknownReason {
  /// Whether it doubts what was said, and not how much is known.
  var isOfContent: Bool { self == .contentEmpty || self == .contentGeneral || self == .contentNotRecognised }

  /// What an answer without a score says of itself: there may be data enough, and still nothing to judge by.
  fileprivate var noScore: Bilingual {
    isOfContent
      ? Bilingual(zh: "不予评分：\(meaning.zh)。", en: "No score: \(meaning.en).")
      : Bilingual(zh: "数据不足，不予评分：\(meaning.zh)。", en: "Insufficient data, no score: \(meaning.en).")
  }

  /// Whether the words are missing, or are not those of the recording.
  fileprivate var isOfTranscript: Bool {
    switch self {
    case .transcriptMissing, .transcriptMismatch, .transcriptPartial: true
    default: false
    }
  }
}

/// Splits points by weight so that the parts add up to the whole exactly (largest remainder; ties to the smaller key, so that the order in
/// which a model lists its parts changes nothing).
///
/// - Parameters:
///   - weights: 0 or more each; when all are 0, or there are none, nothing is given out.
///   - keys: one for each weight; without them ties go to the earlier part.
/// - Complexity: O(n log n).
func apportion(_ whole: Points, by weights: [Double], keys: [String] = []) -> [Points] {
  let sum = weights.reduce(0, +)
  guard sum > 0 else { return weights.map { _ in .zero } }
  let exact = weights.map { Double(whole.hundredths) * $0 / sum }
  var parts = exact.map { Int($0.rounded(.down)) }
  let missing = whole.hundredths - parts.reduce(0, +)
  let order = exact.indices.sorted { left, right in
    let (a, b) = (exact[left] - exact[left].rounded(.down), exact[right] - exact[right].rounded(.down))
    guard a == b else { return a > b }
    return keys.isEmpty || keys[left] == keys[right] ? left < right : keys[left] < keys[right]
  }
  for index in order.prefix(missing) { parts[index] += 1 }
  return parts.map { Points(hundredths: $0) }
}
