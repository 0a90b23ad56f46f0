import ArgumentParser
import FoundationEssentials
import Interview
import Pipeline
import Reports
import RoleModels
import SQLiteStore
import Store

/// Where a reading verb gets its answer: the daemon, or the store itself when the daemon is down.
extension DaemonOptions {
  /// - Throws: a fault of the store when neither answers.
  func read<Value>(
    _ target: String, patience: Int = 30, orFromStore: (SQLiteStore) throws(Fault) -> Value, decode: (String) throws(Fault) -> Value
  )
    throws(Fault) -> Value
  {
    let body: String
    do throws(Fault) {
      body = try ask("GET", target, patience: patience)
    } catch  where error.code == .daemonUnreachable {
      guard FileManager.default.fileExists(atPath: store) else { throw error }
      StandardError.print(lang == .zh ? "（守护进程未运行，直接读库 \(store)）" : "(the daemon is down; reading the store \(store) itself)")
      return try orFromStore(SQLiteStore(readOnly: store))
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
      let state = store.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      guard FileManager.default.fileExists(atPath: state) else { throw error }
      StandardError.print(lang == .zh ? "（守护进程未运行，直接读 \(state)）" : "(the daemon is down; reading \(state) itself)")
      return try read(state)
    }
  }

  /// The lines of a log after a number.
  func readLines(_ target: String, patience: Int = 30, orFromStore read: (SQLiteStore) throws(Fault) -> [JSON]) throws(Fault) -> String {
    try self.read(target, patience: patience) { store throws(Fault) in
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
    discussion:
      "Without an id: the sessions. An answer's id is SESSION__QUESTION, with .ATTEMPT from the second attempt on.\n\nEXAMPLE\n  intone show s-1042"
  )
  @Argument(help: "A session's or an answer's id.") var id: String?
  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    guard let id else { return try sessions() }
    if id.contains("__") { return try answer(id) }
    let session = try daemon.read("/v1/sessions/" + DaemonOptions.encoded(id)) { store throws(Fault) in
      let now = Date().timeIntervalSince1970
      guard let card = try SessionScorecard(store.spelled(id), in: store, models: ModelDirectories().library(), at: now) else {
        throw Fault(.nothingStored, id)
      }
      return card.json.text
    } decode: { body throws(Fault) in
      body
    }
    if daemon.json { return print(session.withoutLastNewline) }
    print(try JSONDecoder().decode(Worded.self, from: Data(session.utf8))[daemon.lang])
  }

  private func sessions() throws {
    let body = try daemon.read("/v1/sessions?limit=1000") { store throws(Fault) in
      JSON.array(try store.sessions(after: nil, limit: 1000).map { .object($0.members) }).text
    } decode: { body throws(Fault) in
      body
    }
    if daemon.json { return print(body.withoutLastNewline) }
    for session in try JSONDecoder().decode([SessionObject].self, from: Data(body.utf8)) {
      print(session.line)
    }
  }

  private func answer(_ id: String) throws {
    let body = try daemon.read("/v1/answers/" + DaemonOptions.encoded(id)) { store throws(Fault) in
      guard let answer = try store.current(store.spelled(id)) else { throw Fault(.nothingStored, id) }
      let reviews = try store.reviews(of: answer.id)
      return JSON.object([
        "id": .string(answer.id), "reviews": .array(reviews.map(\.json)), "revision": .integer(answer.revision),
        "baseline": Placement(answer, in: BaselineFiles()).json, "analysis": .raw(answer.record.analysis),
      ]).text
    } decode: { body throws(Fault) in
      body
    }
    if daemon.json { return print(body.withoutLastNewline) }
    let shown = try JSONDecoder().decode(ShownAnswer.self, from: Data(body.utf8))
    let zh = daemon.lang == .zh
    if !shown.reviews.isEmpty { print(zh ? "人工评审（优先于机器评分）" : "Human review (stands above the machine's score)") }
    for review in shown.reviews {
      let (who, date, revision) = (review.reviewer, review.time.prefix(10), review.revision)
      print(
        zh
          ? "  \(review.judgement)（\(who)，\(date)，针对第 \(revision) 版\(review.note(true))）：\(review.reason)"
          : "  \(review.judgement) (\(who), \(date), of revision \(revision)\(review.note(false))): \(review.reason)")
    }
    if !shown.reviews.isEmpty { print() }
    print(zh ? "\(id)，第 \(shown.revision) 版" : "\(id), revision \(shown.revision)")
    if let analysis = shown.analysis {
      print(analysis.text(in: daemon.lang))
      guard analysis.isScored else { return }
    } else {
      print(zh ? "  导入时不带分析：只有测量值与得分" : "  imported without its analysis: there are measures and scores alone")
    }
    print((zh ? "\n每一处失分的依据：" : "\nEvery lost point with its evidence: ") + "intone explain \(id)")
  }

  private struct ShownAnswer: Decodable {
    struct Review: Decodable {
      var reviewer: String
      var account: String?
      var judgement: String
      var reason: String
      var revision: Int
      var time: String

      /// The account, where it is another name than the one given.
      func note(_ zh: Bool) -> String {
        guard let account, account != reviewer else { return "" }
        return zh ? "，账户 \(account)" : ", account \(account)"
      }
    }
    var revision: Int
    var reviews: [Review]
    /// Nil where the answer was imported without it.
    var analysis: Reports.AnswerDocument?

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: CodingKeys.self)
      revision = try members.decode(Int.self, forKey: .revision)
      reviews = try members.decode([Review].self, forKey: .reviews)
      let isEmpty = try members.nestedContainer(keyedBy: AnyKey.self, forKey: .analysis).allKeys.isEmpty
      analysis = isEmpty ? nil : try members.decode(Reports.AnswerDocument.self, forKey: .analysis)
    }

    private enum CodingKeys: CodingKey {
      case revision, reviews, analysis
    }

    private struct AnyKey: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }
  }
}

/// `intone explain`: why an answer scored as it did.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Why an answer scored as it did: every lost point with its evidence.",
    discussion: "EXAMPLE\n  intone explain s-1042__q1 --lang zh")
  @Argument(help: "The answer's id, SESSION__QUESTION.") var id: String
  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    let body = try daemon.read("/v1/answers/" + DaemonOptions.encoded(id) + "/explain") { store throws(Fault) in
      guard
        let explained = try ExplainedAnswer(
          store.spelled(id), in: store, advice: ModelDirectories().advice(), models: ModelDirectories().library(),
          baselines: BaselineFiles())
      else {
        throw Fault(.nothingStored, id)
      }
      return explained.json.text
    } decode: { body throws(Fault) in
      body
    }
    if daemon.json { return print(body.withoutLastNewline) }
    print(try JSONDecoder().decode(Worded.self, from: Data(body.utf8))[daemon.lang])
  }
}

extension FaultCode {
  static let nothingStored = FaultCode(
    "store.no-such-id", cause: Bilingual(zh: "库中没有这一项", en: "the store has no such session or answer"),
    action: Bilingual(zh: "用 intone show 查看有哪些场次。", en: "See with intone show which sessions there are."))
}
