import Assessment
import Inbox
import Interview
import Maintenance
import Pipeline
import Store
import Webhooks

/// The counters in Prometheus' text format. No label names a candidate, a session or a file.
enum Metrics {
  /// The page as Prometheus reads it (text format 0.0.4), from counters in memory and one look at store and filing directories.
  static func text(_ state: ControlState) -> String {
    let counters = state.processor.counters.snapshot
    let queue = state.inbox.queueSnapshot()
    var out = Page()
    out.family(
      "intone_build_info", "gauge", "Version of daemon and engine.", [("{version=\"\(state.version)\",engine=\"\(Engine.version)\"}", 1)])
    out.family("intone_uptime_seconds", "gauge", "Seconds since the daemon started.", [("", state.clock() - state.startedAt)])
    out.family(
      "intone_submissions_total", "counter", "Submissions by how they left the line.",
      ProcessorMetrics.Result.allCases.map { ("{result=\"\($0.rawValue)\"}", Double(counters.results[$0] ?? 0)) })
    out.family(
      "intone_faults_total", "counter", "Submissions not recorded, by fault code.",
      counters.faults.sorted { $0.key < $1.key }.map { ("{code=\"\($0.key)\"}", Double($0.value)) })
    out.family(
      "intone_transcriber_total", "counter", "Runs of the operator's recogniser, by fault code; empty where it made a transcript.",
      [("{code=\"\"}", Double(counters.transcribed))]
        + counters.transcriberFaults.sorted { $0.key < $1.key }.map { ("{code=\"\($0.key)\"}", Double($0.value)) })
    out.family("intone_audio_seconds_total", "counter", "Seconds of sound analysed.", [("", counters.audioSeconds)])
    let spent = counters.stages[.analyze]?.sum ?? 0
    out.family(
      "intone_realtime_factor", "gauge", "Seconds of sound for each second of analysis by one worker, since the start.",
      [("", spent > 0 ? counters.audioSeconds / spent : 0)])
    store(state, into: &out)
    let traffic = state.traffic.snapshot
    out.family("intone_connections", "gauge", "Connections that the socket holds.", [("", Double(traffic.open))])
    out.family(
      "intone_connections_refused_total", "counter",
      "Connections turned away: too many of one user, too many in all, or a request that was too long, too slow or none.",
      ControlTraffic.Refusal.allCases.map { ("{reason=\"\($0.rawValue)\"}", Double(traffic.refused[$0] ?? 0)) })
    out.family("intone_denied_total", "counter", "Requests whose caller lacked the role.", [("", Double(traffic.denied))])
    out.family(
      "intone_promise_missed_total", "counter", "Answers whose row came later than promised.", [("", Double(counters.objectiveMissed))])
    out.family(
      "intone_queue", "gauge", "Submissions in the inbox by what they wait for.",
      [
        ("{state=\"settling\"}", Double(queue.settling)), ("{state=\"denied\"}", Double(queue.denied)),
        ("{state=\"awaiting_transcript\"}", Double(queue.awaitingTranscript)),
        ("{state=\"awaiting_recording\"}", Double(queue.awaitingRecording)), ("{state=\"backing_off\"}", Double(queue.backingOff)),
        ("{state=\"ready\"}", Double(queue.ready)), ("{state=\"blocked\"}", Double(queue.blocked)),
        ("{state=\"held\"}", Double(queue.held)),
        ("{state=\"working\"}", Double(queue.working.count)),
      ])
    out.family("intone_queue_oldest_age_seconds", "gauge", "Age of the oldest submission waiting.", [("", queue.oldestAge ?? 0)])
    out.family(
      "intone_watch_events", "gauge", "1 while changes are learnt from events, 0 while polling.",
      [("", state.watchMode() == "inotify" ? 1 : 0)])
    if let backlog = try? state.retention.backlog() {
      out.family(
        "intone_retention_backlog", "gauge", "Answers with recordings, sessions with scores, audit entries held longer than they may be.",
        [
          ("{kind=\"recordings\"}", Double(backlog.answersWithContent)), ("{kind=\"scores\"}", Double(backlog.sessions)),
          ("{kind=\"audit\"}", Double(backlog.auditEntries)),
        ])
    }
    out.family(
      "intone_watch_overflows_total", "counter", "Times that events of the kernel were lost and all was looked at instead.",
      [("", Double(state.watchLosses()))])
    out.family("intone_recording_bytes_total", "counter", "Bytes of the recordings analysed.", [("", Double(counters.recordingBytes))])
    let hooks = state.dispatchers.map(\.summary)
    let end = state.feedEnd
    func each(_ value: (WebhookSummary) -> Int) -> [(labels: String, value: Double)] {
      hooks.map { ("{webhook=\"\($0.name)\"}", Double(value($0))) }
    }
    if !hooks.isEmpty {
      out.family("intone_webhook_delivered_total", "counter", "Events that a receiver has taken.", each(\.delivered))
      out.family("intone_webhook_failures_total", "counter", "Deliveries that failed, repetitions counted.", each(\.failures))
      out.family("intone_webhook_dead_letters", "gauge", "Deliveries that were given up.", each { $0.deadCount })
      out.family(
        "intone_webhook_behind", "gauge", "Events that a receiver has yet to get.", each { max(0, (end ?? $0.cursor) - $0.cursor) })
    }
    out.histogram("intone_latency_seconds", "From arrival to the committed row.", [("", counters.latency)])
    out.histogram(
      "intone_stage_seconds", "Time in each stage of the line.",
      counters.stages.sorted { $0.key.rawValue < $1.key.rawValue }.map { ("stage=\"\($0.key.rawValue)\"", $0.value) })
    return out.text
  }

  /// What the disk and the store hold; a store that does not answer is left out, and `intone_store_up` says so.
  private static func store(_ state: ControlState, into out: inout Page) {
    let counts = try? state.store.counts()
    out.family("intone_store_up", "gauge", "1 while the store answers.", [("", counts == nil ? 0 : 1)])
    if let counts {
      out.family("intone_answers", "gauge", "Answers in the store.", [("", Double(counts.answers))])
      out.family(
        "intone_sessions", "gauge", "Sessions in the store by state.",
        SessionPhase.allCases.map { ("{state=\"\($0.rawValue)\"}", Double(counts.sessionsByState[$0] ?? 0)) })
    }
    if let health = try? state.store.health() {
      out.family(
        "intone_store_bytes", "gauge", "Bytes of the store's files.",
        [("{part=\"database\"}", Double(health.databaseBytes)), ("{part=\"log\"}", Double(health.logBytes))])
    }
    if let disk = DiskSpace(at: state.stateDirectory) {
      out.family("intone_disk_free_bytes", "gauge", "Free bytes where archive and store are.", [("", Double(disk.free))])
    }
    var quarantined: [(labels: String, value: Double)] = []
    for disposition in [QuarantineItem.Disposition.quarantine, .held] {
      // A filing directory that cannot be read is among the problems of status.
      guard let count = try? state.inbox.quarantineCount(disposition) else { continue }
      quarantined.append((labels: "{shelf=\"\(disposition.rawValue)\"}", value: Double(count)))
    }
    out.family("intone_set_aside", "gauge", "Entries that wait for a person.", quarantined)
  }

  /// Lines in the making: help and type once a family, then its samples.
  private struct Page {
    var text = ""

    mutating func family(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: Double)]) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
      for sample in samples { text += "\(name)\(sample.labels) \(JSON.rounded(sample.value, 6).text)\n" }
    }

    mutating func histogram(_ name: String, _ help: String, _ series: [(labels: String, histogram: ProcessorMetrics.Histogram)]) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) histogram\n"
      for (labels, histogram) in series {
        let comma = labels.isEmpty ? "" : ","
        var total = 0
        for (bound, count) in zip(histogram.bounds, histogram.counts) {
          total += count
          text += "\(name)_bucket{\(labels)\(comma)le=\"\(JSON.number(bound).text)\"} \(total)\n"
        }
        let plain = labels.isEmpty ? "" : "{\(labels)}"
        text += "\(name)_bucket{\(labels)\(comma)le=\"+Inf\"} \(histogram.total)\n"
        text += "\(name)_sum\(plain) \(JSON.rounded(histogram.sum, 6).text)\n\(name)_count\(plain) \(histogram.total)\n"
      }
    }
  }
}
