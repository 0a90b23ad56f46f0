import ArgumentParser
import Assessment
import Documents
import FoundationEssentials
import Interview
import Papers
import Queries
import RoleModels
import SQLiteStore
import Store

/// Where a reading verb gets its answer: the daemon, or the store itself when the daemon is down or a store was named.
extension DaemonOptions {
  /// The document that both make, without a line feed at its end.
  func document(_ target: String, orFromStore make: (any WholeStore) throws -> String) throws -> String {
    var made: String?
    var failure: (any Error)?
    let body = try read(target, timeout: 300) { store throws(Fault) in
      do { made = try make(store) } catch { failure = error }
      return ""
    } decode: { body throws(Fault) in
      body.withoutLastNewline
    }
    if let failure { throw failure }
    return made ?? body
  }

  /// - Throws: a fault of the store when neither answers.
  func read<Value>(
    _ target: String, timeout: Int = 30, orFromStore: (any WholeStore) throws(Fault) -> Value, decode: (String) throws(Fault) -> Value
  )
    throws(Fault) -> Value
  {
    // Who names a store wants that one, whatever the daemon holds.
    if namedStore != nil { return try orFromStore(openStore(reading: store)) }
    let body: String
    do throws(Fault) {
      body = try ask("GET", target, timeout: timeout)
    } catch  where error.code == .daemonUnreachable {
      guard mayHoldStore(store) else { throw error }
      StandardError.print(lang == .zh ? "（守护进程未运行，直接读库 \(store)）" : "(the daemon is down; reading the store \(store) itself)")
      return try orFromStore(openStore(reading: store))
    }
    return try decode(body)
  }
}

extension DaemonOptions {
  /// As `read`, of what lies in the state directory; that is where the store is, unless it was named.
  func readFiles(_ target: String, orFrom read: (_ stateDirectory: String) throws(Fault) -> String) throws(Fault) -> String {
    do throws(Fault) {
      return try ask("GET", target)
    } catch  where error.code == .daemonUnreachable {
      let state = stateBesideStore
      guard FileManager.default.fileExists(atPath: state) else { throw error }
      StandardError.print(lang == .zh ? "（守护进程未运行，直接读 \(state)）" : "(the daemon is down; reading \(state) itself)")
      return try read(state)
    }
  }

  /// The lines of a log after a number.
  func readLines(_ target: String, timeout: Int = 30, orFromStore read: (any WholeStore) throws(Fault) -> [JSON]) throws(Fault) -> String {
    try self.read(target, timeout: timeout) { store throws(Fault) in
      try read(store).map { $0.text + "\n" }.joined()
    } decode: { body throws(Fault) in
      body
    }
  }
}

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

  private static func isAbsent(_ fault: Fault) -> Bool { ["control.not-found", FaultCode.nothingStored.code].contains(fault.code.code) }

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
  enum Reader: String, ExpressibleByArgument, CaseIterable { case people, candidate }

  @Argument(help: "The answer's id, SESSION__QUESTION.") var id: String
  @Option(name: .customLong("for"), help: "people who decide, or the candidate.") var reader = Reader.people
  @OptionGroup var scale: ScaleOption
  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    let body = try daemon.read("/v1/answers/" + PercentText.encoded(id) + "/explain" + scale.query) { store throws(Fault) in
      guard
        let explained = try ExplainedAnswer(
          store.spelled(id), in: store, advice: ModelDirectories().advice(), models: ModelDirectories().library(),
          baselines: BaselineFiles())
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
    let text = CandidateLetter(try AnswerDocument(reading: body), advice: explained.advice).text(in: daemon.lang, scale: scale.scale)
    guard daemon.json else { return print(text, terminator: "") }
    print(JSON.object(["answer": .string(id), "language": .string(daemon.lang.rawValue), "markdown": .string(text)]).text)
  }
}

extension FaultCode {
  static let nothingStored = FaultCode(
    "store.no-such-id", cause: Bilingual(zh: "库中没有这一项", en: "the store has no such session or answer"),
    action: Bilingual(zh: "用 intone show 查看有哪些场次。", en: "See with intone show which sessions there are."))
}

extension DaemonOptions {
  /// An answer's document as it is sent: the daemon's, or the store's where no daemon runs.
  fileprivate func answer(_ id: String) throws -> String {
    try read("/v1/answers/" + PercentText.encoded(id)) { store throws(Fault) in
      guard let reading = try AnswerReading(store.spelled(id), in: store, baselines: BaselineFiles()) else {
        throw Fault(.nothingStored, id)
      }
      return reading.document.json.text
    } decode: { body throws(Fault) in
      body
    }
  }
}
