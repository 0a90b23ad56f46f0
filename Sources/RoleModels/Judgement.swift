import Interview

/// What one indicator says of one answer: which share of its points stands, or why it cannot say.
struct Judgement {
  /// A part of the indicator that can be missing on its own: a keyword group, a step. Measures have one part.
  struct Part {
    /// The lost part of the indicator's points, 0…1.
    var lost: Double
    var code: String
    var measure: Measure?
    var value: Double?
    var low: Double?
    var high: Double?
    var spans: [TimeRange] = []
    /// What was said there.
    var excerpt: String?
    var message: Bilingual
  }

  var indicator: Indicator
  /// Shares of the indicator that the parts stand for; they add up to 1.
  var parts: Measured<[Part]>
}

extension Indicator {
  /// - Parameters:
  ///   - questionGroups: names of the groups that belong to the question asked.
  ///   - doubt: why nothing that was found in the words says anything of the answer.
  func judge(_ evidence: Evidence, questionGroups: [String], doubt: UnknownReason?) -> Judgement {
    var parts = parts(evidence, questionGroups)
    if isOfContent, let doubt, parts.value != nil { parts = .unknown(doubt) }
    return Judgement(indicator: self, parts: parts)
  }

  private func parts(_ evidence: Evidence, _ questionGroups: [String]) -> Measured<[Judgement.Part]> {
    if let language, let spoken = evidence.language, language != spoken { return .unknown(.notApplicable) }
    if language != nil, evidence.language == nil { return .unknown(.languageUnknown) }
    switch kind {
    case .measure(let measure, let curve):
      if evidence.accommodations.contains("speech"), measure.isSwitchedOffBySpeechAccommodation { return .unknown(.accommodation) }
      return evidence[measure].map { [part(measure, curve, $0, evidence)] }
    case .keywords(let groups, let ofQuestion):
      let names = ofQuestion ? questionGroups : groups.map(\.name)
      guard !names.isEmpty else { return .unknown(.notApplicable) }
      return evidence.keywords.map { findings in
        names.map { name in
          let finding = findings.first { $0.group == name }
          let isMentioned = finding.map { $0.hits.isEmpty && !$0.mentioned.isEmpty } ?? false
          return Judgement.Part(
            lost: finding?.hits.isEmpty ?? true ? 1 - evidence.leftToOtherWords : 0, code: "missing",
            message: isMentioned ? Wording.mentionedGroup(name) : Wording.missingGroup(name))
        }
      }
    case .structure(let schemes):
      return evidence.structure.map { Self.steps(schemes, $0) }
    }
  }

  /// The steps of the scheme of which the greatest share was told; between equals the one named first.
  private static func steps(_ schemes: [StructureScheme], _ findings: [StructureFinding]) -> [Judgement.Part] {
    var best: (scheme: StructureScheme, orderedSteps: Set<String>)?
    for scheme in schemes {
      let orderedSteps = scheme.stepsInOrder(findings)
      let isBetter = best.map { orderedSteps.count * $0.scheme.steps.count > $0.orderedSteps.count * scheme.steps.count } ?? true
      if isBetter { best = (scheme, orderedSteps) }
    }
    guard let (scheme, orderedSteps) = best else { return [] }
    let mentioned = Set(findings.filter { $0.scheme == scheme.rawValue }.map(\.step))
    return scheme.steps.map { step in
      let said = findings.filter { $0.scheme == scheme.rawValue && $0.step == step }.map(\.hit)
      return Judgement.Part(
        lost: orderedSteps.contains(step) ? 0 : 1, code: (mentioned.contains(step) ? "order-" : "missing-") + step,
        spans: said.compactMap(\.range),
        excerpt: orderedSteps.contains(step) ? nil : said.first?.text,
        message: mentioned.contains(step) ? Wording.stepOutOfOrder(step) : Wording.missingStep(step))
    }
  }

  private func part(_ measure: Measure, _ curve: Curve, _ value: Double, _ evidence: Evidence) -> Judgement.Part {
    let band = curve.band
    let isLow = band.low.map { value < $0 } ?? false
    return Judgement.Part(
      lost: 1 - min(1, max(0, curve.share(at: value))), code: isLow ? "low" : "high", measure: measure, value: value, low: band.low,
      high: band.high, spans: measure.isPlaced(low: isLow) ? evidence.spans[measure] ?? [] : [],
      message: Wording.outOfBand(measure, value, band))
  }
}

extension Measure {
  /// Whether the stretches that a measure was taken from show why it lies on this side of its band. Pauses that were made show that they
  /// were too many and never that they were too few: where something is missing, nothing can be pointed at.
  fileprivate func isPlaced(low: Bool) -> Bool {
    switch self {
    // Little speech is what pauses are the cause of.
    case .phonationRatio: low
    // One place, whatever its length.
    case .leadIn: true
    default: !low
    }
  }
}
