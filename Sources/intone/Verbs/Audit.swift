import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Interview
import Maintenance
import SQLiteStore
import Seal
import Store

/// `intone audit`: who did what, and whether the log is as it was written.
struct AuditVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Who did what to what, and every denial; verify walks the chain of hashes, checkpoint signs its head.",
    discussion: "EXAMPLE\n  intone audit verify",
    subcommands: [List.self, Verify.self, Checkpoint.self], defaultSubcommand: List.self)

  /// `intone audit list`: the entries after a number, the oldest first.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The log after a number.")
    @Option(help: "Begin after this number.") var after = 0
    @Option(help: "At most so many.") var limit = 1000
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      let body = try daemon.readLines("/v1/audit?after=\(after)&limit=\(limit)") { store throws(Fault) in
        try store.auditLinks(after: after, limit: limit).map(\.document.json)
      }
      if daemon.json { return print(body, terminator: "") }
      for line in body.split(separator: "\n") {
        let link = try AuditLinkDocument(reading: String(line))
        print(
          "\(link.number)".padded(left: 6) + "  \(link.time)  " + link.actor.padded(to: 22) + link.action.padded(to: 18)
            + link.outcome.padded(to: 8) + "  " + link.subject
            + (link.detail.isEmpty ? "" : "  " + link.detail))
      }
    }
  }

  /// `intone audit verify`: exit code 1 for a log that was changed, 4 where retention left nothing to compare.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Whether the log is as it was written; exit code 1 where an entry was changed, removed or put in.",
      discussion: """
        With --against it is held against a checkpoint of before: a log that was rewritten since, or cut short at its end, is found, also \
        where its chain holds together. Works offline, with --store on a copy.

        EXAMPLE
          intone audit verify --against checkpoint-2026-11-19.note --key intone-audit+…
        """)
    @Option(help: "A checkpoint, as intone audit checkpoint printed it.", completion: .file()) var against: String?
    @Option(help: "The key of the checkpoint; by default this installation's of now.") var key: String?
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      let body = try daemon.readLines("/v1/audit/verify") { store throws(Fault) in [try store.verifyAudit(digest: Files.hash).document.json]
      }
      let verdict = try AuditVerdictDocument(reading: body)
      let zh = daemon.lang == .zh
      if daemon.json {
        print(body.withoutLastNewline)
      } else if verdict.intact {
        let (links, head) = (verdict.links ?? 0, verdict.head?.hex ?? "")
        print(zh ? "完整：\(links) 条，末尾 \(head)" : "intact: \(links) entries, head \(head)")
      } else {
        print(zh ? "自第 \(verdict.broken_at ?? 0) 条起被改动" : "changed from entry \(verdict.broken_at ?? 0) on")
      }
      if !verdict.intact { throw ExitCode(1) }
      if let against { try compare(with: against) }
    }

    private struct Comparison: Document {
      let against: String
      let number: Int
      let time: String
      let comparison: String
    }

    private func compare(with path: String) throws {
      let note = String(decoding: try Files.read(path: path, limit: 1 << 16), as: UTF8.self)
      let known = if let key { key } else { try daemon.checkpoint().key }
      let checkpoint = try AuditNotary.read(note, by: NoteKey(known))
      let after = max(0, checkpoint.number - 1)
      let line = try daemon.readLines("/v1/audit?after=\(after)&limit=1") { store throws(Fault) in
        try store.auditLinks(after: after, limit: 1).map(\.document.json)
      }
      let link = line.isEmpty ? nil : try AuditLinkDocument(reading: line)
      let comparison = checkpoint.comparison(number: link?.number, hash: link?.hash)
      if daemon.json {
        print(
          Comparison(against: path, number: checkpoint.number, time: UTC.text(checkpoint.time), comparison: comparison.rawValue).json.text)
      } else {
        print(Self.sentence(comparison, checkpoint)[daemon.lang])
      }
      if comparison != .same { throw ExitCode(comparison == .retained ? 4 : 1) }
    }

    private static func sentence(_ comparison: AuditCheckpoint.Comparison, _ checkpoint: AuditCheckpoint) -> Bilingual {
      let (number, time) = (checkpoint.number, UTC.text(checkpoint.time))
      return switch comparison {
      case .same:
        Bilingual(zh: "与 \(time) 的检查点（第 \(number) 条）相符", en: "goes on from the checkpoint of \(time) (entry \(number))")
      case .rewritten:
        Bilingual(
          zh: "第 \(number) 条与 \(time) 的检查点不符：日志在此后被改写",
          en: "entry \(number) is not that of the checkpoint of \(time): the log was rewritten since")
      case .cut:
        Bilingual(
          zh: "日志在第 \(number) 条之前就结束了：\(time) 之后被截断", en: "the log ends before entry \(number): it was cut short after \(time)")
      case .retained:
        Bilingual(
          zh: "第 \(number) 条已按保留期限删除，无法与该检查点对照", en: "entry \(number) went by the retention of the audit log: nothing is left to compare")
      }
    }
  }

  /// `intone audit checkpoint`: signs the head; the key is made at the first call.
  struct Checkpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "checkpoint",
      abstract: "Print the head of the log as a signed note.",
      discussion: """
        Keep it where nobody who can write to this server can change it: another machine, a mail, a printout. A week later \
        intone audit verify --against finds a log that was rewritten or cut. The note is signed by the installation's key \
        (Ed25519, the form of C2SP's signed notes); --show-key prints that, to be kept with the first one.

        EXAMPLE
          intone audit checkpoint > checkpoint-$(date +%F).note
        """)
    @Flag(help: "Print the key that verifies in place of the note.") var showKey = false
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      let made = try daemon.checkpoint()
      if daemon.json { return print(JSON(encoding: made).text) }
      print(showKey ? made.key : made.note, terminator: showKey ? "\n" : "")
    }
  }
}

extension DaemonOptions {
  /// The signed head of the log, of the daemon or, while it is down, of the store.
  fileprivate func checkpoint() throws -> CheckpointDocument {
    let body = try readLines("/v1/audit/checkpoint") { store throws(Fault) in
      let notary = AuditNotary(stateDirectory: self.stateBesideStore)
      return [JSON(encoding: try notary.checkpoint(of: store, at: Date().timeIntervalSince1970))]
    }
    return try CheckpointDocument(reading: body)
  }
}
