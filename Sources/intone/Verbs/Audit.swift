import ArgumentParser
import Assessment
import Documents
import Files
import Interview
import SQLiteStore
import Store

/// `intone audit`: who did what, and whether the log is as it was written.
struct AuditVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Who did what to what, and every denial; verify walks the chain of hashes.",
    discussion: "EXAMPLE\n  intone audit verify",
    subcommands: [List.self, Verify.self], defaultSubcommand: List.self)

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

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Whether the log is as it was written; exit code 1 where an entry was changed, removed or put in.",
      discussion: "Note the head elsewhere: a log cut short at its end shows against it alone.")
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
    }
  }
}
