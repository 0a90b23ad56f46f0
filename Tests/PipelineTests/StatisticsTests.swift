import Assessment
import Documents
import Files
import Foundation
import Interview
import PostgresStore
import Queries
import RoleModels
import Store
import StoreSQL
import TestSupport
import Testing

/// What is made of many answers together: like is compared with like, and what is left out is told.
struct StatisticsTests {
  private static let model = Checkout.models.models
    .first { $0.id == "sales" }
  private static let judged = Engine.version + "+judge.own.1"

  private let store = InMemoryStore()
  private let model: RoleModel
  /// The two dimensions that the tests' scores have, of the model's own: three quarters and one.
  private var names: (major: String, minor: String) { (model.dimensions[0].id, model.dimensions[1].id) }

  init() throws { model = try #require(Self.model) }

  /// - Parameter minor: nil where that dimension could not be judged.
  private func card(_ major: Double, _ minor: Double?, version: String? = nil) -> Scorecard {
    let overall = minor.map { 0.75 * major + 0.25 * $0 } ?? major
    func dimension(_ id: String, _ weight: Double, _ score: Double?) -> DimensionScore {
      DimensionScore(
        id: id, name: Bilingual(zh: id, en: id), weight: Points(weight), effectiveWeight: score == nil ? .zero : Points(weight),
        score: score.map { Points($0) }, reason: score == nil ? .qualityBandwidth : nil)
    }
    let reference = RoleModelReference(id: model.id, version: version ?? model.reference.version, hash: model.reference.hash)
    return Scorecard(
      roleModel: reference, overall: Points(overall), dimensions: [dimension(names.major, 75, major), dimension(names.minor, 25, minor)],
      lostPoints: [], confidence: Confidence(level: .high, low: nil, high: nil, reasons: []), advisory: [], unknown: [:])
  }

  private func record(
    _ session: String, _ major: Double, _ minor: Double?, to question: String = "q1", engine: String = Engine.version,
    version: String? = nil, in other: (any ScoreStore)? = nil
  ) throws {
    let card = card(major, minor, version: version)
    _ = try (other ?? store).record(
      AnswerRecord(
        key: AnswerKey(session: OpaqueName(session), question: OpaqueName(question)), candidate: "c-" + session, engine: engine,
        recordingHash: Files.hash(Array((session + question).utf8)), roleModel: card.roleModel,
        measures: [.phonation: .value(30), .pauseRatio: .value(0.2)], scorecard: card, analysis: "{}", arrivedAt: 1), at: 1)
  }

  @Test func `the engine of the present version with the most answers is taken, and the others are told with their numbers`() {
    let counts = [Engine.version: 3, Self.judged: 5, "1.0.0": 9]
    let choice = EngineChoice(among: counts)
    #expect(choice.engine == Self.judged)
    #expect(choice.leftOut == [.init(engine: "1.0.0", answers: 9), .init(engine: Engine.version, answers: 3)])
    #expect(
      choice.sentences[1].en
        == "3 answers are left out: they were scored by engine \(Engine.version), and those of engine \(Self.judged) are taken; "
        + "--engine chooses")
    #expect(choice.sentences[1].zh.hasPrefix("3 个回答未计入：由引擎 \(Engine.version) 评分"))
    #expect(EngineChoice(among: [Engine.version: 5, Self.judged: 5]).engine == Engine.version)
    #expect(EngineChoice(among: ["1.0.0": 9]).engine == Engine.version, "no answer of an older version passes for one of this")
    #expect(EngineChoice(among: counts, wanted: "1.0.0").leftOut.map(\.answers) == [3, 5])
    #expect(EngineChoice(among: [Engine.version: 5]).sentences.isEmpty)
  }

  @Test func `judged answers are calibrated among themselves, and so are the others`() throws {
    for number in 1...4 { try record("j\(number)", 60 + Double(number), 60, engine: Self.judged) }
    for number in 1...2 { try record("p\(number)", 50, 50) }
    try record("old", 50, 50, version: "0.1")
    let scored = try ScoredCandidates(store, model: model)
    #expect(scored.people.map(\.id) == ["c-j1", "c-j2", "c-j3", "c-j4"])
    #expect(scored.choice == EngineChoice(among: [Self.judged: 4, Engine.version: 2]))
    #expect(scored.choice.leftOut.map(\.answers) == [2] && scored.otherVersions == 1)
    #expect(try ScoredCandidates(store, model: model, engine: Engine.version).people.map(\.id) == ["c-p1", "c-p2"])
    #expect(try RoleCohort(store, model: model).baseline.answers == 4)
    // Whichever version of the model scored it: a baseline rests on measures.
    #expect(try RoleCohort(store, model: model, engine: Engine.version).baseline.answers == 3)
    let statistics = try QuestionStatistics(store)
    #expect(statistics.questions.map(\.n) == [4])
    #expect(statistics.roles.map(\.choice.leftOut) == [[.init(engine: Engine.version, answers: 3)]])
    #expect(try QuestionStatistics(store, engine: Engine.version).questions.map(\.n) == [3])
    for ask in [
      { _ = try ScoredCandidates(store, model: model, engine: "9.9") }, { _ = try RoleCohort(store, model: model, engine: "9.9") },
      { _ = try QuestionStatistics(store, engine: "9.9") },
    ] {
      let fault = #expect(throws: Fault.self) { try ask() }
      #expect(fault?.code == .engineNoAnswers && fault?.detail == "9.9; \(Engine.version), \(Self.judged)")
    }
  }

  /// As while machines are upgraded one after the other.
  @Test func `what daemons of two engines recorded in one database is never put together`() throws {
    let server = try #require(PostgresServer.shared, "PostgreSQL is not installed: make setup")
    let schema = "t" + UUID().uuidString.filter { $0 != "-" }.lowercased()
    let (north, south) = (
      try PostgresStore(server.connection(), schema: schema, node: "north"),
      try PostgresStore(server.connection(), schema: schema, node: "south")
    )
    let before = "2.0.9"
    for number in 1...40 { try record("n\(number)", 40 + Double(number), 60, in: north) }
    // More, and better: whoever is put beside these loses.
    for number in 1...50 { try record("s\(number)", 95, 95, engine: before, in: south) }
    // A session whose answers came to both machines.
    try record("both", 70, 70, to: "q1", in: north)
    try record("both", 95, 95, to: "q2", engine: before, in: south)
    let people = (1...40).map { "c-n\($0)" } + (1...50).map { "c-s\($0)" }
    let outcomes = Dictionary(uniqueKeysWithValues: people.enumerated().map { ($1, Double($0)) })
    let table = people.map { "\($0),\($0.hasPrefix("c-n") ? "a" : "b")\n" }
    let groups = try GroupFile(Array(("candidate,group\n" + table.joined()).utf8), name: "groups")
    func code(_ body: () throws -> Void) -> FaultCode? { #expect(throws: Fault.self) { try body() }?.code }
    // Whichever machine is asked.
    for store in [south, north] {
      func compare(_ ids: String...) throws { _ = try ComparedSessions(ids, in: store, models: RoleModelLibrary([model]), at: 2) }
      for pair in [["n1", "s1"], ["n1", "both"], ["s1", "both"], ["n1__q1", "s1__q1"], ["both__q1", "both__q2"]] {
        #expect(code { try compare(pair[0], pair[1]) } == .compareEngine, "\(pair)")
      }
      try compare("n1", "n2")
      try compare("s1", "s2")
      let cohort = try RoleCohort(store, model: model)
      #expect(cohort.choice == EngineChoice(among: [Engine.version: 41, before: 51]))
      #expect(cohort.choice.engine == Engine.version && cohort.baseline.answers == 41)
      let scored = try ScoredCandidates(store, model: model)
      #expect(scored.people.count == 41 && scored.choice.leftOut == [.init(engine: before, answers: 51)])
      #expect(scored.people.first { $0.id == "c-both" }?.answers == 1)
      #expect(Calibration(scored.people, outcomes, model: model).n == 40)
      let groupsSeen = FairnessReport(scored.people, groups, threshold: Points(60)).splits[0].groups
      #expect(groupsSeen.map(\.name).sorted() == ["a", FairnessReport.unknown] && groupsSeen.map(\.n).sorted() == [1, 40], "of b nobody")
      let statistics = try QuestionStatistics(store)
      #expect(statistics.questions.map(\.n) == [41] && statistics.questions.map(\.highest) == [75])
      #expect(try QuestionStatistics(store, engine: before).questions.map(\.n) == [50, 1])
    }
    // A baseline that one machine froze, in the database for all.
    let cohort = try RoleCohort(north, model: model)
    _ = try BaselineFiles(in: north).save(
      cohort.baseline.baseline(role: model.id, version: 1, engine: cohort.choice.engine, frozen: "2026-11-26T10:00:00Z"))
    let files = BaselineFiles(in: south)
    let placed = try files.placed(#require(try south.current("both__q1")), version: nil)
    #expect(placed.answers == 41 && placed.measures.allSatisfy { $0.spread.value?.n == 41 } && !placed.measures.isEmpty)
    for answer in ["s1__q1", "both__q2"] {
      let other = try #require(try south.current(answer))
      #expect(code { _ = try files.placed(other, version: nil) } == .baselineEngine)
    }
  }

  @Test func `people come back from their object to the last bit`() throws {
    for (number, score) in [70.1, 33.33, 99.99, 0.07].enumerated() {
      try record("s", score, number == 2 ? nil : score, to: "q\(number)")
    }
    let scored = try ScoredCandidates(store, model: model)
    let again = try JSONDecoder().decode(ScoredCandidates.self, from: Data(scored.json.text.utf8))
    #expect(again.people == scored.people && again.people.first?.isPartial == true && again.people.first?.answers == 4)
    #expect(again.json == scored.json)
  }

  @Test func `a question's scores are those over the dimensions that most of its answers know`() throws {
    for (session, score) in [("a", 60.0), ("b", 70), ("c", 80)] { try record(session, score, score) }
    try record("d", 95, nil)
    let question = try #require(try QuestionStatistics(store).questions.first)
    #expect(question.n == 3 && question.otherDimensions == 1)
    #expect(question.mean == 70 && question.deviation == 10 && question.highest == 80)
    // Where telephones leave the same dimension open in most, those compare with each other.
    for session in ["e", "f", "g"] { try record(session, 40, nil) }
    let other = try #require(try QuestionStatistics(store).questions.first)
    #expect(other.n == 4 && other.otherDimensions == 3 && other.mean == 53.75)
  }

  @Test func `discrimination rests on scores that compare`() throws {
    for number in 1...10 {
      try record("s\(number)", 50 + Double(number), 50, to: "q1")
      try record("s\(number)", 60 + 2 * Double(number), 50, to: "q2")
    }
    // The best first answer beside the worst second one; of that a dimension is missing.
    try record("t", 99, 99, to: "q1")
    try record("t", 1, nil, to: "q2")
    let questions = try QuestionStatistics(store).questions
    for question in questions {
      #expect(question.discrimination?.n == 10)
      #expect(abs((question.discrimination?.value ?? 0) - 1) < 1e-9)
    }
    #expect(questions.map(\.n) == [11, 10] && questions.map(\.otherDimensions) == [0, 1])
  }

  @Test func `sessions of which different dimensions are known are compared over the common ones`() throws {
    try record("a", 80, 40, to: "q1")
    try record("a", 60, 100, to: "q2")
    try record("b", 60, nil, to: "q1")
    try record("b", 50, 50, to: "q2")
    let compared = try ComparedSessions(["a", "b"], in: store, models: RoleModelLibrary([model]), at: 2)
    // The first question over the first dimension alone, 80 against 60; the second over both, 70 against 50.
    #expect(compared.columns.map(\.common) == [Points(75), Points(55)])
    #expect(compared.columns.map(\.missing) == [[], [names.minor]])
    #expect(compared.columns.map(\.questions) == [["q1": Points(70), "q2": Points(70)], ["q1": Points(60), "q2": Points(50)]])
    let alike = try ComparedSessions(["a__q2", "b__q2"], in: store, models: RoleModelLibrary([model]), at: 2)
    #expect(alike.columns.map(\.common) == [nil, nil], "overall scores of the same dimensions compare as they are")
    #expect(compared.document.json.text.contains(#""dimensions":[{"id":"\#(names.major)""#))
  }

  @Test func `overall scores of people of whom a dimension is missing are no part of a calibration, their dimensions are`() throws {
    for (session, score) in [("a", 50.0), ("b", 60), ("c", 70), ("d", 80)] { try record(session, score, score) }
    // The best overall scores of all, and the worst outcomes.
    for session in ["x", "y"] { try record(session, 95, nil) }
    let outcomes = ["c-a": 1.0, "c-b": 2, "c-c": 3, "c-d": 4, "c-x": 0, "c-y": 0]
    let calibration = Calibration(try ScoredCandidates(store, model: model).people, outcomes, model: model)
    #expect(calibration.n == 6)
    #expect(calibration.overall.pearson?.n == 4)
    #expect(abs((calibration.overall.pearson?.value ?? 0) - 1) < 1e-9)
    #expect(calibration.bands.map(\.n).reduce(0, +) == 4)
    let major = try #require(calibration.dimensions.first { $0.name == names.major }?.pearson)
    // By hand: means 75 and 5/3; Σxy −50, Σx² 1700, Σy² 40/3.
    #expect(major.n == 6 && abs(major.value - -50 / (1700.0 * 40 / 3).squareRoot()) < 1e-9)
    #expect(calibration.dimensions.first { $0.name == names.minor }?.pearson?.n == 4)
    #expect(calibration.warnings.first?.en.hasPrefix("Of 2 people a dimension could not be judged") == true)
  }
}
