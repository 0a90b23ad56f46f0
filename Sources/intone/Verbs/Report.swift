import ArgumentParser
import FoundationEssentials
import Interview
import Pipeline
import Reports
import RoleModels
import SQLiteStore
import Sessions
import Store

/// `intone report`: one candidate's session as a page.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "A candidate's session as one HTML page, from the store.",
    discussion:
      "The page holds everything it needs and shows the store's values.\n\nEXAMPLE\n  intone report s-1042 --lang zh --output s-1042.html")
  @Argument(help: "The session's id.") var session: String
  @Option(help: "Where to write it; - for standard output.", completion: .file()) var output: String?
  @OptionGroup var scale: ScaleOption
  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    let store = try SQLiteStore(readOnly: daemon.store)
    let (library, baselines) = (ModelDirectories().library(), BaselineFiles())
    let now = Date().timeIntervalSince1970
    let session = try store.spelled(session)
    guard let card = try SessionScorecard(session, in: store, models: library, at: now) else { throw Fault(.nothingStored, session) }
    let advice = try ModelDirectories().advice()
    var byCode: [String: AdviceCatalogue.Entry] = [:]
    let whole = card.answers.filter(\.record.hasAnalysis)
    if whole.count < card.answers.count {
      let count = card.answers.count - whole.count
      StandardError.print(
        daemon.lang == .zh
          ? "（\(count) 个回答是不带分析导入的，报告中没有其详情；得分见 intone explain）"
          : "(\(count) answers were imported without their analysis and have no part in the report; intone explain has their scores)")
    }
    let answers = try whole.map { answer throws(Fault) in
      for point in answer.record.scorecard?.lostPoints ?? [] { byCode[point.code] = advice.entry(for: point) }
      let model = answer.record.roleModel.flatMap { reference in library.models.first { $0.reference == reference } }
      let placement = Placement(answer, in: baselines)
      let identical = card.identical.filter { $0.answer.id == answer.id }.map(\.message)
      let document = try AnswerDocument(json: answer.record.analysis)
      return CandidateReport.Answer(
        id: answer.id, question: document.question ?? model?.question(answer.record.key.question.text)?.text[daemon.lang],
        document: document,
        review: card.reviews[answer.id]?.sentence(current: answer.revision)[daemon.lang],
        baseline: placement.value.map { placed in
          ([placed.length, placed.sentence].compactMap { $0?[daemon.lang] }).joined(separator: " · ")
        }
          ?? placement.fault?.message(in: daemon.lang),
        places: Dictionary(placement.value?.measures.map { ($0.measure, $0.place[daemon.lang]) } ?? []) { first, _ in first },
        notes: identical.map { $0[daemon.lang] })
    }
    let found = byCode
    let report = CandidateReport(
      session: session, candidate: card.session.record.candidate, state: card.state.sentence[daemon.lang],
      overview: CandidateReport.Overview(card), answers: answers, scale: scale.scale,
      advice: { found[$0]?.advice },
      practice: { code in [found[code]?.practice, found[code]?.course, found[code]?.mentor].compactMap(\.self) })
    let page = try report.html(in: daemon.lang)
    let path = output ?? session + ".html"
    if path == "-" { return print(page) }
    do throws(Fault) {
      try PrivateFile.write(page, to: path)
    } catch {
      throw Fault(.reportUnwritable, error.detail)
    }
    guard daemon.json else { return print(path) }
    print(JSON.object(["session": .string(session), "file": .string(path), "language": .string(daemon.lang.rawValue)]).text)
  }
}

extension CandidateReport.Overview {
  fileprivate init(_ card: SessionScorecard) {
    let summary = card.summary
    self.init(
      overall: summary.overall, low: summary.low, high: summary.high,
      dimensions: summary.dimensions.map { Dimension(name: $0.name, score: $0.score, answers: $0.answers) }, notes: card.notes,
      decisions: card.decisions.map { $0.sentence() },
      passages: summary.repeated.flatMap { pair in
        pair.passages.map { Passage(text: $0.text, first: (pair.first, $0.first), second: (pair.second, $0.second)) }
      },
      followUps: summary.followUps.map { FollowUp(question: $0.question, message: $0.message, spans: $0.spans) })
  }
}

extension FaultCode {
  static let reportUnwritable = FaultCode(
    "report.unwritable", retry: .later, cause: Bilingual(zh: "报告无法写入", en: "the report cannot be written"),
    action: Bilingual(zh: "检查目录是否存在、可写，磁盘是否已满。", en: "Check that the directory exists and may be written to, and that the disk has room."))
}
