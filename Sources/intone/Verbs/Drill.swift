import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Inbox
import Interview
import Pipeline
import PostgresStore
import SQLiteStore
import Seal
import Settings
import Store
import Vault

/// `intone drill`: restores the newest backup somewhere else and says whether it would do.
struct Drill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drill",
    abstract: "Restore a backup to a scratch place, verify it and the archive, and tell recovery time and recovery point.",
    discussion: """
      Touches neither the store nor the archive. Exit code 1 when anything does not hold.

      A store on a server is dumped by the server's own tool (pg_dump -Fc -n intone); --into names an empty database, which is filled, looked \
      at and emptied again.

      EXAMPLES
        intone drill /srv/backup/intone
        intone drill intone.dump --into postgres:service=intone-drill
      """)
  @Argument(help: "A backup, or a directory of backups: then the newest.", completion: .file()) var backup: String
  @Option(help: "The daemon's state directory, which holds the archive; by default the store's.", completion: .directory)
  var state: String?
  @Option(help: "Verify at most so many archived recordings; 0: all.") var files = 0
  @OptionGroup var seal: SealOptions
  @Option(help: "The empty database of a server to restore a server's dump into: postgres: and a connection string.") var into: String?
  @OptionGroup var daemon: DaemonOptions

  private struct Outcome {
    var seconds = 0.0
    var counts = StoreCounts()
    var back = ArchiveRestore()
    var verified = 0
    /// Sealed recordings that were compared by what they say of themselves.
    var unopened = 0
    var findings: [String] = []
  }

  private struct Object: Document {
    let backup: String
    let taken_at: String?
    let recovery_time_s: Double?
    /// When the last answer of the backup was recorded.
    let recovery_point: String?
    let answers: Int
    /// Revisions that came back from the archive.
    let taken_back: Int
    /// Revisions of the store in use that did not come back; nil where that cannot be read.
    let missing: Int?
    let recordings_verified: Int
    let recordings_unopened: Int
    let findings: [String]
  }

  func run() throws {
    if let state { try BackupNote.requireDirectory(state) }
    if let into { return try drill(into: into) }
    let source = try BackupNote.newest(backup)
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("intone-drill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: scratch) }
    let note = try BackupNote.verify(source, daemon)
    var outcome = Outcome()
    let began = ContinuousClock.now
    let restored = scratch.appendingPathComponent("intone.sqlite").path
    try FileManager.default.copyItem(atPath: source, toPath: restored)
    try inspect(try SQLiteStore(path: restored), of: source, note, &outcome, since: began)
  }

  private func drill(into text: String) throws {
    var outcome = Outcome()
    let began = ContinuousClock.now
    let store = try Self.restored(backup, into: text)
    if let live = try? openStore(reading: daemon.store) { outcome.findings += try Self.differences(store, from: live) }
    let found = Result { try inspect(store, of: backup, nil, &outcome, since: began) }
    try PostgresStore.clear(StoreLocation(text).connection ?? "")
    try found.get()
  }

  /// What a restored store holds, with what the archive gives back to it, against the archive and the store in use.
  private func inspect(
    _ store: any WholeStore, of source: String, _ note: BackupNote?, _ outcome: inout Outcome, since began: ContinuousClock.Instant
  ) throws {
    try store.checkIntegrity()
    let held = try store.counts()
    if let note, (note.answers, note.revisions, note.sessions) != (held.answers, held.revisions, held.sessions) {
      outcome.findings.append("the backup holds \(held.answers) answers, its note says \(note.answers)")
    }
    let directory = state ?? daemon.stateBesideStore
    let records = ArchivedRecords(stateDirectory: directory)
    let total = try records.sessions().count
    let restoring = ProgressBar(Bilingual(zh: "演练恢复", en: "restoring"), of: total, daemon)
    defer { restoring.clear() }
    outcome.back = try ArchiveRestore.run(records, into: store, progress: { done, _ in restoring.show(done) }) { document throws(Fault) in
      try store.restore(document)
    }
    restoring.clear()
    if outcome.back.unreadable > 0 { outcome.findings.append("\(outcome.back.unreadable) documents in the archive cannot be read") }
    outcome.counts = try store.counts()
    outcome.seconds = Double((ContinuousClock.now - began) / .milliseconds(1)) / 1000
    try verifyFiles(directory, records, store, &outcome)
    try print(outcome, held, note, source)
    if !outcome.findings.isEmpty { throw ExitCode(1) }
  }

  /// Every archived recording that a current row is of has the bytes that were scored.
  private func verifyFiles(_ directory: String, _ records: ArchivedRecords, _ store: any WholeStore, _ outcome: inout Outcome) throws(Fault)
  {
    let sessions = try records.sessions()
    let vault = try seal.vault(daemon, state: directory)
    let bar = ProgressBar(Bilingual(zh: "核对录音", en: "verifying recordings"), of: sessions.count, daemon)
    defer { bar.clear() }
    for (number, session) in sessions.enumerated() {
      bar.show(number)
      let folder = directory + "/archive/" + session.text
      let names: [String]
      do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch { throw Fault(.fileUnreadable, folder) }
      let hashes = Dictionary(
        try store.answers(ofSession: session.text).map { ($0.record.key, $0.record.recordingHash) }, uniquingKeysWith: { $1 })
      for name in names where !name.contains("/") && FileKind.of(name) == .recording {
        guard let key = FileKind.key(name, session: session) else { continue }
        if files > 0, outcome.verified >= files { return }
        outcome.verified += 1
        guard let expected = hashes[key] else {
          outcome.findings.append("\(session.text)/\(name) is in the archive without a row")
          continue
        }
        let mark = vault.canRead ? nil : try Vault.mark(ofFile: folder + "/" + name)
        if mark != nil { outcome.unopened += 1 }
        let actual = if let mark { mark.hash } else { try vault.hash(folder + "/" + name) }
        if actual != expected {
          outcome.findings.append("\(session.text)/\(name) does not have the bytes that were scored")
        }
      }
    }
  }

  private func print(_ outcome: Outcome, _ held: StoreCounts, _ note: BackupNote?, _ source: String) throws {
    let live = try? openStore(reading: daemon.store).counts()
    let missing = live.map { max(0, $0.revisions - outcome.counts.revisions) }
    if daemon.json {
      let object = Object(
        backup: source, taken_at: note?.taken_at, recovery_time_s: outcome.seconds.figure(3),
        recovery_point: held.lastRecordedAt.map(UTC.text), answers: outcome.counts.answers, taken_back: outcome.back.rows, missing: missing,
        recordings_verified: outcome.verified, recordings_unopened: outcome.unopened, findings: outcome.findings)
      return intone.print(object.json.text)
    }
    let zh = daemon.lang == .zh
    let lacking = missing.map { String($0) } ?? (zh ? "未知（无法读取现有存储）" : "unknown: the store cannot be read")
    let rows: [(String, String)] =
      [
        (zh ? "备份" : "backup", source),
        (zh ? "备份时间" : "taken at", note?.taken_at ?? (zh ? "没有说明文件" : "no note beside it")),
        (zh ? "恢复用时" : "recovery time", "\(outcome.seconds.rounded(decimals: 3)) s"),
        (zh ? "恢复点" : "recovery point", held.lastRecordedAt.map(UTC.text) ?? "—"),
        (zh ? "回答数" : "answers", "\(outcome.counts.answers)"),
        (zh ? "从归档补回" : "taken back from archive", "\(outcome.back.rows)"),
        (zh ? "仍缺少" : "still missing", lacking),
        (zh ? "已核对录音" : "recordings verified", "\(outcome.verified)"),
      ]
      + (outcome.unopened == 0
        ? [] : [(zh ? "其中封存未打开" : "of these sealed, unopened", "\(outcome.unopened) (\(FaultCode.sealLocked.code))")])
    for (name, value) in rows { intone.print(name.padded(to: 26) + value) }
    for finding in outcome.findings { intone.print("✘ " + finding) }
    intone.print(outcome.findings.isEmpty ? (zh ? "演练通过" : "the drill holds") : (zh ? "演练未通过" : "the drill does not hold"))
  }
}
