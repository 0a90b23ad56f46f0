import Foundation
import Interview
import RoleModels
import Testing

@Suite struct `The models that are shipped` {
  @Test func `there are seven, and each is named in both languages`() throws {
    let models = try shippedModels()
    #expect(
      models.map(\.id) == [
        "customer-service", "financial-risk-analyst", "general", "production-supervisor", "project-manager", "sales", "software-engineer",
      ])
    for model in models {
      #expect(!model.name.zh.isEmpty && !model.name.en.isEmpty && model.name.zh != model.name.en)
      #expect(model.dimensions.map(\.weight).reduce(.zero, +) == .full)
      #expect(model.id == "general" || model.questions.count >= 5)
    }
  }

  @Test func `none has a remark`() throws {
    for file in try files(in: modelsFolder, ending: "yaml") {
      let check = try RoleModel.check(Array(try Data(contentsOf: file)), name: file.lastPathComponent, hash: anyHash)
      #expect(check.mistakes.isEmpty)
      #expect(check.remarks.isEmpty, "\(file.lastPathComponent): \(check.remarks.map(\.en))")
    }
  }

  @Test func `the general model scores sound alone, in no known language`() throws {
    let general = try #require(try shippedModels().first { $0.id == "general" })
    let evidence = Evidence(measures: [
      .phonation: .value(40), .syllables: .value(180), .speechRate: .value(3.8), .surgeCount: .value(0), .pauseRatio: .value(0.25),
      .pauseLongest: .value(1.1), .meanLengthOfRun: .value(8), .f0SD: .value(2.5), .fillersPerMinute: .unknown(.transcriptMissing),
      .repetitionsPer100: .unknown(.transcriptMissing),
    ])
    let card = general.score(evidence)
    #expect(card.overall == .full)
    #expect(card.unknown == ["fluency.fillers": .transcriptMissing, "fluency.repetitions": .transcriptMissing])
    #expect(card.confidence.reasons.contains { $0.en.hasPrefix("10 % of the weight") })
  }

  @Test func `a role that looks for content does not judge an answer without transcript`() throws {
    let sales = try #require(try shippedModels().first { $0.id == "sales" })
    let card = sales.score(
      Evidence(measures: [.phonation: .value(40), .syllables: .value(180), .pauseRatio: .value(0.25), .f0SD: .value(2.5)], language: .zh))
    #expect(card.overall == nil)
    #expect(card.advisory.map(\.kind) == [.insufficientData])
    #expect(card.confidence.reasons == [UnknownReason.transcriptMissing.meaning])
  }

  @Test func `every lost point of every model finds advice in the catalogue`() throws {
    var advice = AdviceCatalogue()
    for file in try files(in: modelsFolder.appendingPathComponent("advice"), ending: "yaml") {
      advice = try advice.adding(Array(Data(contentsOf: file)), name: file.lastPathComponent)
    }
    var dice = Dice(state: 11)
    var without: Set<String> = []
    for model in try shippedModels() {
      for _ in 0..<200 {
        let card = model.score(Evidence.random(&dice, for: model, question: nil))
        for lost in card.lostPoints where advice.entry(for: lost) == nil { without.insert(lost.code) }
      }
    }
    #expect(without.isEmpty, "\(without.sorted())")
  }

  /// Words about a person's inside, or turning somebody away, have no place in anything that is printed.
  @Test func `no model, norm or advice speaks of what is not measured`() throws {
    let words = [
      "emotion", "stress level", "stressed", "nervous", "anxious", "anxiety", "honest", "lying", "personality", "reject", "eliminate", "情绪",
      "压力大", "紧张",
      "焦虑", "诚实",
      "撒谎", "人格", "性格", "淘汰", "拒绝",
    ]
    var texts: [(String, String)] = []
    for folder in ["", "norms", "advice"] {
      for file in try files(in: modelsFolder.appendingPathComponent(folder), ending: "yaml") {
        texts.append((file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
      }
    }
    let models = try shippedModels()
    texts += models.flatMap { model in Language.allCases.map { (model.id, ScoringDocument(model).markdown(in: $0)) } }
    texts.append(("schema", RoleModelSchema.text))
    var dice = Dice(state: 3)
    for model in models {
      for _ in 0..<6 {
        let evidence = Evidence.random(&dice, for: model, question: nil)
        let explanation = Explanation(model.score(evidence), counterfactuals: model.counterfactuals(evidence))
        texts += Language.allCases.map { (model.id, explanation.text(in: $0)) }
      }
    }
    // Most lines come again and again; each is searched once.
    let lines = Set(texts.flatMap { $0.1.lowercased().split(separator: "\n") })
    for line in lines {
      for word in words where line.contains(word) { Issue.record("\(word): \(line)") }
    }
  }
}
