import Foundation
import Interview
import RoleModels
import Testing
import YAMLReading

private let sound = """
  id: m
  version: "1"
  name: {zh: 甲, en: A}
  dimensions:
    - id: d
      name: {zh: 维, en: D}
      weight: 100
      indicators:
        - {id: pauses, measure: pause_ratio, curve: {0.1: 100, 0.4: 100, 0.7: 0}}
  """

private func detail(_ text: String) -> [String] {
  do {
    _ = try model(text)
    return []
  } catch let fault as Fault {
    return fault.detail.split(separator: "\n").map(String.init)
  } catch {
    return ["\(error)"]
  }
}

@Suite struct `Reading a role model` {
  @Test func `a minimum of speech without its unit is refused, with what to write`() {
    let found = detail(sound + "\nminimum: {phonation: 5}\n")
    #expect(found.contains { $0.contains("minimum.phonation: 5 has no unit: write 5ms, 5s") }, "\(found)")
    #expect(detail(sound + "\nminimum: {phonation: 500ms}\n") == [])
  }

  @Test func `the least that is a model is read, with the documented defaults`() throws {
    let model = try model(sound)
    #expect(model.languages == [.zh, .en])
    #expect(model.minimum.phonation == 5)
    #expect(model.minimum.syllables == 15)
    #expect(model.attempts == .last)
    #expect(model.offTopicBelow == nil)
    #expect(model.dimensions.map(\.weight) == [.full])
  }

  @Test func `weights that do not add up to 100 are refused with their sum`() {
    #expect(
      detail(sound.replacing("weight: 100", with: "weight: 95")) == [
        "m.yaml:5:3 dimensions: the weights add up to 95, not to 100"
      ])
  }

  @Test func `an id that would break a code or a file's name is refused`() {
    for id in ["a/b", "a.b", "a b", "../m"] {
      #expect(
        detail(sound.replacing("id: m\n", with: "id: \(id)\n")).first?.contains("an id is made of letters, digits, - and _ alone") == true)
    }
    #expect(detail(sound.replacing("id: m\n", with: "id: 销售-2\n")).isEmpty)
  }

  @Test func `every mistake is told at once`() {
    let lines = detail(
      sound.replacing("version: \"1\"", with: "verson: \"1\"").replacing("pause_ratio", with: "pause_ration")
        .replacing("0.4: 100", with: "0.05: 100"))
    #expect(lines.count == 4)
    #expect(lines.contains { $0.contains("unknown key verson; did you mean version?") })
    #expect(lines.contains { $0.contains("version is missing") })
    #expect(lines.contains { $0.contains("pause_ration is not valid") })
    #expect(lines.contains { $0.contains("the points must ascend") })
  }

  @Test func `a misspelt measure is answered with the one perhaps meant, and with those that may be scored alone`() throws {
    let line = try #require(detail(sound.replacing("pause_ratio", with: "speach_rate_syl_s")).first)
    #expect(line.contains("speach_rate_syl_s is not valid; did you mean speech_rate_syl_s? valid are "))
    #expect(!line.contains("jitter_local"))
  }

  @Test func `a check tells every mistake in both languages, in the order of the text`() throws {
    let text = sound.replacing("weight: 100", with: "weight: 95").replacing("pause_ratio", with: "pause_ration") + "\ncolour: red\n"
    let check = try RoleModel.check(Array(text.utf8), name: "m.yaml", hash: anyHash)
    #expect(check.model == nil)
    #expect(check.mistakes.map(\.path) == ["dimensions", "dimensions[0].indicators[0].measure", "colour"])
    #expect(check.mistakes.map(\.line) == check.mistakes.map(\.line).sorted())
    #expect(check.mistakes.first?.text(in: .zh) == "5:3 dimensions: 权重之和为 95，应为 100")
  }

  @Test(arguments: ["f0_median_hz", "level_dbfs", "jitter_local", "shimmer_local", "hnr_db", "snr_db", "fillers_heard_per_min"])
  func `a measure that is only reported is refused`(measure: String) {
    let lines = detail(sound.replacing("pause_ratio", with: measure))
    #expect(lines.count == 1)
    #expect(lines.first?.contains("reported and never scored: choose another measure") == true)
  }

  @Test func `a curve that never reaches 100 is refused`() {
    #expect(
      detail(sound.replacing("{0.1: 100, 0.4: 100, 0.7: 0}", with: "{0.1: 90, 0.7: 0}")).first?.contains("needs a point at 100") == true)
  }

  @Test func `an indicator of two kinds is refused`() {
    let lines = detail(sound.replacing("measure: pause_ratio", with: "structure: star, measure: pause_ratio"))
    #expect(lines.count == 1, "one mistake is told once: \(lines)")
    #expect(lines.contains { $0.contains("exactly one of measure, keywords, structure, question_keywords") })
  }

  @Test(arguments: [
    "", "[]", "id: 1", "dimensions: 5", "dimensions: [1, 2]", "dimensions: [{indicators: {}}]", "questions: [{weights: [1]}]",
  ])
  func `what is no model is refused and never a crash`(text: String) {
    #expect(!detail(text).isEmpty)
  }

  @Test func `every shortened form of a shipped model is refused or read, and never a crash`() throws {
    let text = try String(contentsOf: modelsFolder.appendingPathComponent("general.yaml"), encoding: .utf8)
    for length in stride(from: 0, to: text.count, by: 37) { _ = detail(String(text.prefix(length))) }
    #expect(detail(text).isEmpty)
  }

  @Test func `a library keeps the good models beside a bad one`() throws {
    let library = RoleModelLibrary([
      (name: "a.yaml", bytes: Array(sound.utf8), hash: anyHash), (name: "b.yaml", bytes: Array("id: b".utf8), hash: anyHash),
      (name: "c.yaml", bytes: Array(sound.utf8), hash: anyHash),
    ])
    #expect(library.models.map(\.id) == ["m"])
    #expect(library.faults.map(\.fault.code) == [.modelInvalid, .modelDuplicate])
    #expect(throws: Fault(.modelUnknown, "x; m")) { try library.model("x") }
  }
}

@Suite struct `Scoring by hand` {
  private func evidence(_ measures: [Measure: Double], keywords: [String: Bool] = [:], steps: [String] = []) -> Evidence {
    let hit = TextHit(text: "x", term: "x", match: .exact, range: nil)
    return Evidence(
      measures: measures.mapValues { .value($0) }.merging([.phonation: .value(60), .syllables: .value(200)]) { own, _ in own },
      keywords: .value(keywords.sorted { $0.key < $1.key }.map { KeywordFinding(group: $0.key, hits: $0.value ? [hit] : []) }),
      structure: .value(steps.map { StructureFinding(scheme: "star", step: $0, hit: hit) }), language: .zh)
  }

  @Test func `a value halfway down the slope loses half of its indicator`() throws {
    let card = try model(sound).score(evidence([.pauseRatio: 0.55]))
    #expect(card.overall == Points(hundredths: 5000))
    let lost = try #require(card.lostPoints.first)
    #expect(lost.code == "d.pauses.high")
    #expect(lost.expectedHigh == 0.4)
    #expect(lost.message.en == "silent pauses as a share of the span: 55 %, expected 40 % or less")
    #expect(lost.message.zh == "停顿占比：55 %，预期不高于 40 %")
  }

  /// Pauses of 0.5 s at 2 s and 7 s: too many when the share is 55 %, and no place to point at when it is 2 %.
  @Test(arguments: [(0.55, "d.pauses.high", [2.0, 7.0]), (0.02, "d.pauses.low", [])]) func `what is too little is marked nowhere`(
    ratio: Double, code: String, starts: [Double]
  ) throws {
    let text = sound.replacing("curve: {0.1: 100, 0.4: 100, 0.7: 0}", with: "curve: {0: 0, 0.1: 100, 0.4: 100, 0.7: 0}")
    var evidence = evidence([.pauseRatio: ratio])
    evidence.spans[.pauseRatio] = [TimeRange(2, 2.5), TimeRange(7, 7.5)]
    let lost = try #require(try model(text).score(evidence).lostPoints.first)
    #expect(lost.code == code && lost.spans.map(\.start) == starts)
  }

  @Test func `three equal indicators that lose all share 100 points as 33 34, 33 33 and 33 33`() throws {
    let text = sound.replacing(
      "- {id: pauses, measure: pause_ratio, curve: {0.1: 100, 0.4: 100, 0.7: 0}}",
      with: "- {id: k, keywords: {甲 / a: [a], 乙 / b: [b], 丙 / c: [c]}}")
    let model = try model(text)
    let card = model.score(evidence([:], keywords: ["甲 / a": false, "乙 / b": false, "丙 / c": false]))
    #expect(card.lostPoints.map(\.points.hundredths) == [3334, 3333, 3333])
    #expect(card.overall == .zero)
    #expect(Set(card.lostPoints.map(\.message.en)) == ["“a” is not mentioned", "“b” is not mentioned", "“c” is not mentioned"])
    #expect(QuestionAsked(model, nil, nil).groups.map(\.name) == ["甲 / a", "乙 / b", "丙 / c"])
  }

  @Test func `a step told out of order is named as such`() throws {
    let text = sound.replacing(
      "- {id: pauses, measure: pause_ratio, curve: {0.1: 100, 0.4: 100, 0.7: 0}}", with: "- {id: s, structure: star}")
    let card = try model(text).score(evidence([:], steps: ["result", "situation", "action"]))
    #expect(card.overall == Points(hundredths: 5000))
    #expect(card.lostPoints.map(\.code) == ["d.s.missing-task", "d.s.order-result"])
  }

  @Test func `too little speech gives no score, and never a bad one`() throws {
    let card = try model(sound).score(evidence([.pauseRatio: 0.9, .phonation: 3]))
    #expect(card.overall == nil)
    #expect(card.lostPoints.isEmpty)
    #expect(card.confidence.level == .insufficient)
    #expect(card.dimensions.map(\.reason) == [.speechTooLittle])
  }

  @Test func `groups that the manifest adds count for the question`() throws {
    let text = sound.replacing(
      "- {id: pauses, measure: pause_ratio, curve: {0.1: 100, 0.4: 100, 0.7: 0}}", with: "- {id: q, question_keywords: true}")
    let model = try model(text)
    let added = ManifestQuestion(id: OpaqueName("q1"), keywords: [KeywordGroup(name: "客户需求", terms: ["需求"])])
    #expect(QuestionAsked(model, "q1", added).groups.map(\.name) == ["客户需求"])
    #expect(model.score(evidence([:], keywords: ["客户需求": false]), question: "q1", manifest: added).overall == .zero)
  }

  @Test func `less speech and a flagged recording widen the interval`() throws {
    let model = try model(sound)
    func width(_ evidence: Evidence) throws -> Points {
      let confidence = model.score(evidence).confidence
      return try #require(confidence.high) - #require(confidence.low)
    }
    let plain = evidence([.pauseRatio: 0.5])
    var flagged = plain
    flagged.qualityFlags = ["quality.noise"]
    #expect(try width(evidence([.pauseRatio: 0.5, .phonation: 10])) > width(plain))
    #expect(try width(flagged) > width(plain))
  }

  @Test func `the interval is what the measured errors leave possible, and grows with noise, rooms, codecs and telephones`() throws {
    // Lost is a share of 100 between 0.4 and 0.7: at 0.55 half of the points, and 0.038 of pause ratio are 12.67 points.
    let model = try model(sound)
    func check(_ ratio: Double, snr: Double, flags: [String] = [], codec: String? = nil, _ low: Double, _ high: Double) throws {
      var known = evidence([.pauseRatio: ratio, .snr: snr])
      known.codec = codec
      known.qualityFlags = flags
      let confidence = model.score(known).confidence
      // Rounded outwards to a hundredth.
      #expect(abs(try #require(confidence.low).value - low) < 0.015, "\(ratio) at \(snr) dB")
      #expect(abs(try #require(confidence.high).value - high) < 0.015, "\(ratio) at \(snr) dB")
    }
    try check(0.55, snr: 40, 37.33, 62.67)
    try check(0.55, snr: 40, codec: "pcm_s16", 37.33, 62.67)
    // In the band with room on both sides nothing can be lost; at its edge it can, and nothing can be gained.
    try check(0.25, snr: 40, 100, 100)
    try check(0.4, snr: 40, 87.33, 100)
    // Half way between 31 and 24 dB: (0.038 + 0.224) / 2 of pause ratio.
    try check(0.55, snr: 27.5, 6.33, 93.67)
    try check(0.55, snr: 5, 0, 100)
    try check(0.55, snr: 40, flags: ["quality.reverberation"], 9.67, 90.33)
    try check(0.55, snr: 40, codec: "opus", 19.33, 80.67)
    // 0.179 by telephone are 59.67 points, which are more than can be lost.
    try check(0.55, snr: 40, flags: ["quality.bandwidth"], 0, 100)
  }
}
