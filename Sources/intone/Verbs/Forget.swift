import ArgumentParser
import Documents
import Interview
import Maintenance

/// `intone forget`: everything of a candidate, for good.
struct Forget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Erase everything of a candidate or a session for good, and keep it from coming again; prints a receipt.",
    discussion: """
      Without --yes it says what would be erased. Recordings, transcripts, scores, reviews and sessions go from the inboxes, \
      the archive, the quarantine, the database, its log, and databases that were moved aside; a damaged one from which nothing \
      can be taken out goes as a whole. An id counts as the same in any case, with blanks around it, or in full-width characters. \
      Backups that intone backup made keep what they hold and are named, with the day until which they are kept; where they are \
      sealed, the keys beside them are erased. After a restore it is erased again by itself. The audit log keeps the \
      id's hash, and the names of sessions in older entries.

      An id that nobody ever had is an error (exit code 1), because it may be misspelt; --in-advance keeps it from coming all the same.

      EXAMPLES
        intone forget c-20391
        intone forget c-20391 --yes --json > receipt.json
        intone forget --session s-1042 --yes
      """)
  @Argument(help: "The candidate's id, as the manifests have it.") var candidate: String?
  @Option(help: "Erase this session, whoever's it is, instead of a candidate.") var session: String?
  @Flag(help: "Also for an id that nobody ever had: what comes under it is erased as it comes.") var inAdvance = false
  @Flag(help: "Do it.") var yes = false
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard (candidate == nil) != (session == nil), candidate?.isEmpty != true, session?.isEmpty != true else {
      throw ValidationError("name a candidate, or a session with --session")
    }
  }

  /// What cannot be looked at is told, and undoes no erasure.
  private func holdings() -> [BackupHolding] {
    do throws(Fault) {
      return try BackupRegister(of: daemon).holdings(candidate: candidate, session: session, erasesKeys: yes)
    } catch {
      StandardError.print(
        (daemon.lang == .zh ? "备份的清单无法查看：" : "the list of backups cannot be looked at: ") + error.message(in: daemon.lang))
      return []
    }
  }

  /// Asks the daemon, which erases; without --yes nothing is erased and what would go is counted.
  func run() throws {
    let sent = Wishes.Erasure(candidate: candidate, session: session, isDryRun: !yes, inAdvance: inAdvance).json.text
    let body = try daemon.ask("POST", "/v1/forget", body: sent, timeout: 300)
    var done = try ReceiptDocument(reading: body)
    let backups = holdings()
    if !backups.isEmpty { done.backups = backups }
    let receipt = backups.isEmpty ? body.withoutLastNewline : JSON(encoding: done).text
    if daemon.json { return print(receipt) }
    let zh = daemon.lang == .zh
    if yes {
      let (answers, files) = (done.answers ?? 0, done.files ?? 0)
      print(
        zh
          ? "已删除 \(done.sessions) 个场次、\(answers) 个回答、\(files) 个文件" : "erased \(done.sessions) sessions, \(answers) answers, \(files) files")
      if done.log_emptied == false {
        print(
          zh ? "数据库日志仍被占用，稍后自动清空，见 intone status" : "the database's log is held by a reader; it is emptied by itself, see intone status")
      }
      print(receipt)
    } else {
      print(zh ? "将删除 \(done.sessions) 个场次；加 --yes 执行" : "would erase \(done.sessions) sessions; do it with --yes")
    }
    guard !backups.isEmpty else { return }
    print(zh ? "仍含其内容的备份：" : "backups that still hold something:")
    for backup in backups { print(backup.sentence[daemon.lang]) }
  }
}
