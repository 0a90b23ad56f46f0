import Inbox
import Interview
import Pipeline
import RoleModels
import Store

/// What the control socket answers from: the running parts, and a few facts about the process.
public struct ControlState: Sendable {
  public let line: Line
  public let inbox: Inbox
  public let store: any ScoreStore
  public let advice: AdviceCatalogue
  public let version: String
  /// Seconds since 1970.
  public let startedAt: Double
  /// SHA-256 of the configuration in force; nil for the built-in one.
  public let configurationHash: String?
  /// What recordings are read with, as found at the start.
  public let decoders: Decoders
  /// How the inbox learns of changes: `inotify` or `polling`, with the reason of the latter.
  public let watchMode: @Sendable () -> String
  public let clock: @Sendable () -> Double

  public init(
    line: Line, inbox: Inbox, store: any ScoreStore, advice: AdviceCatalogue, version: String, startedAt: Double,
    configurationHash: String?, decoders: Decoders, watchMode: @escaping @Sendable () -> String, clock: @escaping @Sendable () -> Double
  ) {
    self.line = line
    self.inbox = inbox
    self.store = store
    self.advice = advice
    self.version = version
    self.startedAt = startedAt
    self.configurationHash = configurationHash
    self.decoders = decoders
    self.watchMode = watchMode
    self.clock = clock
  }
}

extension ControlState {
  /// Everything that is wrong right now, one entry a problem; empty when all is well.
  func problems() -> [(fault: Fault, about: String)] {
    stoppages() + line.models.faults.map { (fault: $0.fault, about: $0.file) }
  }

  /// The problems that keep answers from being taken in. A role model that was refused is none: the others work, and an
  /// answer that needs it is held.
  func stoppages() -> [(fault: Fault, about: String)] {
    var problems: [(Fault, String)] = []
    for root in inbox.queueSnapshot().roots {
      if let fault = root.fault { problems.append((fault, root.root.path)) }
    }
    do throws(Fault) { _ = try store.counts() } catch { problems.append((error, "store")) }
    return problems
  }

  /// The object of `GET /v1/status`.
  func status() -> JSON {
    let counters = line.counters.snapshot
    let queue = inbox.queueSnapshot()
    let problems = problems()
    let done = counters.latency.total
    let counts = try? store.counts()
    return .object([
      "state": .string(problems.isEmpty ? "ok" : "degraded"),
      "version": .string(version),
      "uptime_s": .rounded(clock() - startedAt, 1),
      "configuration": .optional(configurationHash),
      "watch": .string(watchMode()),
      "decoders": decoders.json,
      "transcriber": line.transcriber?.json(counters) ?? .null,
      "queue": self.queue(queue),
      "done": .object(LineCounters.Result.allCases.map { .init($0.rawValue, .integer(counters.results[$0] ?? 0)) }),
      "faults": .object(counters.faults.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) }),
      "audio_s": .rounded(counters.audioSeconds, 1),
      "last_success": .rounded(counters.lastSuccess, 3),
      "last_failure": .rounded(counters.lastFailure, 3),
      "last_fault": .optional(counters.lastFault),
      "promise": .object([
        "answers": .integer(done), "missed": .integer(counters.promiseMissed),
        "kept_ratio": done == 0 ? .null : .rounded(1 - Double(counters.promiseMissed) / Double(done), 4),
      ]),
      "set_aside": .object([
        "quarantine": .optional(try? inbox.setAsideCount(.quarantine)), "held": .optional(try? inbox.setAsideCount(.held)),
      ]),
      "store": counts.map {
        .object([
          "answers": .integer($0.answers), "revisions": .integer($0.revisions), "sessions": .integer($0.sessions),
          "events": .integer($0.events),
        ])
      } ?? .null,
      "models": .array(line.models.models.map { .string($0.id) }),
      "problems": .array(
        problems.map { problem in
          .object([
            "code": .string(problem.fault.code.code), "about": .string(problem.about), "cause": problem.fault.code.cause.json,
            "detail": .string(problem.fault.detail), "action": problem.fault.code.action.json,
          ])
        }),
    ])
  }

  func queue(_ queue: QueueSnapshot) -> JSON {
    .object([
      "waiting": .integer(queue.waiting), "settling": .integer(queue.settling), "awaiting_transcript": .integer(queue.awaitingTranscript),
      "awaiting_recording": .integer(queue.awaitingRecording), "backing_off": .integer(queue.backingOff), "ready": .integer(queue.ready),
      "blocked": .integer(queue.blocked), "oldest_age_s": .rounded(queue.oldestAge, 1),
      "working": .array(queue.working.map { .object(["id": .string($0.id), "age_s": .rounded($0.age, 1)]) }),
    ])
  }
}
