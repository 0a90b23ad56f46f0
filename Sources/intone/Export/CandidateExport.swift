import Assessment
import Documents
import Files
import FoundationEssentials
import Inbox
import Interview
import Maintenance
import Queries
import Reports
import Seal
import Store
import Vault

/// All that is held of one candidate, for the candidate: what was delivered, what was measured, every revision, what people decided,
/// what happened, who looked, and a page that says what each of it is.
struct CandidateExport {
  let store: any WholeStore
  let vault: Vault
  let stateDirectory: String
  let candidate: String
  /// Whether what cannot be opened is left out, and told, in place of giving up.
  let skipsLocked: Bool
  let time: Double

  /// What was found, for the page.
  struct Contents {
    struct Session {
      var name: String
      var answers: [StoredAnswer] = []
      var reviews: [StoredReview] = []
      var files: [String] = []
      var locked: [String] = []
    }

    var sessions: [Session] = []
    var revisions = 0
    var events = 0
    var entries = 0
  }

  /// The candidate's sessions, under every spelling that people take for the same.
  func sessions() throws(Fault) -> [String] {
    let folded = FoldedName.of(candidate)
    var found: Set<String> = []
    for spelling in try store.candidates() where spelling == candidate || FoldedName.of(spelling) == folded {
      found.formUnion(try store.sessions(ofCandidate: spelling))
    }
    return found.sorted()
  }

  /// - Throws: `export.locked`, `file.…`.
  func write(_ sessions: [String], to target: ExportTarget) throws -> Contents {
    var contents = Contents()
    for name in sessions {
      var session = Contents.Session(name: name)
      let folder = "sessions/" + name
      for shelf in ["archive", "quarantine", "held"] { try add(shelf, folder, &session, to: target) }
      session.answers = try store.answers(ofSession: name)
      if !skipsLocked, session.answers.contains(where: \.record.isLocked) { throw Fault(.exportLocked, name) }
      var revisions: [String] = []
      for answer in session.answers {
        for revision in try store.revisions(of: answer.id) {
          revisions.append(try RecordDocument(revision.record, recordedAt: revision.recordedAt, revision: revision.revision).json())
        }
        session.reviews += try store.reviews(of: .answer(answer.id))
      }
      session.reviews += try store.reviews(of: .session(name))
      contents.revisions += revisions.count
      try target.add(folder + "/revisions.jsonl", Self.lines(revisions))
      try target.add(folder + "/reviews-and-decisions.jsonl", Self.lines(session.reviews.map { JSON(encoding: $0.document).text }))
      try addReport(name, folder, to: target)
      contents.sessions.append(session)
    }
    let ids = Set(sessions + contents.sessions.flatMap { $0.answers.map(\.id) })
    try addEvents(sessions: Set(sessions), to: target, &contents)
    try addEntries(about: ids, to: target, &contents)
    for language in [Language.zh, .en] {
      try target.add("index.\(language.rawValue).html", LayPage(candidate, contents, at: time).html(in: language))
    }
    try target.finish()
    return contents
  }

  private func addReport(_ session: String, _ folder: String, to target: ExportTarget) throws {
    let directories = ModelDirectories()
    let report = try SessionReport(
      session, in: store, models: directories.library(), advice: directories.advice(), baselines: BaselineFiles(), at: time)
    for language in [Language.zh, .en] {
      if let page = try report?.html(for: .decider, in: language) { try target.add("\(folder)/report.\(language.rawValue).html", page) }
    }
  }

  /// Files of one shelf, opened where they are sealed, under the names that they were delivered with.
  private func add(_ shelf: String, _ folder: String, _ session: inout Contents.Session, to target: ExportTarget) throws {
    let base = "\(stateDirectory)/\(shelf)/\(session.name)"
    for name in ((try? FileManager.default.subpathsOfDirectory(atPath: base)) ?? []).sorted() {
      let path = base + "/" + name
      let parts = name.split(separator: "/")
      guard let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType, type == .typeRegular,
        parts.last?.hasPrefix(".") == false, parts.first != ".records"
      else { continue }
      let plain = "\(folder)/\(shelf)/" + name.replacing(".superseded", with: "superseded")
      do throws(Fault) {
        try add(path, session.name, as: plain, to: target)
        session.files.append(plain)
      } catch {
        guard error.code == .sealLocked, skipsLocked else { throw error.code == .sealLocked ? Fault(.exportLocked, path) : error }
        session.locked.append(plain)
      }
    }
  }

  private func add(_ path: String, _ session: String, as name: String, to target: ExportTarget) throws(Fault) {
    let file = try vault.file(path, ofSession: session)
    var offset = 0
    try target.add(name, size: file.size) { () throws(Fault) in
      let piece = try file.read(offset, 1 << 20)
      offset += piece.count
      return piece
    }
  }

  private func addEvents(sessions: Set<String>, to target: ExportTarget, _ contents: inout Contents) throws {
    var (cursor, found): (Int, [String]) = (0, [])
    while case let page = try store.events(after: cursor, limit: 1000), let last = page.last {
      found += page.filter { $0.session.map(sessions.contains) ?? false }.map { JSON(encoding: $0.document).text }
      cursor = last.cursor
    }
    contents.events = found.count
    try target.add("events.jsonl", Self.lines(found))
  }

  private func addEntries(about ids: Set<String>, to target: ExportTarget, _ contents: inout Contents) throws {
    let hash = ErasureSubject.candidate(candidate).subject
    var (number, found): (Int, [String]) = (0, [])
    while case let page = try store.auditLinks(after: number, limit: 1000), let last = page.last {
      // What was done over the socket is named by its path.
      found += page.filter { link in
        link.entry.subject == hash || link.entry.subject.split(separator: "/").contains { ids.contains(String($0)) }
      }.map { JSON(encoding: $0.document).text }
      number = last.number
    }
    contents.entries = found.count
    try target.add("audit.jsonl", Self.lines(found))
  }

  private static func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}
