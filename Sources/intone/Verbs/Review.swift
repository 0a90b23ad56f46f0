import ArgumentParser
import Documents
import Interview
import Store

/// `intone review`: what a person decided, beside and above the machine's score.
struct ReviewVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Put your own judgement above the machine's score of an answer, or a decision above a session's; the scores stay.",
    discussion: """
      EXAMPLES
        intone review s-1042__q2 --by anna --judgement strong --reason "Names the customer's need and a result that can be checked."
        intone review --session s-1042 --by anna --judgement invite --reason "Both answers about customers are strong."
      """)
  @Argument(help: "The answer's id, SESSION__QUESTION.") var id: String?
  @Option(help: "In place of an answer: the session that is decided about.") var session: String?
  @Option(name: .customLong("by"), help: "Who reviews.") var reviewer: String
  @Option(help: "The judgement, in your own words or as a figure.") var judgement: String
  @Option(help: "Why.") var reason: String
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    if (id == nil) == (session == nil) { throw ValidationError("name an answer, or a session with --session") }
  }

  /// The same review sent twice is kept once.
  func run() throws {
    let (collection, id) = session.map { ("sessions", $0) } ?? ("answers", id ?? "")
    let body = Wishes.Review(reviewer: reviewer, judgement: judgement, reason: reason).json.text
    let answer = try daemon.ask("POST", "/v1/\(collection)/" + PercentText.encoded(id) + "/review", body: body)
    if daemon.json { return print(answer.withoutLastNewline) }
    print(daemon.lang == .zh ? "已记录对 \(id) 的人工评审" : "the review of \(id) is recorded")
  }
}
