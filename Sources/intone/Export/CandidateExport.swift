import Assessment
import Documents
import Files
import FoundationEssentials
import Inbox
import Interview
import Maintenance
import Queries
import Reports
import RoleModels
import Seal
import Sessions
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
      var card: SessionScorecard
      /// Each question's text by its id, where it is known.
      var asked: [String: Bilingual] = [:]
      /// All reviews of each answer, by its id.
      var reviews: [String: [StoredReview]] = [:]
      var files: [String] = []
      var locked: [String] = []
    }

    var sessions: [Session] = []
    var revisions = 0
    var events = 0
    var entries: [AuditLink] = []
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
    let directories = ModelDirectories()
    let models = directories.library()
    for name in sessions {
      guard let card = try SessionScorecard(name, in: store, models: models, at: time) else { continue }
      if !skipsLocked, card.answers.contains(where: \.record.isLocked) { throw Fault(.exportLocked, name) }
      var session = Contents.Session(name: name, card: card)
      let folder = "sessions/" + name
      for destination in Self.destinations { try add(destination, folder, &session, to: target) }
      session.asked = try asked(card, models)
      var revisions: [String] = []
      for answer in card.answers {
        for revision in try store.revisions(of: answer.id) {
          revisions.append(try RecordDocument(revision.record, recordedAt: revision.recordedAt, revision: revision.revision).json())
        }
        session.reviews[answer.id] = try store.reviews(of: .answer(answer.id))
      }
      contents.revisions += revisions.count
      try target.add(folder + "/revisions.jsonl", Self.lines(revisions))
      let reviews = card.answers.flatMap { session.reviews[$0.id] ?? [] } + card.decisions
      try target.add(folder + "/reviews-and-decisions.jsonl", Self.lines(reviews.map { JSON(encoding: $0.document).text }))
      let report = try SessionReport(name, in: store, models: models, advice: directories.advice(), baselines: BaselineFiles(), at: time)
      for language in [Language.zh, .en] {
        if let page = try report?.html(for: .decider, in: language) { try target.add("\(folder)/report.\(language.rawValue).html", page) }
      }
      contents.sessions.append(session)
    }
    let ids = Set(sessions + contents.sessions.flatMap { $0.card.answers.map(\.id) })
    try addEvents(sessions: Set(sessions), to: target, &contents)
    try addEntries(about: ids, to: target, &contents)
    for language in [Language.zh, .en] {
      try target.add("index.\(language.rawValue).html", CandidateIndexPage(candidate, contents, at: time, in: language).html)
    }
    try target.finish()
    return contents
  }

  private static let destinations = ["archive", "quarantine", "held"]

  /// What was asked, by the question's id: as it stands beside an answer, as the manifest in a filing directory has it, as the role's model has it.
  private func asked(_ card: SessionScorecard, _ models: RoleModelLibrary) throws(Fault) -> [String: Bilingual] {
    var asked: [String: Bilingual] = [:]
    let role = card.session.record.role
    for question in models.models.first(where: { $0.id == role })?.questions ?? [] { asked[question.id] = question.text }
    for question in manifest(card.session.record.id.text)?.questions ?? [] {
      if let text = question.text { asked[question.id.text] = Bilingual(zh: text, en: text) }
    }
    for answer in card.answers {
      let id = answer.record.key.question.text
      let text = try models.asked(of: answer)
      if text.en != id { asked[id] = text }
    }
    return asked
  }

  /// The session's manifest, while a filing directory has it and it can be opened and read.
  private func manifest(_ session: String) -> Manifest? {
    for destination in Self.destinations {
      let folder = "\(stateDirectory)/\(destination)/\(session)"
      for name in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() where FileKind.of(name) == .manifest {
        guard let file = try? vault.file(folder + "/" + name, ofSession: session), file.size <= 1 << 20,
          let bytes = try? file.read(0, file.size), let manifest = try? Manifest(yaml: bytes, name: name)
        else { continue }
        return manifest
      }
    }
    return nil
  }

  /// Files of one filing directory, opened where they are sealed, under the names that they were delivered with.
  private func add(_ destination: String, _ folder: String, _ session: inout Contents.Session, to target: ExportTarget) throws {
    let base = "\(stateDirectory)/\(destination)/\(session.name)"
    for name in ((try? FileManager.default.subpathsOfDirectory(atPath: base)) ?? []).sorted() {
      let path = base + "/" + name
      let parts = name.split(separator: "/")
      guard let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType, type == .typeRegular,
        parts.last?.hasPrefix(".") == false, parts.first != ".records"
      else { continue }
      let plain = "\(folder)/\(destination)/" + name.replacing(".superseded", with: "superseded")
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
    var number = 0
    while case let page = try store.auditLinks(after: number, limit: 1000), let last = page.last {
      // What was done over the socket is named by its path.
      contents.entries += page.filter { link in
        link.entry.subject == hash || link.entry.subject.split(separator: "/").contains { ids.contains(String($0)) }
      }
      number = last.number
    }
    try target.add("audit.jsonl", Self.lines(contents.entries.map { JSON(encoding: $0.document).text }))
  }

  private static func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}
