import Assessment
import Documents
import Inbox
import Interview
import Maintenance
import Recordings
import Seal

/// One key of the configuration in force.
package struct SettingDocument: Document {
  package let key: String
  package let value: JSON
  /// The value as YAML takes it.
  package let text: String
  /// `default`, `file:line`, or the name of a variable.
  package let origin: String

  package static let component: String? = "Setting"
}

extension DaemonConfiguration {
  /// Every key with its value in force, the value as YAML takes it, and where it comes from: `default`, `file:line`, or the name of a variable.
  package var shown: [SettingDocument] {
    let roots = inbox.roots.map { root in
      JSON.object([
        "path": .string(root.path), "site": .optional(root.site), "role": .optional(root.defaultRole),
        "language": .optional(root.defaultLanguage?.rawValue),
      ])
    }
    let groups = Role.allCases.map { JSON.Member($0.rawValue, .array((roles.groups[$0] ?? []).map(JSON.string))) }
    let values: KeyValuePairs<String, JSON> = [
      "state": .string(inbox.stateDirectory), "store": .string(store.text), "socket": .string(socketPath),
      "socket_mode": .string("0" + String(socketMode, radix: 8)), "inbox": .array(roots), "workers": .integer(workers),
      "models": .array(models.map(JSON.string)), "taken_files": .string(inbox.filing.rawValue), "instance": .string(inbox.instance),
      "settle": seconds(inbox.settle), "transcript_wait": seconds(inbox.transcriptWait), "empty_wait": seconds(inbox.emptyWait),
      "largest_file": .string("\(inbox.largestFile)B"), "tries_allowed": .integer(inbox.triesAllowed),
      "ignore": .array(inbox.ignore.map(JSON.string)), "promise": seconds(promise), "log_level": .string(logLevel.rawValue),
      "roles": .object(groups), "decoder": .string(decoder.rawValue),
      "transcriber": transcriber.map { .array($0.program.command.map(JSON.string)) } ?? .null,
      "judge": judge.map { .array($0.command.map(JSON.string)) } ?? .null,
      "retention": .object(["recordings": kept(retention.words), "scores": kept(retention.scores), "audit": kept(retention.audit)]),
      "seal": seal.map { .object(["recipient": .string($0.description)]) } ?? .null,
      "objects": objects?.shown ?? .null, "trace_readers": .string(trace.rawValue),
      "webhooks": .array(webhooks.map(\.shown)), "desk": desk?.shown ?? .null,
    ]
    return values.map { key, value in SettingDocument(key: key, value: value, text: value.text, origin: origins[key] ?? "default") }
  }

  private func kept(_ value: Double?) -> JSON { value.map(seconds) ?? .string("0s") }

  private func seconds(_ value: Double) -> JSON { .string(JSON.rounded(value, 3).text + "s") }

  /// The keys whose new value only a restart brings into force.
  public func needingRestart(after old: DaemonConfiguration) -> [String] {
    var pairs: [(key: String, same: Bool)] = [
      ("store", store == old.store), ("socket", socketPath == old.socketPath), ("socket_mode", socketMode == old.socketMode),
      ("workers", workers == old.workers), ("promise", promise == old.promise), ("log_level", logLevel == old.logLevel),
      ("judge", judge == old.judge), ("decoder", decoder == old.decoder), ("transcriber", transcriber == old.transcriber),
      ("webhooks", webhooks == old.webhooks),
      ("retention", retention == old.retention), ("desk", desk == old.desk), ("seal", seal == old.seal),
      ("objects", objects == old.objects),
    ]
    pairs.append(("inbox", inbox == old.inbox))
    return pairs.filter { !$0.same }.map(\.key)
  }
}
