import ArgumentParser
import Assessment
import Documents
import FoundationEssentials
import Interview
import Queries
import Store

/// `intone show`: sessions, one session, or one answer.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Sessions, one session, or one answer.",
    discussion: """
      Without an id: the sessions, as many as are asked for. An answer's id is SESSION__QUESTION, with .ATTEMPT from the second \
      attempt on. Times are in UTC; --since takes a day, a time, or so long ago as 7d or 12h.

      EXAMPLES
        intone show s-1042
        intone show --state completed --role sales --since 7d --sort score
      """)
  @Argument(help: "A session's or an answer's id.") var id: String?
  @Flag(help: "The id is a session's, also where an answer has the same.") var session = false
  @OptionGroup(title: "Which sessions") var which: SessionOptions
  @OptionGroup var scale: ScaleOption
  @OptionGroup var daemon: DaemonOptions

  /// An answer where the id looks like one and there is one, else a session.
  /// - Throws: `control.not-found`, or `store.no-such-id` where the daemon is down.
  func run() throws {
    guard let id else { return try sessions() }
    if id.contains("__"), !session {
      do { return try answer(id) } catch let fault as Fault where Self.isAbsent(fault) {
        // A session may have such a name as well.
        do { return try session(id) } catch let other as Fault where Self.isAbsent(other) { throw fault }
      }
    }
    try session(id)
  }

  /// Whether there is nothing of that name, which is no failure of the daemon.
  private static func isAbsent(_ fault: Fault) -> Bool { ["control.not-found", FaultCode.nothingStored.code].contains(fault.code.code) }

  /// The session's scorecard.
  private func session(_ id: String) throws {
    let session = try daemon.read("/v1/sessions/" + PercentText.encoded(id) + scale.query) { store throws(Fault) in
      let now = Date().timeIntervalSince1970
      guard let card = try SessionScorecard(store.spelled(id), in: store, models: ModelDirectories().library(), at: now) else {
        throw Fault(.nothingStored, id)
      }
      return card.document(on: scale.scale).json.text
    } decode: { body throws(Fault) in
      body
    }
    if daemon.json { return print(session.withoutLastNewline) }
    print(try Bilingual(reading: session)[daemon.lang])
  }

  /// The list.
  private func sessions() throws {
    let body = try daemon.read("/v1/sessions?" + which.query) { store throws(Fault) in
      let listing = try which.listing(in: store)
      return JSON(encoding: listing.rows.map(\.document)).text
    } decode: { body throws(Fault) in
      body
    }
    if daemon.json { return print(body.withoutLastNewline) }
    print(
      SessionTable(try [ListedSession](reading: body), scale: scale.scale, limit: which.limit).text(
        daemon.lang))
  }

  /// The answer with its measures and lost points.
  private func answer(_ id: String) throws {
    let body = try daemon.answer(id)
    if daemon.json { return print(body.withoutLastNewline) }
    print(try AnswerDocument(reading: body).text(id, in: daemon.lang, scale: scale.scale))
    // Both may bear the name: `a__b` is the answer to b in a, and a session.
    let other = "/v1/sessions/" + PercentText.encoded(id)
    let isBoth =
      (try? daemon.read(other) { store throws(Fault) in
        try store.session(store.spelled(id)) != nil
      } decode: { _ in
        true
      }) ?? false
    if isBoth {
      print(
        daemon.lang == .zh
          ? "\n另有一个同名的场次：intone show \(id) --session" : "\nthere is a session of this name as well: intone show \(id) --session")
    }
  }
}
