import Assessment
import Documents
import Inbox
import Interview
import Maintenance
import Pipeline
import RoleModels
import Settings
import Store
import Webhooks

extension FaultCode {
  public static let diskNearlyFull = FaultCode(
    "disk.nearly-full", retry: .later, cause: Bilingual(zh: "磁盘将满", en: "the disk is nearly full"),
    action: Bilingual(
      zh: "腾出空间，或缩短保留期；录音留在收件目录，不会丢失。",
      en: "Free some space, or keep recordings for a shorter time; they stay in the inbox and are not lost."))
}

extension ControlState {
  /// - Parameter withNames: whether it names submissions; without them it says how many, and why.
  func status(withNames: Bool) -> StatusDocument {
    let counters = processor.counters.snapshot
    let queue = inbox.queueSnapshot()
    let answers = counters.latency.total
    let uptime = clock() - startedAt
    // A store that does not answer is among the problems.
    let counts = try? store.counts()
    let (policy, overdue) = (retention.policy, try? retention.backlog())
    let lists = lists(withNames: withNames)
    let shown = settings.shown()
    func setting(_ key: String) -> String? { shown.first { $0.key == key }?.text }
    let keeps = setting("taken_files")?.contains("delete") != true
    let waitingForWork = queue.settling + queue.awaitingTranscript + queue.backingOff + queue.ready + queue.blocked
    let analysis = counters.stages[.analyze]
    return StatusDocument(
      version: version, uptime: uptime, configuration: settings.hash(), work: gate.mode, resumesAt: gate.resumesAt, watch: watchMode(),
      roots: queue.roots.map { root($0, degraded: queue.degradation) }, decoders: .init(decoder),
      judge: processor.analyzer.judge.map { .init(command: $0.configuration.command, resting: $0.isResting) },
      transcriber: processor.transcriber.map {
        .init(
          command: $0.configuration.program.command, resting: $0.isResting, transcripts: counters.transcribed,
          faults: counters.transcriberFaults, lastFault: counters.lastTranscriberFault)
      }, queue: QueueCounts(queue, withNames: withNames),
      done: Ordered(ProcessorMetrics.Result.allCases.map { ($0.rawValue, counters.results[$0] ?? 0) }), faults: counters.faults,
      audio: counters.audioSeconds,
      throughput: .init(
        answers: answers, audio: counters.audioSeconds, uptime: uptime, analysis: analysis?.sum ?? 0, analyses: analysis?.total ?? 0,
        waiting: waitingForWork, workers: setting("workers").flatMap { Int($0) } ?? 1),
      lastSuccess: counters.lastSuccess, lastFailure: counters.lastFailure, lastFault: counters.lastFault,
      promise: .init(answers: answers, missed: counters.objectiveMissed),
      quarantine: .init(quarantine: try? inbox.quarantineCount(.quarantine), held: try? inbox.quarantineCount(.held)),
      store: counts.map { .init($0, path: scores?().path) },
      disk: .init(
        at: stateDirectory, arrived: keeps ? counters.recordingBytes : 0, within: uptime, kept: policy.words,
        spare: DiskSpace.minimumFreeBytes),
      retention: .init(
        recordings: (policy.words, overdue?.answersWithContent), scores: (policy.scores, overdue?.sessions),
        audit: (policy.audit, overdue?.auditEntries)), webhooks: dispatchers.map { $0.summary.document(end: counts?.events) },
      attention: lists.attention, acknowledged: lists.acknowledged,
      models: processor.models.models.map(\.id),
      problems: lists.problems)
  }

  /// What waits for a person but keeps nothing from being scored: one entry a code, with the number of files.
  /// - Parameter withNames: whether submissions are named in it.
  func attention(withNames: Bool) -> [(fault: Fault, about: String)] {
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
      let dead = summary.deadCount
      if dead > 0 { entries.append((Fault(.webhookDead, "\(dead)"), "webhook \(summary.name)")) }
    }
    // A filing directory that cannot be read is among the problems of its root.
    guard let items = try? inbox.quarantineItems() else { return entries }
    let groups = Dictionary(grouping: items) { "\($0.disposition.rawValue)/\($0.code)" }
    for (group, items) in groups.sorted(by: { $0.key < $1.key }) {
      let first = items[0]
      let code = FaultCode(first.code, cause: first.cause, action: first.action)
      entries.append((Fault(code, items.count == 1 ? first.id : "\(items.count): \(first.id), …"), String(group.split(separator: "/")[0])))
    }
    return entries
  }

  private func root(_ root: QueueSnapshot.Root, degraded: [QueueSnapshot.Degradation]) -> StatusDocument.Root {
    let polled = degraded.first { $0.root == nil || $0.root == root.root.path }
    return StatusDocument.Root(root, watch: polled.map { "polling: \($0.fault.code.code)" } ?? (degraded.isEmpty ? watchMode() : "inotify"))
  }
}
