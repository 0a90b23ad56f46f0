import ArgumentParser
import Assessment
import Documents
import Interview
import Papers
import Queries
import RoleModels
import Store

/// `intone explain`: why an answer scored as it did.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Why an answer scored as it did: every lost point with its evidence.",
    discussion: """
      With --for candidate it is a page for the person who answered: what went well, where points were lost, what was not judged, \
      what to practise, what may be asked for; without ranks, reviewers, or what is suggested to recruiters.

      EXAMPLES
        intone explain s-1042__q1 --lang zh
        intone explain s-1042__q1 --for candidate --lang en > q1.md
      """)
  /// For whom it is.
  enum Reader: String, ExpressibleByArgument, CaseIterable { case people, candidate }

  @Argument(help: "The answer's id, SESSION__QUESTION.") var id: String
  @Option(name: .customLong("for"), help: "people who decide, or the candidate.") var reader = Reader.people
  @OptionGroup var scale: ScaleOption
  @OptionGroup var daemon: DaemonOptions

  /// From the daemon, or from the store itself while it is down: the same text.
  private struct Object: Document {
    let answer: String
    let language: Language
    let markdown: String
  }

  func run() throws {
    let body = try daemon.read("/v1/answers/" + PercentText.encoded(id) + "/explain" + scale.query) { store throws(Fault) in
      guard
        let explained = try ExplainedAnswer(
          store.spelled(id), in: store, advice: ModelDirectories().advice(), models: ModelDirectories().library(),
          baselines: BaselineFiles(in: store))
      else {
        throw Fault(.nothingStored, id)
      }
      return explained.document(on: scale.scale).json.text
    } decode: { body throws(Fault) in
      body
    }
    if reader == .candidate { return try letter(ExplanationDocument(reading: body)) }
    if daemon.json { return print(body.withoutLastNewline) }
    print(try Bilingual(reading: body)[daemon.lang])
  }

  /// The same answer, told to the one who gave it.
  private func letter(_ explained: ExplanationDocument) throws {
    let body = try daemon.answer(id)
    let answer = try AnswerDocument(reading: body)
    let role = answer.analysis.value?.scores?.role.id
    let model = ModelDirectories().library().models.first { $0.id == role }
    let letter = CandidateLetter(answer, question: model?.question(answer.question)?.text, advice: explained.advice)
    let text = letter.text(in: daemon.lang, scale: scale.scale)
    guard daemon.json else { return print(text, terminator: "") }
    print(Object(answer: id, language: daemon.lang, markdown: text).json.text)
  }
}
