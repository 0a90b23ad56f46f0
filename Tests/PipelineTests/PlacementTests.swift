import Documents
import Foundation
import Interview
import Pipeline
import Queries
import RoleModels
import Store
import Testing

/// Where an answer stands among its role's answers, by a baseline on disk.
struct PlacementTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-baselines-\(UUID().uuidString)").path

  /// One scored sample and a folder of baselines.
  private static func workshop() throws -> ProcessorFixture {
    let workshop = try ProcessorFixture()
    try workshop.drop("interviews/sales-c20391/q2.json", as: "s/q2.json")
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    return workshop
  }

  /// Cohort values 0.5, 1.5, … times the answer's own pause ratio over `count`: half of them lie below it.
  private func freeze(_ answer: StoredAnswer, count: Int, engine: String, fewest: Int = Baseline.minimumSampleSize) throws {
    let own = try #require(answer.record.measures[.pauseRatio]?.value)
    var builder = BaselineBuilder()
    for index in 0..<count {
      var measures: [Measure: Measured<Double>] = [.pauseRatio: .value(own * (Double(index) + 0.5) * 2 / Double(count))]
      if index < 5 { measures[.f0SD] = .value(2) }
      builder.add(measures, question: "q\(index % 2)")
    }
    _ = try BaselineFiles(folder).save(
      builder.baseline(role: "general", version: 1, engine: engine, frozen: "2026-11-21T10:00:00Z", fewest: fewest))
  }

  @Test func `explain tells the percentile of what is scored, and that too few know the rest`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let workshop = try Self.workshop()
    let answer = try #require(try workshop.store.current("s__q2"))
    try freeze(answer, count: 40, engine: answer.record.engine)
    let explained = try #require(
      try workshop.line.explained("s__q2", advice: AdviceCatalogue(), baselines: BaselineFiles(folder)))
    let placed = try #require(explained.placement.value)
    let pauses = try #require(placed.measures.first { $0.measure == .pauseRatio })
    // The median of 40 values is the 20th, 19.5 · 2 / 40 = 0.975 of the answer's own, which is half way to the next.
    let median = try #require(pauses.spread.value?.median)
    #expect(abs(median / pauses.value - 0.975) < 0.005)
    #expect(abs(try #require(pauses.spread.value?.percentile(of: pauses.value)) - 50) < 1.5)
    #expect(pauses.spread.value?.n == 40, "no question has thirty answers of its own")
    #expect(placed.measures.first { $0.measure == .f0SD }?.spread == .unknown(.cohortTooSmall))
    let (zh, en) = (explained.text(in: .zh), explained.text(in: .en))
    #expect(zh.contains("基线 general 第 1 版：40 个回答，冻结于 2026-11-21"))
    #expect(en.contains("baseline general version 1: 40 answers, frozen on 2026-11-21"))
    #expect(zh.contains("百分位未知：可比样本太少") && en.contains("percentile unknown: there are too few comparable answers"))
  }

  @Test(arguments: [
    (0.7, 40, "30 % longer than", "长 30 %"), (1.4286, 40, "30 % shorter than", "短 30 %"), (1, 12, "too few comparable", "可比样本太少"),
  ])
  func `the length of an answer is told against the role's frozen baseline, with what it rests on`(
    share: Double, count: Int, en: String, zh: String
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let workshop = try Self.workshop()
    let answer = try #require(try workshop.store.current("s__q2"))
    let own = try #require(answer.record.measures[.duration]?.value)
    var builder = BaselineBuilder()
    for _ in 0..<count {
      builder.add([.duration: .value(own * (share == 0.7 ? 1 / 1.3 : share)), .pauseRatio: .value(0.2)], question: "q1")
    }
    for _ in 0..<40 { builder.add([.pauseRatio: .value(0.2)], question: "q1") }
    _ = try BaselineFiles(folder).save(
      builder.baseline(role: "general", version: 1, engine: answer.record.engine, frozen: "2026-11-21T10:00:00Z"))
    let placed = try #require(PercentileRank(answer, in: BaselineFiles(folder)).value)
    let length = try #require(placed.length)
    #expect(length.en.contains(en) && length.zh.contains(zh), "\(length)")
    #expect(length.en.contains("\(count == 12 ? 52 : 40)"), "what it rests on: \(length.en)")
    let explained = try #require(try workshop.line.explained("s__q2", advice: AdviceCatalogue(), baselines: BaselineFiles(folder)))
    #expect(explained.text(in: .en).contains(length.en))
  }

  /// The answer has 106 syllables, with 我觉得 and 大概 among them.
  @Test(arguments: [(nil, false), (1.88, true), (1.89, false)] as [(Double?, Bool)])
  func `hedges are reported with their words, and called over-used only above the 95th percentile of the role's baseline`(
    usual: Double?, isOverUsed: Bool
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let workshop = try Self.workshop()
    let answer = try #require(try workshop.store.current("s__q2"))
    if let usual {
      var builder = BaselineBuilder()
      // Of a hundred answers two have more.
      for index in 0..<100 { builder.add([.hedgesPer100: .value(index < 2 ? 9 : usual)], question: "q1") }
      _ = try BaselineFiles(folder).save(
        builder.baseline(role: "general", version: 1, engine: answer.record.engine, frozen: "2026-11-21T10:00:00Z"))
    }
    let explained = try #require(try workshop.line.explained("s__q2", advice: AdviceCatalogue(), baselines: BaselineFiles(folder)))
    let (zh, en) = (explained.text(in: .zh), explained.text(in: .en))
    #expect(zh.contains("每百音节模糊限制语：1.89（共 2 次：我觉得 · 大概）"))
    #expect(en.contains("hedges per 100 syllables: 1.89 (2 in all: 我觉得 · 大概)"))
    #expect(en.contains(", over-used: 95 % of 100 answers of the role have no more than 1.88") == isOverUsed)
    #expect(zh.contains("用得偏多：100 个同岗位回答中 95 % 不超过 1.88") == isOverUsed)
    #expect(en.contains("over-used") == isOverUsed)
    #expect(answer.record.scorecard?.lostPoints.contains { $0.measure == .hedgesPer100 || $0.measure == .crutchWordsPer100 } == false)
  }

  @Test func `without a baseline nothing is said, and a baseline that cannot be used keeps nobody from the score`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let workshop = try Self.workshop()
    let answer = try #require(try workshop.store.current("s__q2"))
    #expect(PercentileRank(answer, in: BaselineFiles(folder)).document.map(JSON.init(encoding:)) == nil)

    try freeze(answer, count: 40, engine: "of before")
    let other = PercentileRank(answer, in: BaselineFiles(folder))
    #expect(other.fault?.code == .baselineEngine)
    #expect(JSON(encoding: other.document).text == #"{"unknown":"baseline.engine"}"#)

    try Data("{".utf8).write(to: URL(fileURLWithPath: folder + "/general-2.json"))
    let explained = try #require(
      try workshop.line.explained("s__q2", advice: AdviceCatalogue(), baselines: BaselineFiles(folder)))
    #expect(explained.placement.fault?.code == .baselineUnreadable)
    #expect(explained.text(in: .en).contains("the baseline's file cannot be read"))
    #expect(explained.text(in: .en).contains("Lost points"))
  }
}
