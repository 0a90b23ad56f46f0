import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Glibc
import Interview
import SQLiteStore
import Store

/// What lies beside a backup: what it must be, and what it holds.
struct BackupNote: Codable {
  var schema = "intone.backup/1"
  var file: String
  var sha256: String
  var bytes: Int
  var taken_at: String
  var answers: Int
  var revisions: Int
  var sessions: Int
  var events: Int
  var last_recorded_at: String?
  /// When it may be removed; nil where nobody said.
  var keep_until: String?

  /// The note beside a backup; nil where there is none.
  static func beside(_ backup: String) throws(Fault) -> BackupNote? {
    guard let data = FileManager.default.contents(atPath: backup + ".json") else { return nil }
    do { return try JSONDecoder().decode(Self.self, from: data) } catch { throw Fault(.backupUnusable, backup + ".json") }
  }

  /// - Throws: `backup.unusable` where the backup's bytes are not those that were written.
  static func verify(_ backup: String, _ options: DaemonOptions) throws(Fault) -> BackupNote? {
    guard let note = try beside(backup) else { return nil }
    let bar = Files.hashing(backup, options)
    defer { bar.clear() }
    let (hash, bytes) = try Files.hashed(path: backup) { bar.show($0) }
    guard hash.hex == note.sha256, bytes == note.bytes else { throw Fault(.backupUnusable, backup + ": sha256") }
    return note
  }

  /// - Throws: `path.missing` where there is no such directory.
  static func requireDirectory(_ path: String) throws(Fault) {
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory else { throw Fault(.pathMissing, path) }
  }

  /// The newest backup in a directory, or the file itself.
  static func newest(_ path: String) throws(Fault) -> String {
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { throw Fault(.pathMissing, path) }
    guard isDirectory else { return path }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch { throw Fault(.fileDenied, path) }
    guard let newest = names.filter({ $0.hasPrefix("intone-") && $0.hasSuffix(".sqlite") }).max() else {
      throw Fault(.backupNone, path)
    }
    return path + "/" + newest
  }
}

/// `intone backup DIR`: a copy of the store, taken while it is in use.
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the store into a directory while it is in use, with a note of what it holds.",
    discussion:
      "The archive's files never change once they are there: copy them with any tool, for example rsync.\n\nEXAMPLE\n  intone backup /srv/backup/intone"
  )
  @Argument(help: "The directory for backups.", completion: .directory) var directory: String
  @Option(help: "How long it is kept, for example 35d: a later backup into the directory removes those whose time is over.")
  var keep: Span?
  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    try BackupNote.requireDirectory(directory)
    let now = Date().timeIntervalSince1970
    let stamp = UTC.text(now).filter { $0.isNumber || $0 == "T" || $0 == "Z" }
    let name = "intone-\(stamp).sqlite"
    let path = directory + "/" + name
    let store = try SQLiteStore(readOnly: requireFile(daemon.store))
    let copying = ProgressBar(Bilingual(zh: "复制数据库", en: "copying the database"), daemon)
    defer { copying.clear() }
    let counts = try store.backup(to: path)
    copying.clear()
    let bar = Files.hashing(path, daemon)
    defer { bar.clear() }
    let (hash, bytes) = try Files.hashed(path: path) { bar.show($0) }
    bar.clear()
    try copyKeys()
    let note = BackupNote(
      file: name, sha256: hash.hex, bytes: bytes, taken_at: UTC.text(now), answers: counts.answers, revisions: counts.revisions,
      sessions: counts.sessions, events: counts.events, last_recorded_at: counts.lastRecordedAt.map(UTC.text),
      keep_until: keep.map { UTC.text(now + $0.seconds) })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = try encoder.encode(note)
    try PrivateFile.write(String(decoding: text, as: UTF8.self), to: path + ".json")
    noteDown(path, note)
    try removeOld(before: UTC.text(now))
    // A backup that the next power cut takes away is none.
    sync()
    if daemon.json { return print(String(decoding: text, as: UTF8.self)) }
    print(
      daemon.lang == .zh
        ? "已备份 \(counts.answers) 个回答、\(counts.sessions) 个会话到 \(path)（\(bytes) 字节）"
        : "backed up \(counts.answers) answers of \(counts.sessions) sessions to \(path) (\(bytes) bytes)")
  }
}

extension Backup {
  /// So that an erasure can name it. A backup by somebody who may not write there is one all the same, and says what it lacks.
  private func noteDown(_ path: String, _ note: BackupNote) {
    do throws(Fault) {
      try BackupRegister(of: daemon).add(
        .init(file: URL(fileURLWithPath: path).standardizedFileURL.path, taken_at: note.taken_at, keep_until: note.keep_until))
    } catch {
      StandardError.print(
        (daemon.lang == .zh ? "intone forget 将不会列出这份备份：" : "intone forget will not name this backup: ")
          + error.message(in: daemon.lang))
    }
  }

  /// Backups of this directory whose time is over; the note goes last, by which they are known.
  private func removeOld(before now: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    where name.hasPrefix("intone-") && name.hasSuffix(".sqlite") {
      let path = directory + "/" + name
      guard let until = try BackupNote.beside(path)?.keep_until, until < now else { continue }
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.removeItem(atPath: path + ".json")
    }
  }

  /// The newest keys of sessions, sealed to the master, over those of the backup before: an older copy would hold what was erased.
  private func copyKeys() throws(Fault) {
    let keys = SessionKeyFile.path(beside: daemon.store)
    guard FileManager.default.fileExists(atPath: keys) else { return }
    try SessionKeyFile(path: keys, readOnly: true).copy(to: SessionKeyFile.path(beside: directory + "/intone.sqlite"))
  }
}

/// `intone restore FILE`: puts a backup in the place of the store.
struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the store; intoned must not run.",
    discussion: """
      The present database is kept beside it under another name. What was recorded since the backup comes back from the \
      archive when intoned starts.

      EXAMPLE
        systemctl stop intoned && intone restore /srv/backup/intone && systemctl start intoned
      """)
  @Argument(help: "A backup, or a directory of backups: then the newest.", completion: .file()) var backup: String
  @OptionGroup var daemon: DaemonOptions

  private struct Object: Document {
    let restored: String
    let taken_at: String?
    let store: String
    /// The database that was there.
    let kept_as: String?
  }

  func run() throws {
    let source = try BackupNote.newest(backup)
    let note = try BackupNote.verify(source, daemon)
    let bar = ProgressBar(Bilingual(zh: "检查并复制", en: "checking and copying"), daemon)
    defer { bar.clear() }
    try Self.check(source)
    let life = try CleanShutdownMarker(of: requireFile(daemon.store), exclusively: true)
    let files = FileManager.default
    // Keys that are there are newer than any copy, and lack what was erased since.
    let (keys, copy) = (SessionKeyFile.path(beside: daemon.store), SessionKeyFile.path(beside: source))
    if !files.fileExists(atPath: keys), files.fileExists(atPath: copy) {
      try SessionKeyFile(path: copy, readOnly: true).copy(to: keys)
      StoreFiles.restrict(keys)
    }
    let draft = daemon.store + ".restoring"
    if files.fileExists(atPath: draft) { try files.removeItem(atPath: draft) }
    try files.copyItem(atPath: source, toPath: draft)
    StoreFiles.restrict(draft)
    sync()
    // From here on intoned knows that the database is another one, whenever this ends.
    try Data().write(to: URL(fileURLWithPath: daemon.store + ".restored"))
    StoreFiles.restrict(daemon.store + ".restored")
    let stamp = UTC.text(Date().timeIntervalSince1970).filter { $0.isNumber || $0 == "T" || $0 == "Z" }
    let kept = files.fileExists(atPath: daemon.store) ? try SQLiteStore.moveAside(daemon.store, as: .replaced, at: stamp) : nil
    try files.moveItem(atPath: draft, toPath: daemon.store)
    sync()
    // It is whole, and was checked.
    life.end()
    bar.clear()
    if daemon.json {
      return print(Object(restored: source, taken_at: note?.taken_at, store: daemon.store, kept_as: kept).json.text)
    }
    let taken = note?.taken_at ?? "?"
    let keptNote = kept.map { Bilingual(zh: "原数据库保留为 \($0)。", en: "The database that was there is kept as \($0). ") }
    let summary = Bilingual(
      zh: "已恢复 \(source)（备份于 \(taken)）。\(keptNote?.zh ?? "")启动 intoned 后，备份之后的结果会从归档中补回。",
      en: """
        restored \(source) (taken at \(taken)). \(keptNote?.en ?? "")What was recorded since comes back from the archive when intoned starts.
        """)
    print(summary[daemon.lang])
  }

  /// An older version's backup is brought up to date by the daemon.
  static func check(_ backup: String) throws(Fault) {
    do throws(Fault) {
      try SQLiteStore(readOnly: backup).checkIntegrity()
    } catch {
      if error.code == .storeOlderSchema { return }
      throw error.code == .storeDamaged ? Fault(.backupUnusable, error.detail) : error
    }
  }
}

extension Files {
  /// The bar of hashing a file.
  static func hashing(_ path: String, _ options: DaemonOptions) -> ProgressBar {
    // Why a size cannot be had is told by the reading that follows.
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let size = attributes?[.size] as? Int
    return ProgressBar(Bilingual(zh: "校验", en: "verifying"), of: size, options)
  }
}
