import Documents
import Files
import FoundationEssentials
import Inbox
import Interview
import Maintenance
import SQLiteStore
import Store

/// Which backups were made of a store: a line for each in `backups` beside it, so that an erasure can say where something is left.
struct BackupRegister {
  /// One backup. Times are in UTC, as the contract writes them.
  struct Entry: Codable {
    var file: String
    var taken_at: String
    /// When it may be removed; nil where nobody said.
    var keep_until: String?
  }

  private let file: StateFile

  init(of daemon: DaemonOptions) { file = StateFile(path: daemon.stateBesideStore + "/backups") }

  /// Adds a line, and lets the daemon's group alone read the list.
  func add(_ entry: Entry) throws(Fault) {
    try file.append(Array((JSON(encoding: entry).text + "\n").utf8))
    // Root makes backups too; the daemon reads the list.
    StoreFiles.restrict(file.path)
  }

  /// Those that are still there, the oldest first; none where no daemon keeps its state, as beside a store on a server.
  func entries() throws(Fault) -> [Entry] {
    guard FileManager.default.fileExists(atPath: file.path.folder) else { return [] }
    let lines = String(decoding: try file.read() ?? [], as: UTF8.self).split(separator: "\n")
    return lines.compactMap { try? JSONDecoder().decode(Entry.self, from: Data($0.utf8)) }.filter {
      FileManager.default.fileExists(atPath: $0.file)
    }
  }

  /// Which backups still hold something of a candidate or a session.
  ///
  /// - Parameter erasesKeys: whether the keys of the sessions are erased from the copies beside the backups, so that what is sealed
  ///   in them cannot be read any more.
  func holdings(candidate: String?, session: String?, erasesKeys: Bool) throws(Fault) -> [BackupHolding] {
    try entries().map { entry throws(Fault) -> BackupHolding? in
      do throws(Fault) {
        let backup: any WholeStore = try SQLiteStore(readOnly: entry.file)
        var sessions = session.map { [$0] } ?? []
        if let candidate {
          for spelling in try backup.candidates() where FoldedName.of(spelling) == FoldedName.of(candidate) {
            sessions += try backup.sessions(ofCandidate: spelling)
          }
        }
        sessions = try backup.known(sessions: sessions)
        guard !sessions.isEmpty else { return nil }
        let keys = SessionKeyFile.path(beside: entry.file)
        if erasesKeys, FileManager.default.fileExists(atPath: keys) { _ = try SessionKeyFile(path: keys).erase(sessions: sessions) }
        var hasWords = false
        for name in sessions {
          for answer in try backup.answers(ofSession: name) where !hasWords {
            hasWords = try backup.revisions(of: answer.id).contains { $0.record.hasWords }
          }
        }
        return BackupHolding(file: entry.file, taken_at: entry.taken_at, keep_until: entry.keep_until, words: hasWords, fault: nil)
      } catch {
        // It may hold something: whoever asks must know that nobody could look.
        return BackupHolding(file: entry.file, taken_at: entry.taken_at, keep_until: entry.keep_until, words: nil, fault: error.code.code)
      }
    }.compactMap(\.self)
  }
}

extension BackupHolding {
  /// For people.
  var sentence: Bilingual {
    let until = keep_until.map { Bilingual(zh: "保留至 \($0)", en: "kept until \($0)") } ?? Bilingual(zh: "直到您删除它", en: "until you remove it")
    let what =
      words.map { hasWords in
        hasWords
          ? Bilingual(zh: "含原话与得分，可读", en: "holds words and scores, readable")
          : Bilingual(zh: "含得分；原话已封存（删除密钥后不可读）或已不在", en: "holds scores; words are sealed, unreadable once their key is erased, or gone")
      } ?? Bilingual(zh: "无法查看（\(fault ?? "")）", en: "could not be looked at (\(fault ?? ""))")
    return Bilingual(zh: "  \(file)：\(what.zh)；\(until.zh)", en: "  \(file): \(what.en); \(until.en)")
  }
}
