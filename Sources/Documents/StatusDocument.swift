import Inbox
import Interview
import Recordings
import Store

/// How the daemon is, at a glance: `GET /v1/status`. Times of day are in seconds since 1970, all since the daemon's start.
package struct StatusDocument: Document {
  package enum State: String, Choice { case ok, degraded }

  package struct Root: Document {
    package let path: String
    package let site: String?
    /// `inotify`, `polling: <code>` or `unreachable`.
    package let watch: String
    package let fault: String?

    package init(_ root: QueueSnapshot.Root, watch: String) {
      path = root.root.path
      site = root.root.site
      self.watch = root.fault == nil ? watch : "unreachable"
      fault = root.fault?.code.code
    }
  }

  package struct Decoders: Document {
    package struct FFmpeg: Document {
      package let path: String?
      package let version: String?
      package let files_confined: Bool
      package let calls_confined: Bool
      package let code: String?
      package let detail: String?
      package let cause: Bilingual?
      package let action: Bilingual?

      /// What the kernel lacks to lock it in; nil where nothing is missing, or it does not run.
      package var missing: String? {
        let missing = [files_confined ? nil : "Landlock", calls_confined ? nil : "seccomp"].compactMap(\.self)
        return version == nil || missing.isEmpty ? nil : missing.joined(separator: ", ")
      }
    }

    package let ffmpeg: FFmpeg

    package init(_ found: DecoderPresence) {
      ffmpeg = FFmpeg(
        path: found.path, version: found.version, files_confined: found.filesConfined, calls_confined: found.callsConfined,
        code: found.fault?.code.code, detail: found.fault?.detail, cause: found.fault?.code.cause, action: found.fault?.code.action)
    }
  }

  package struct Judge: Document {
    package let command: String
    /// Whether it is not asked for a while, after failures in a row.
    package let resting: Bool

    package init(command: [String], resting: Bool) { (self.command, self.resting) = (command.first ?? "", resting) }
  }

  package struct Transcriber: Document {
    package let command: String
    package let resting: Bool
    package let transcripts: Int
    package let failed: Int
    package let faults: [String: Int]
    package let last_fault: String?

    package init(command: [String], resting: Bool, transcripts: Int, faults: [String: Int], lastFault: String?) {
      (self.command, self.resting, self.transcripts, self.faults) = (command.first ?? "", resting, transcripts, faults)
      failed = faults.values.reduce(0, +)
      last_fault = lastFault
    }
  }

  package struct Throughput: Document {
    /// Nil in the first minute.
    package let answers_per_hour: Double?
    /// Of sound for each second of analysis by one worker; nil before the first.
    package let audio_s_per_s: Double?

    /// Seconds until what waits now is scored, by the mean time that an answer has taken so far and the number of workers; nil where nothing
    /// waits, and before ten answers.
    package let queue_s: Double?

    package init(
      answers: Int, audio: Double, uptime: Double, analysis: Double, analyses: Int = 0, waiting: Int = 0, workers: Int = 1
    ) {
      queue_s =
        waiting == 0 || analyses < 10 ? nil : (Double(waiting) * analysis / Double(analyses) / Double(max(1, workers))).figure(0)
      answers_per_hour = uptime < 60 ? nil : (Double(answers) / (uptime / 3600)).figure(1)
      audio_s_per_s = analysis > 0 ? (audio / analysis).figure(1) : nil
    }
  }

  /// The share of answers that were scored within the time that was promised.
  package struct Promise: Document {
    package let answers: Int
    package let missed: Int
    package let kept_ratio: Double?

    package init(answers: Int, missed: Int) {
      (self.answers, self.missed) = (answers, missed)
      kept_ratio = answers == 0 ? nil : (1 - Double(missed) / Double(answers)).figure(4)
    }
  }

  /// Nil where a filing directory cannot be read, which is among the problems.
  package struct QuarantineCounts: Document {
    package let quarantine: Int?
    package let held: Int?

    package init(quarantine: Int?, held: Int?) { (self.quarantine, self.held) = (quarantine, held) }
  }

  package struct Store: Document {
    package let answers: Int
    package let revisions: Int
    package let sessions: Int
    package let events: Int
    /// Of the published copy of its views.
    package let path: String?

    package init(_ counts: StoreCounts, path: String?) {
      answers = counts.answers
      revisions = counts.revisions
      sessions = counts.sessions
      events = counts.events
      self.path = path
    }
  }

  package struct Disk: Document {
    package let path: String
    package let free_bytes: Int
    package let size_bytes: Int
    /// Days until the disk is nearly full at the rate at which recordings have come since the start; nil in the first hour, where none
    /// come, and where the retention lets go of them before that.
    package let full_in_days: Double?

    /// - Parameters:
    ///   - arrived: bytes of recordings that were filed since the start.
    ///   - uptime: seconds since then.
    ///   - kept: seconds for which recordings are kept; nil for ever.
    ///   - spare: free bytes at which the disk is nearly full.
    package init?(at path: String, arrived: Int, within uptime: Double, kept: Double?, spare: Int) {
      guard let space = DiskSpace(at: path) else { return nil }
      (self.path, free_bytes, size_bytes) = (path, space.free, space.size)
      full_in_days = Self.forecast(free: space.free - spare, arrived: arrived, within: uptime, kept: kept)
    }

    /// Days until `free` bytes are taken up.
    package static func forecast(free: Int, arrived: Int, within uptime: Double, kept: Double?) -> Double? {
      guard uptime >= 3600, arrived > 0 else { return nil }
      let days = max(0, Double(free)) / (Double(arrived) / uptime * 86_400)
      // What has been kept long enough goes: no more than that is ever added.
      if let kept, kept < days * 86_400 { return nil }
      return days.figure(1)
    }
  }

  /// Days for which things are kept, nil for ever; and what is overdue, nil where the store does not answer.
  package struct Retention: Document {
    package let recordings_days: Double?
    package let backlog: Int?
    package let scores_days: Double?
    package let scores_backlog: Int?
    package let audit_days: Double?
    package let audit_backlog: Int?

    /// - Parameters: what is kept how long in seconds, and how much of it is overdue.
    package init(recordings: (Double?, Int?), scores: (Double?, Int?), audit: (Double?, Int?)) {
      func days(_ seconds: Double?) -> Double? { seconds.flatMap { ($0 / 86_400).figure(2) } }
      (recordings_days, scores_days, audit_days) = (days(recordings.0), days(scores.0), days(audit.0))
      (backlog, scores_backlog, audit_backlog) = (recordings.1, scores.1, audit.1)
    }
  }

  package let state: State
  package let version: String
  package let uptime_s: Double
  /// SHA-256 of the configuration in force; nil for the built-in values.
  package let configuration: String?
  package let work: WorkMode
  /// When a pause ends by itself; nil where none does.
  package let resumes_at: Double?
  /// `inotify`, or `polling` with the reason.
  package let watch: String
  package let roots: [Root]
  package let decoders: Decoders
  package let judge: Judge?
  package let transcriber: Transcriber?
  package let queue: QueueCounts
  /// Submissions by how they ended.
  package let done: Ordered<Int>
  package let faults: [String: Int]
  package let audio_s: Double
  package let throughput: Throughput
  package let last_success: Double?
  package let last_failure: Double?
  package let last_fault: String?
  package let promise: Promise
  package let set_aside: QuarantineCounts
  package let store: Store?
  package let disk: Disk?
  package let retention: Retention
  package let webhooks: [WebhookDocument]
  /// What waits for a person but keeps nothing from being scored.
  package let attention: [FaultDocument]
  /// What somebody has seen and lives with: neither among the problems nor among what waits for a person, while it lasts.
  package let acknowledged: [FaultDocument]?
  package let models: [String]
  package let problems: [FaultDocument]

  package static let component: String? = "Status"

  package init(
    version: String, uptime: Double, configuration: String?, work: WorkMode, resumesAt: Double?, watch: String, roots: [Root],
    decoders: Decoders,
    judge: Judge?,
    transcriber: Transcriber?, queue: QueueCounts, done: Ordered<Int>, faults: [String: Int], audio: Double, throughput: Throughput,
    lastSuccess: Double?, lastFailure: Double?, lastFault: String?, promise: Promise, quarantine: QuarantineCounts, store: Store?,
    disk: Disk?,
    retention: Retention, webhooks: [WebhookDocument], attention: [FaultDocument], acknowledged: [FaultDocument],
    models: [String], problems: [FaultDocument]
  ) {
    state = problems.isEmpty ? .ok : .degraded
    (self.version, uptime_s, self.configuration) = (version, uptime.rounded(decimals: 1), configuration)
    (self.work, resumes_at, self.watch, self.roots) = (work, resumesAt?.figure(0), watch, roots)
    (self.decoders, self.judge, self.transcriber, self.queue) = (decoders, judge, transcriber, queue)
    (self.done, self.faults, audio_s, self.throughput) = (done, faults, audio.rounded(decimals: 1), throughput)
    (last_success, last_failure, last_fault) = (lastSuccess?.figure(3), lastFailure?.figure(3), lastFault)
    (self.promise, set_aside, self.store, self.disk) = (promise, quarantine, store, disk)
    (self.retention, self.webhooks, self.attention, self.acknowledged) = (retention, webhooks, attention, acknowledged)
    (self.models, self.problems) = (models, problems)
  }
}

/// Whether workers take new work. Work in progress is always finished.
public enum WorkMode: String, Choice {
  case running
  case paused
  /// As paused, with the intent to stop: drained once no work is in progress.
  case draining
}

/// A receiver of the change feed: how far it is, and what is wrong with it.
package struct WebhookDocument: Document {
  package let name: String
  /// The last event that was delivered, skipped or given up.
  package let cursor: Int
  /// Events after that; nil where the store does not answer.
  package let behind: Int?
  package let delivered: Int
  package let failures: Int
  package let failures_in_a_row: Int
  package let fault: String?
  package let detail: String?
  package let last_success: Double?
  package let dead: Int
  package let waiting_again: Int

  package init(
    name: String, cursor: Int, end: Int?, delivered: Int, failures: Int, failuresInARow: Int, fault: Fault?, lastSuccess: Double?,
    dead: Int,
    waitingAgain: Int
  ) {
    (self.name, self.cursor, behind) = (name, cursor, end.map { max(0, $0 - cursor) })
    (self.delivered, self.failures, failures_in_a_row) = (delivered, failures, failuresInARow)
    (self.fault, detail, last_success) = (fault?.code.code, fault?.detail, lastSuccess?.figure(3))
    (self.dead, waiting_again) = (dead, waitingAgain)
  }
}

/// Deliveries that were given up.
package struct DeadLetters: Document {
  package struct Letter: Document {
    package let cursor: Int
    package let kind: String
    package let time: String
    package let attempts: Int
    package let code: String
    package let detail: String

    package init(cursor: Int, kind: String, time: Double, attempts: Int, code: String, detail: String) {
      (self.cursor, self.kind, self.time) = (cursor, kind, UTC.text(time))
      (self.attempts, self.code, self.detail) = (attempts, code, detail)
    }
  }

  package let dead_letters: [Letter]

  package static let component: String? = "Webhook"

  package init(_ letters: [Letter]) { dead_letters = letters }
}

package typealias WebhookPage = Joined<WebhookDocument, DeadLetters>
