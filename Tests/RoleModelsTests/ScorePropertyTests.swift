import Interview
import RoleModels
import Testing

/// What holds for every shipped model and whatever evidence, on a few thousand random cases of a fixed seed.
@Suite struct `Whatever the evidence` {
  private func each(_ rounds: Int = 200, _ check: (RoleModel, String?, Evidence, inout Dice) throws -> Void) throws {
    var dice = Dice(state: 20_391)
    for model in try shippedModels() {
      let questions = [nil] + model.questions.map { Optional($0.id) }
      for _ in 0..<rounds {
        let question = questions.randomElement(using: &dice) ?? nil
        let evidence = Evidence.random(&dice, for: model, question: question)
        try check(model, question, evidence, &dice)
      }
    }
  }

  @Test func `lost points add up to what is missing from a hundred, exactly`() throws {
    var scored = 0
    try each { model, question, evidence, _ in
      let card = model.score(evidence, question: question)
      guard let overall = card.overall else { return }
      scored += 1
      #expect(card.lostPoints.map(\.points).reduce(.zero, +) == .full - overall)
      #expect(card.lostPoints.allSatisfy { $0.points > .zero && $0.points <= $0.weight })
    }
    #expect(scored > 500)
  }

  @Test func `the overall score can be computed again from the dimensions`() throws {
    try each { model, question, evidence, _ in
      let card = model.score(evidence, question: question)
      guard let overall = card.overall else { return }
      let again = card.dimensions.map { $0.effectiveWeight.value * ($0.score?.value ?? 0) }.reduce(0, +) / 100
      #expect(abs(again - overall.value) <= 0.0051)
      #expect(card.dimensions.map(\.effectiveWeight).reduce(.zero, +) == .full)
    }
  }

  @Test func `every score and every interval lies within 0 and 100`() throws {
    try each { model, question, evidence, _ in
      let card = model.score(evidence, question: question)
      guard let overall = card.overall, let low = card.confidence.low, let high = card.confidence.high else {
        #expect(card.overall == nil && card.advisory.first?.kind == .insufficientData)
        return
      }
      #expect(.zero <= low && low <= overall && overall <= high && high <= .full)
      #expect(card.dimensions.allSatisfy { ($0.score ?? .zero) >= .zero && ($0.score ?? .zero) <= .full })
    }
  }

  @Test func `moving a measure towards its band never lowers the score`() throws {
    try each { model, question, evidence, dice in
      let card = model.score(evidence, question: question)
      guard let overall = card.overall, let lost = card.lostPoints.filter({ $0.measure != nil }).randomElement(using: &dice),
        let measure = lost.measure, let value = lost.value,
        // Amounts of speech decide whether there is a score at all.
        measure != .phonation, measure != .syllables,
        let target = lost.expectedLow.flatMap({ value < $0 ? $0 : nil }) ?? lost.expectedHigh
      else { return }
      var nearer = evidence
      nearer.measures[measure] = .value(value + (target - value) * Double.random(in: 0...1, using: &dice))
      let moved = model.score(nearer, question: question)
      // From 60 points on a general answer has no score; and no poor score stands that words in other terms would lift so far.
      guard moved.overall != nil || !moved.unknown.values.contains(where: { $0 == .contentGeneral || $0 == .contentNotRecognised }) else {
        return
      }
      #expect((moved.overall ?? .zero) >= overall)
    }
  }

  @Test func `a measure that becomes unknown changes only normalisation and interval`() throws {
    try each { model, question, evidence, dice in
      let card = model.score(evidence, question: question)
      guard card.overall != nil, let gone = card.lostPoints.compactMap(\.measure).randomElement(using: &dice) else { return }
      var lacking = evidence
      lacking.measures[gone] = .unknown(.qualityNoise)
      let other = model.score(lacking, question: question)
      guard other.overall != nil else { return }
      #expect(!other.lostPoints.contains { $0.measure == gone })
      #expect(Self.largestDifference(card, other) <= 0.0101)
    }
  }

  @Test func `the interval with a measure unknown contains the one with it known`() throws {
    var (compared, wider) = (0, 0)
    try each(400) { model, question, evidence, dice in
      let measures = model.dimensions.flatMap(\.indicators).compactMap { indicator -> Measure? in
        guard case .measure(let measure, _) = indicator.kind, evidence[measure].value != nil else { return nil }
        return measure
      }
      guard let gone = measures.randomElement(using: &dice) else { return }
      var lacking = evidence
      lacking.measures[gone] = .unknown(.qualityNoise)
      let (known, unknown) = (model.score(evidence, question: question), model.score(lacking, question: question))
      guard known.overall != nil, unknown.overall != nil else { return }
      let (inner, outer) = (try #require(known.confidence.low), try #require(unknown.confidence.low))
      let (top, over) = (try #require(known.confidence.high), try #require(unknown.confidence.high))
      // The score always lies within its interval, and is what the lost points leave: each of them is rounded to a hundredth.
      let rounding = max(1, (known.lostPoints.count + 1) / 2)
      #expect(
        outer.hundredths <= inner.hundredths + rounding && top.hundredths <= over.hundredths + rounding,
        "\(model.id) without \(gone): \(inner)…\(top) and \(outer)…\(over)")
      compared += 1
      if over - outer > top - inner { wider += 1 }
    }
    #expect(compared > 500)
    #expect(wider * 2 > compared)
  }

  /// The most that an indicator's loss, as a share of its own weight, differs between two scorecards, in points.
  private static func largestDifference(_ left: Scorecard, _ right: Scorecard) -> Double {
    var largest = 0.0
    for lost in right.lostPoints where lost.measure != nil {
      guard let before = left.lostPoints.first(where: { $0.code == lost.code && $0.measure == lost.measure }) else { continue }
      let difference = abs(lost.points.value / lost.weight.value - before.points.value / before.weight.value)
      largest = max(largest, difference * min(lost.weight.value, before.weight.value))
    }
    return largest
  }

  @Test func `the order of indicators and dimensions in the file changes no score`() throws {
    let head = "id: m\nversion: '1'\nname: m\ndimensions:\n"
    let first = [
      "      - {id: a, measure: pause_ratio, weight: 1, curve: {0.1: 100, 0.9: 0}}",
      "      - {id: b, measure: f0_sd_st, weight: 1, curve: {0: 0, 3: 100}}",
      "      - {id: c, measure: fillers_per_min, weight: 1, curve: {5: 100, 20: 0}}",
    ]
    let second =
      "  - id: y\n    name: y\n    weight: 33.33\n    indicators:\n      - {id: a, measure: surge_count, curve: {0: 100, 5: 0}}\n"
    func file(_ order: [Int], secondFirst: Bool) -> String {
      let own = "  - id: x\n    name: x\n    weight: 66.67\n    indicators:\n" + order.map { first[$0] + "\n" }.joined()
      return head + (secondFirst ? second + own : own + second)
    }
    var dice = Dice(state: 7)
    for _ in 0..<200 {
      var models: [RoleModel] = []
      for text in [file([0, 1, 2], secondFirst: false), file([2, 0, 1], secondFirst: true), file([1, 2, 0], secondFirst: false)] {
        models.append(try model(text))
      }
      let evidence = Evidence.random(&dice, for: models[0], question: nil)
      let cards = models.map { $0.score(evidence) }
      #expect(Set(cards.map(\.overall)).count == 1)
      #expect(Set(cards.map(\.lostPoints)).count == 1)
    }
  }

  @Test func `a speech accommodation takes rate, pauses and repetitions out of the score`() throws {
    try each(40) { model, question, evidence, _ in
      var accommodated = evidence
      accommodated.accommodations = ["speech"]
      let card = model.score(accommodated, question: question)
      let switchedOff: Set<Measure> = [
        .charactersPerMinute, .wordsPerMinute, .speechRate, .pauseRatio, .pauseLongest, .meanLengthOfRun, .fillersPerMinute,
        .repetitionsPer100, .surgeCount,
      ]
      #expect(!card.lostPoints.contains { $0.measure.map(switchedOff.contains) ?? false })
    }
  }

  @Test func `a counterfactual gains what it says`() throws {
    try each(40) { model, question, evidence, _ in
      guard let overall = model.score(evidence, question: question).overall else { return }
      for change in model.counterfactuals(evidence, question: question) {
        var changed = evidence
        changed.measures[change.measure] = .value(change.instead)
        #expect(model.score(changed, question: question).overall == overall + change.gain)
      }
    }
  }
}
