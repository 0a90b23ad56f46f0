import ArgumentParser
import FoundationEssentials
import Interview

/// `intone forget`: everything of a candidate, for good.
struct Forget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Erase everything of a candidate for good, and keep it from coming again; prints a receipt.",
    discussion: """
      Without --yes it says what would be erased. Recordings, transcripts, scores, reviews and sessions go from the inboxes, \
      the archive, the quarantine, the database and its log. Backups keep what they hold until you remove them: after a restore \
      it is erased again by itself. Names of sessions in the audit log stay.

      EXAMPLE
        intone forget c-20391 --yes --json > receipt.json
      """)
  @Argument(help: "The candidate's id, as the manifests have it.") var candidate: String
  @Flag(help: "Do it.") var yes = false
  @OptionGroup var daemon: DaemonOptions

  private struct Done: Decodable {
    var sessions: Int
    var answers: Int?
    var files: Int?
  }

  func run() throws {
    let sent = JSON.object(["candidate": .string(candidate), "dry_run": .bool(!yes)]).text
    let body = try daemon.ask("POST", "/v1/forget", body: sent, patience: 300)
    if daemon.json { return print(body.withoutLastNewline) }
    let done = try JSONDecoder().decode(Done.self, from: Data(body.utf8))
    let zh = daemon.lang == .zh
    if yes {
      let (answers, files) = (done.answers ?? 0, done.files ?? 0)
      print(
        zh
          ? "已删除 \(done.sessions) 个场次、\(answers) 个回答、\(files) 个文件" : "erased \(done.sessions) sessions, \(answers) answers, \(files) files")
      print(body.withoutLastNewline)
    } else {
      print(zh ? "将删除 \(done.sessions) 个场次；加 --yes 执行" : "would erase \(done.sessions) sessions; do it with --yes")
    }
  }
}
