import Assessment
import Inbox
import Interview
import Maintenance
import Pipeline
import RoleModels
import Store
import Webhooks

extension FaultCode {
  public static let diskNearlyFull = FaultCode(
    "disk.nearly-full", retry: .later, cause: Bilingual(zh: "磁盘将满", en: "the disk is nearly full"),
    action: Bilingual(
      zh: "腾出空间，或缩短保留期；录音留在收件目录，不会丢失。", en: "Make room, or keep recordings for a shorter time; they stay in the inbox and are not lost."))
}

extension ControlState {
  /// The object of `GET /v1/status`.
  /// - Parameter withNames: whether it names submissions; without them it says how many, and why.
  func status(withNames: Bool) -> JSON {
    let counters = processor.counters.snapshot
    let queue = inbox.queueSnapshot()
    let problems = problems(withNames: withNames)
    let done = counters.latency.total
    // A store that does not answer is among the problems.
    let counts = try? store.counts()
    return .object([
      "state": .string(problems.isEmpty ? "ok" : "degraded"),
      "version": .string(version),
      "uptime_s": .rounded(clock() - startedAt, 1),
      "configuration": .optional(settings.hash()),
      "work": .string(gate.mode.rawValue),
      "watch": .string(watchMode()),
      "roots": .array(queue.roots.map { root($0, degraded: queue.degradation) }),
      "decoders": decoders.json,
      "judge": processor.analyzer.judge?.json ?? .null,
      "transcriber": processor.transcriber?.json(counters) ?? .null,
      "queue": .object(queue.members(withNames: withNames)),
      "done": .object(ProcessorMetrics.Result.allCases.map { .init($0.rawValue, .integer(counters.results[$0] ?? 0)) }),
      "faults": .object(counters.faults.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) }),
      "audio_s": .rounded(counters.audioSeconds, 1),
      "throughput": throughput(counters),
      "last_success": .rounded(counters.lastSuccess, 3),
      "last_failure": .rounded(counters.lastFailure, 3),
      "last_fault": .optional(counters.lastFault),
      "promise": .object([
        "answers": .integer(done), "missed": .integer(counters.objectiveMissed),
        "kept_ratio": done == 0 ? .null : .rounded(1 - Double(counters.objectiveMissed) / Double(done), 4),
      ]),
      "set_aside": .object([
        "quarantine": .optional(try? inbox.setAsideCount(.quarantine)), "held": .optional(try? inbox.setAsideCount(.held)),
      ]),
      "store": counts.map {
        .object([
          "answers": .integer($0.answers), "revisions": .integer($0.revisions), "sessions": .integer($0.sessions),
          "events": .integer($0.events), "path": .optional(scores?().path),
        ])
      } ?? .null,
      "disk": DiskSpace(at: stateDirectory).map {
        .object(["path": .string(stateDirectory), "free_bytes": .integer($0.free), "size_bytes": .integer($0.size)])
      } ?? .null,
      "retention": retentionStatus(),
      "webhooks": .array(dispatchers.map { $0.summary.json(end: counts?.events, withLetters: false) }),
      "attention": .array(attention(withNames: withNames).map { Self.entry($0, withNames: withNames) }),
      "models": .array(processor.models.models.map { .string($0.id) }),
      "problems": .array(problems.map { Self.entry($0, withNames: withNames) }),
    ])
  }

  /// Days for which things are kept, null for ever; and what is overdue, null where the store does not answer.
  private func retentionStatus() -> JSON {
    let (policy, backlog) = (retention.policy, try? retention.backlog())
    func days(_ seconds: Double?) -> JSON { .rounded(seconds.map { $0 / 86_400 }, 2) }
    return .object([
      "recordings_days": days(policy.words), "backlog": .optional(backlog?.answersWithWords), "scores_days": days(policy.scores),
      "scores_backlog": .optional(backlog?.sessions), "audit_days": days(policy.audit),
      "audit_backlog": .optional(backlog?.auditEntries),
    ])
  }

  /// What waits for a person but keeps nothing from being scored: one entry a code, with the number of files.
  /// - Parameter withNames: whether submissions are named in it.
  private func attention(withNames: Bool) -> [(fault: Fault, about: String)] {
    let queue = inbox.queueSnapshot()
    var entries: [(fault: Fault, about: String)] = queue.degradation.map { ($0.fault, "inbox") }
    if let example = queue.deniedExample {
      entries.append((Fault(.inboxUnreadable, queue.denied == 1 ? example : "\(queue.denied): \(example), …"), "inbox"))
    }
    for group in queue.heldBack + queue.leftAlone {
      let about = !withNames ? "inbox" : group.count == 1 ? group.id : "\(group.count): \(group.id), …"
      entries.append((group.fault, about))
    }
    for summary in dispatchers.map(\.summary) {
      if let fault = summary.fault, summary.failuresInARow >= 3 { entries.append((fault, "webhook \(summary.name)")) }
      let dead = summary.dead.count + summary.forgottenDead
      if dead > 0 { entries.append((Fault(.webhookDead, "\(dead)"), "webhook \(summary.name)")) }
    }
    // A shelf that cannot be read is among the problems of its root.
    guard let items = try? inbox.setAside() else { return entries }
    let groups = Dictionary(grouping: items) { "\($0.shelf.rawValue)/\($0.code)" }
    for (place, items) in groups.sorted(by: { $0.key < $1.key }) {
      let first = items[0]
      let code = FaultCode(first.code, cause: first.cause, action: first.action)
      entries.append((Fault(code, items.count == 1 ? first.id : "\(items.count): \(first.id), …"), String(place.split(separator: "/")[0])))
    }
    return entries
  }

  /// Details may name files, which bear the names of sessions.
  private static func entry(_ problem: (fault: Fault, about: String), withNames: Bool) -> JSON {
    .object([
      "code": .string(problem.fault.code.code), "about": .string(problem.about), "cause": problem.fault.code.cause.json,
      "detail": .string(withNames ? problem.fault.detail : ""), "action": problem.fault.code.action.json,
    ])
  }

  private func root(_ root: QueueSnapshot.Root, degraded: [QueueSnapshot.Degradation]) -> JSON {
    let polled = degraded.first { $0.root == nil || $0.root == root.root.path }
    let watch = polled.map { "polling: \($0.fault.code.code)" } ?? (degraded.isEmpty ? watchMode() : "inotify")
    return .object([
      "path": .string(root.root.path), "site": .optional(root.root.site), "watch": .string(root.fault == nil ? watch : "unreachable"),
      "fault": .optional(root.fault?.code.code),
    ])
  }

  /// Means since the start: answers an hour, unknown in the first minute, and seconds of sound for each second of analysis by
  /// one worker.
  private func throughput(_ counters: ProcessorMetrics.Snapshot) -> JSON {
    let hours = (clock() - startedAt) / 3600
    let spent = counters.stages[.analyze]?.sum ?? 0
    return .object([
      "answers_per_hour": hours * 60 < 1 ? .null : .rounded(Double(counters.latency.total) / hours, 1),
      "audio_s_per_s": spent > 0 ? .rounded(counters.audioSeconds / spent, 1) : .null,
    ])
  }
}
