import Interview

extension RoleModel {
  /// How sure the overall score is.
  ///
  /// Each indicator's points are computed again with its measure moved by the measure's known error to either side; half
  /// of what that changes is the indicator's uncertainty, and the uncertainties add as squares because the measures'
  /// errors are nearly independent. Weight that could not be judged widens the interval: had it been known, the score of
  /// that part could have differed from the rest by some 20 points. Below 30 s of speech the interval grows as the
  /// square root of what is missing, as the spread of a mean does. Each flag of the recording adds 2 points, and widens
  /// the whole by half. The 20 and the 2 are assumptions until they are measured on flagged recordings.
  func confidence(_ overall: Points, _ judged: [JudgedDimension], _ effective: [Points], _ evidence: Evidence) -> Confidence {
    var variance = 0.0
    for (dimension, points) in zip(judged, effective) where points > .zero {
      for share in dimension.shares(of: points) {
        guard case .measure(let measure, let curve) = share.judgement.indicator.kind, let value = share.parts.first?.value else { continue }
        let error = measure.typicalError(at: value)
        let change = abs(curve.share(at: value + error) - curve.share(at: value - error)) / 2
        variance += (change * share.points.value) * (change * share.points.value)
      }
    }
    var half = variance.squareRoot()
    var reasons: [Bilingual] = []
    let known = judged.filter(\.isKnown).map(\.weight.value).reduce(0, +)
    let possible = judged.filter { !$0.doesNotApply }.map(\.weight.value).reduce(0, +)
    let missing = possible > 0 ? 1 - known / possible : 0
    if missing > 0.001 {
      half = (half * half + (missing * 20) * (missing * 20)).squareRoot()
      let percent = JSON.rounded(missing * 100, 0).text
      reasons.append(
        Bilingual(
          zh: "有 \(percent) % 的权重无法判断，其余权重已重新归一。",
          en: "\(percent) % of the weight could not be judged; the rest was re-normalised."))
    }
    if let phonation = evidence[.phonation].value, phonation > 0, phonation < 30 {
      half *= (30 / phonation).squareRoot()
      let seconds = JSON.rounded(phonation, 0).text
      reasons.append(Bilingual(zh: "只有 \(seconds) 秒语音，区间相应加宽。", en: "There are only \(seconds) s of speech; the interval is wider for it."))
    }
    if !evidence.qualityFlags.isEmpty {
      let added = Double(evidence.qualityFlags.count) * 2
      half = (half * half * 2.25 + added * added).squareRoot()
      let flags = evidence.qualityFlags.joined(separator: ", ")
      reasons.append(Bilingual(zh: "录音或转写有标记：\(flags)。", en: "The recording or its transcript is flagged: \(flags)."))
    }
    if evidence.accommodations.contains("speech") {
      reasons.append(
        Bilingual(
          zh: "按便利安排，语速、停顿与重复不计分。", en: "By an accommodation, rate, pauses and repetitions are not scored."))
    }
    let width = Int((half * 100).rounded(.up))
    let low = Points(hundredths: max(0, overall.hundredths - width))
    let high = Points(hundredths: min(10_000, overall.hundredths + width))
    let level: Confidence.Level = half <= 3 ? .high : half <= 7 ? .medium : .low
    return Confidence(level: level, low: low, high: high, reasons: reasons)
  }
}

extension Measure {
  /// How far a measured value is typically from the truth, in the measure's unit: the targets that the engine is held to
  /// in its accuracy tables. Counts and text figures are exact in what they count.
  func typicalError(at value: Double) -> Double {
    switch self {
    case .speechRate, .articulationRate, .charactersPerMinute, .wordsPerMinute, .meanLengthOfRun, .syllables: abs(value) * 0.06
    case .pauseRatio, .phonationRatio: 0.03
    case .pausesPerMinute: 1.5
    case .pauseMean, .pauseMedian, .pauseLongest, .leadIn, .tail: 0.06
    case .pauseTotal, .span, .phonation: abs(value) * 0.08
    case .f0SD: 0.25
    case .f0Range: 0.8
    default: 0
    }
  }
}
