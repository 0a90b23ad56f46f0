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

extension RoleMap {
  /// Each role with the groups that hold it.
  var shown: Ordered<[String]> { Ordered(Role.allCases.map { ($0.rawValue, groups[$0] ?? []) }) }
}

extension DaemonConfiguration {
  /// Every key with its value in force, the value as YAML takes it, and where it comes from: `default`, `file:line`, or the name of a variable.
  package var shown: [SettingDocument] {
    let values: KeyValuePairs<String, any Encodable> = [
      "state": inbox.stateDirectory, "store": store.text, "socket": socketPath, "socket_mode": "0" + String(socketMode, radix: 8),
      "inbox": inbox.roots.map(ShownRoot.init), "workers": workers, "models": models, "taken_files": inbox.filing.rawValue,
      "instance": inbox.instance, "settle": Self.seconds(inbox.settle), "transcript_wait": Self.seconds(inbox.transcriptWait),
      "empty_wait": Self.seconds(inbox.emptyWait), "largest_file": "\(inbox.largestFile)B", "tries_allowed": inbox.triesAllowed,
      "ignore": inbox.ignore, "promise": Self.seconds(latencyObjective), "log_level": logLevel.rawValue, "roles": roles.shown,
      "decoder": decoder.rawValue, "transcriber": transcriber?.program.command, "judge": judge?.command,
      "retention": ShownRetention(retention), "seal": seal.map { ["recipient": $0.description] }, "objects": objects?.shown,
      "trace_readers": trace.rawValue, "webhooks": webhooks.map(\.shown), "desk": desk?.shown,
    ]
    return values.map { key, value in
      let json = JSON(encoding: value)
      return SettingDocument(key: key, value: json, text: json.text, origin: origins[key] ?? "default")
    }
  }

  private struct ShownRoot: Encodable {
    let path: String
    let site: String?
    let role: String?
    let language: Language?

    init(_ root: InboxRoot) { (path, site, role, language) = (root.path, root.site, root.defaultRole, root.defaultLanguage) }
  }

  private struct ShownRetention: Encodable {
    let recordings: String
    let scores: String
    let audit: String

    init(_ policy: RetentionManager.Policy) {
      func kept(_ time: Double?) -> String { DaemonConfiguration.seconds(time ?? 0) }
      (recordings, scores, audit) = (kept(policy.words), kept(policy.scores), kept(policy.audit))
    }
  }

  /// As YAML takes a duration.
  fileprivate static func seconds(_ value: Double) -> String { JSON.rounded(value, 3).text + "s" }

  /// The keys whose new value only a restart brings into force.
  public func needingRestart(after old: DaemonConfiguration) -> [String] {
    var pairs: [(key: String, same: Bool)] = [
      ("store", store == old.store), ("socket", socketPath == old.socketPath), ("socket_mode", socketMode == old.socketMode),
      ("workers", workers == old.workers), ("promise", latencyObjective == old.latencyObjective), ("log_level", logLevel == old.logLevel),
      ("judge", judge == old.judge), ("decoder", decoder == old.decoder), ("transcriber", transcriber == old.transcriber),
      ("webhooks", webhooks == old.webhooks),
      ("retention", retention == old.retention), ("desk", desk == old.desk), ("seal", seal == old.seal),
      ("objects", objects == old.objects),
    ]
    pairs.append(("inbox", inbox == old.inbox))
    return pairs.filter { !$0.same }.map(\.key)
  }
}
