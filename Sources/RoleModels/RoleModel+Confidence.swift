import Interview

extension RoleModel {
  /// How sure the overall score is: about a 95 % interval.
  ///
  /// Each indicator's points are computed again over all values that the measure's known error leaves possible
  /// (`Evidence.error(of:at:)`: 95th percentiles against known truth, by noise and room); what that takes or gives at most
  /// is the indicator's part, and the parts add as squares because the measures' errors are nearly independent. So the
  /// interval is lopsided where a curve is: nothing can be gained above a full score.
  ///
  /// Weight that could not be judged might have lost all its points or none, and the interval holds either way (bounds
  /// without assumptions: Manski 1989), so that it contains the one that there would be if more were known. What an
  /// accommodation switches off is no longer at stake. Below 30 s of speech the errors grow as the square root of what is
  /// missing, as the spread of a mean does. Noise, rooms and telephones are in the errors; any other flag of the recording or its
  /// transcript widens them by half, and each adds 2 points. That half and the 2 are assumptions until they are measured.
  ///
  /// Where an answer may have said in other words what was not found (`mayUseOtherWords`), the interval holds that it did.
  func confidence(_ overall: Points, _ judged: [JudgedDimension], _ evidence: Evidence, mayUseOtherWords: Bool) -> Confidence {
    let measured: [UnknownReason] = [.qualityNoise, .qualityReverberation, .qualityBandwidth]
    let others = evidence.qualityFlags.count { flag in !measured.contains { $0.rawValue == flag } }
    var factor = others > 0 ? 1.5 : 1
    var reasons: [Bilingual] = []
    var short: Bilingual?
    if let phonation = evidence[.phonation].value, phonation > 0, phonation < 30 {
      factor *= (30 / phonation).squareRoot()
      let seconds = JSON.rounded(phonation, 0).text
      short = Bilingual(zh: "只有 \(seconds) 秒语音，区间相应加宽。", en: "There are only \(seconds) s of speech; the interval is wider for it.")
    }
    let stake = Stake(judged, evidence, factor: factor)
    if stake.missing > 0.1 {
      let percent = JSON.rounded(stake.missing, 0).text
      reasons.append(
        Bilingual(
          zh: "有 \(percent) % 的权重无法判断，其余权重已重新归一；区间包含这部分得零分直到满分的情形。",
          en:
            "\(percent) % of the weight could not be judged; the rest was re-normalised. The interval holds whatever that part would have been."
        ))
    }
    let unfound = mayUseOtherWords ? stake.unfound : 0
    if unfound > 0.1 {
      reasons.append(
        Bilingual(
          zh: "回答具体，但关键词组找到的不足一半：没找到的可能换了说法，区间包含这种情形，请听录音。",
          en:
            "The answer is concrete and less than half of the keyword groups were found: the others may have been said in other words. The interval holds that; listen to it."
        ))
    }
    if stake.left > 0.1 {
      let points = JSON.rounded(stake.left, 1).text
      reasons.append(
        Bilingual(
          zh: "回答具体，没有找到的关键词组可能换了说法，少扣了 \(points) 分；若听下来确实没有说到，分数应低这么多，区间包含这种情形。",
          en:
            "The answer is concrete: what was not found may have been said in other words, and \(points) points fewer are taken off for it. If it was not said, the score should be lower by as much; the interval holds that."
        ))
    }
    if let short { reasons.append(short) }
    if !evidence.qualityFlags.isEmpty {
      let flags = evidence.qualityFlags.map { Bilingual(flag: $0) }
      reasons.append(
        Bilingual(
          zh: "录音或转写有标记：\(flags.map(\.zh).joined(separator: "；"))。",
          en: "The recording or its transcript is flagged: \(flags.map(\.en).joined(separator: "; "))."))
    }
    if evidence.accommodations.contains("speech") {
      reasons.append(
        Bilingual(
          zh: "按便利安排，语速、停顿与重复不计分。", en: "By an accommodation, rate, pauses and repetitions are not scored."))
    }
    let added = Double(others) * 2
    let low = Int(((stake.kept - stake.left - (stake.loss + added * added).squareRoot()) * 100).rounded(.down))
    let high = Int(((stake.kept + stake.missing + unfound + (stake.gain + added * added).squareRoot()) * 100).rounded(.up))
    let interval = (
      low: Points(hundredths: max(0, min(overall.hundredths, low))), high: Points(hundredths: min(10_000, max(overall.hundredths, high)))
    )
    let far = max(overall - interval.low, interval.high - overall).value
    let level: Confidence.Level = far <= 5 ? .high : far <= 10 ? .medium : .low
    return Confidence(level: level, low: interval.low, high: interval.high, reasons: reasons)
  }
}

/// What stands, what could stand and what is not known, out of 100 points that are shared as if everything were known.
private struct Stake {
  var kept = 0.0
  var missing = 0.0
  /// What keyword groups cost that were not found.
  var unfound = 0.0
  /// What they would cost more if they had not been said in other words either.
  var left = 0.0
  /// The squares of what the errors could take and give, added up.
  var loss = 0.0
  var gain = 0.0

  /// - Parameter factor: by how much the measures' errors are greater here than where they were measured.
  init(_ judged: [JudgedDimension], _ evidence: Evidence, factor: Double) {
    let atStake = judged.map { dimension in
      dimension.judgements.filter { $0.parts.reason != .notApplicable && $0.parts.reason != .accommodation }
    }
    let all = zip(judged, atStake).map { $1.isEmpty ? 0 : $0.weight.value }.reduce(0, +)
    guard all > 0 else { return }
    for (dimension, judgements) in zip(judged, atStake) where !judgements.isEmpty {
      let weights = judgements.map(\.indicator.weight).reduce(0, +)
      for judgement in judgements {
        let points = 100 * dimension.weight.value / all * judgement.indicator.weight / weights
        guard dimension.isKnown, let parts = judgement.parts.value, !parts.isEmpty else {
          missing += points
          continue
        }
        let share = 1 - parts.map(\.lost).reduce(0, +) / Double(parts.count)
        kept += share * points
        if case .keywords = judgement.indicator.kind {
          unfound += (1 - share) * points
          left += (Double(parts.count { $0.lost > 0 }) / Double(parts.count) - (1 - share)) * points
        }
        guard case .measure(let measure, let curve) = judgement.indicator.kind, let value = parts.first?.value else { continue }
        let (minimum, maximum) = curve.extremes(around: value, by: evidence.error(of: measure, at: value))
        let (loss, gain) = (min(share, (share - minimum) * factor) * points, min(1 - share, (maximum - share) * factor) * points)
        self.loss += loss * loss
        self.gain += gain * gain
      }
    }
  }
}

extension Curve {
  /// The least and the greatest share that a value not further than `error` from `value` can have.
  func extremes(around value: Double, by error: Double) -> (minimum: Double, maximum: Double) {
    let between = points.map(\.value).filter { abs($0 - value) < error }
    let shares = ([value - error, value, value + error] + between).map { min(1, max(0, share(at: $0))) }
    return (shares.min() ?? 0, shares.max() ?? 1)
  }
}
