import ArgumentParser
import Assessment
import Documents
import FoundationEssentials
import Interview
import Queries
import Reports
import Sessions
import Store

/// Which sessions are listed, and in which order.
struct SessionOptions: ParsableArguments {
  @Option(help: "Only sessions in this state: not-started, in-progress, completed, timed-out, held or failed.")
  var state: SessionPhase?
  @Option(help: "Only sessions of this role model.") var role: String?
  @Option(help: "Only this candidate's.") var candidate: String?
  @Option(help: "Only those that changed since: 2026-11-01, 2026-11-01T08:00:00+08:00, 7d or 12h.") var since: String?
  @Option(help: "In the order of id, time (the latest first), candidate, or score (the greatest first).") var sort = SessionListing.Order.id
  @Option(help: "At most so many (1 to 1000).") var limit = 100
  @Option(help: "Go on after this session, the last of the page before.") var after: String?

  func validate() throws {
    guard (1...1000).contains(limit) else { throw ValidationError("--limit is 1 to 1000") }
    if let since, SessionListing.moment(since, now: 0) == nil {
      throw ValidationError("--since is a day (2026-11-01), a time (2026-11-01T08:00:00Z), or so long ago as 7d, 12h, 30m")
    }
  }

  /// For the socket.
  var query: String {
    let asked = [
      ("state", state?.rawValue), ("role", role), ("candidate", candidate), ("since", since), ("sort", sort == .id ? nil : sort.rawValue),
      ("after", after), ("limit", "\(limit)"),
    ]
    return asked.compactMap { name, value in value.map { name + "=" + PercentText.encoded($0) } }.joined(separator: "&")
  }

  /// From a store without a daemon.
  func listing(in store: any ScoreStore) throws(Fault) -> SessionListing {
    let now = Date().timeIntervalSince1970
    let filter = SessionFilter(
      state: state, role: role, candidate: candidate,
      since: since.flatMap { SessionListing.moment($0, now: now) })
    return try SessionListing(filter, by: sort, after: after, limit: limit, in: store, models: ModelDirectories().library(), at: now)
  }
}

extension SessionPhase: ExpressibleByArgument {}
extension SessionListing.Order: ExpressibleByArgument {}

/// The list of sessions.
struct SessionTable {
  let sessions: [ListedSession]
  let scale: ScoreScale
  /// How many were asked for.
  let limit: Int

  init(_ sessions: [ListedSession], scale: ScoreScale, limit: Int) {
    self.sessions = sessions
    self.scale = scale
    self.limit = limit
  }

  /// One row a session, in the order that was asked for; a last line where there are more than were asked for.
  func text(_ language: Language) -> String {
    let zh = language == .zh
    guard !sessions.isEmpty else { return zh ? "没有符合条件的场次" : "there is no such session" }
    let isDecided = sessions.contains { $0.judgement != nil }
    var header =
      zh
      ? ["场次", "候选人", "状态", "已答", "总分", "岗位模型", "站点", "更新（UTC）"]
      : ["session", "candidate", "state", "answered", "score", "role", "site", "updated (UTC)"]
    if isDecided { header.append(zh ? "人工决定" : "decision") }
    var table = TextTable(header: header)
    table.textColumns = [0, 1, 2, 5, 6, 7, 8]
    for session in sessions {
      let answered = "\(session.answered)" + (session.questions.isEmpty ? "" : "/\(session.questions.count)")
      let score = session.overall.map { scale.text($0) } ?? "—"
      let updated = session.updated_at.prefix(16).replacing("T", with: " ")
      var row = [
        session.id, session.candidate ?? "—", session.state.name[language], answered, score, session.role ?? "—", session.site ?? "—",
        String(updated),
      ]
      if isDecided { row.append(session.judgement ?? "") }
      table.rows.append(row)
    }
    var lines = [table.text]
    if sessions.count == limit, let last = sessions.last {
      lines.append(zh ? "可能还有更多：--after \(last.id.visibleLine)" : "there may be more: --after \(last.id.visibleLine)")
    }
    lines += (ConfusableNames.notes(of: sessions.map(\.id)) + ConfusableNames.notes(of: sessions.compactMap(\.candidate))).map {
      "! " + $0[language]
    }
    return lines.joined(separator: "\n")
  }
}

extension AnswerDocument {
  /// An answer as a terminal shows it: what people decided first, then the score with its reasons.
  func text(_ id: String, in language: Language, scale: ScoreScale) -> String {
    let zh = language == .zh
    var lines: [String] = reviews.isEmpty ? [] : [zh ? "人工评审（优先于机器评分）" : "Human review (stands above the machine's score)"]
    lines += reviews.map { "  " + $0.sentence()[language] }
    if !reviews.isEmpty { lines.append("") }
    lines.append(zh ? "\(id)，第 \(revision) 版" : "\(id), revision \(revision)")
    lines += notes.map { "  ! " + $0[language] }
    if case .placed(let placed) = baseline, let length = placed.length { lines.append("  " + length[language]) }
    guard let document = analysis.value else {
      if unmeasured != nil { return lines.joined(separator: "\n") }
      lines.append(zh ? "  导入时不带分析：只有测量值与得分" : "  imported without its analysis: there are measures and scores alone")
      return lines.joined(separator: "\n") + explain(id, zh)
    }
    lines.append(document.text(in: language, scale: scale))
    return lines.joined(separator: "\n") + (document.isScored ? explain(id, zh) : "")
  }

  private func explain(_ id: String, _ zh: Bool) -> String {
    "\n" + (zh ? "\n每一处失分的依据：" : "\nEvery lost point with its evidence: ") + "intone explain \(id)"
  }
}
