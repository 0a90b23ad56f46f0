import Assessment
import Files
import Inbox
import Interview
import Logging
import Maintenance
import Recordings
import RoleModels
import Seal
import Sessions
import Store
import Synchronization
import Transcripts
import Vault

/// The straight line of one submission: claim → analyse → merge → score → record → file away.
///
/// Used by several workers at once; each call of `processNext` works on one claim from beginning to end. Whatever goes
/// wrong becomes an outcome here, in one place: record, hold, quarantine, or try later.
public final class SubmissionProcessor: Sendable {
  let inbox: Inbox
  let store: any ScoreStore
  public let analyzer: AnswerAnalyzer
  let clock: InboxClock
  let logger: Logger
  public let counters: ProcessorMetrics
  /// Nil where the operator has configured none.
  public let transcriber: Transcriber?
  /// Erases what must not stay, and knows what must not come again; nil where nothing is ever erased.
  let retention: RetentionManager?
  /// Seals what is kept, and opens it where that can be done here.
  package var vault: Vault { analyzer.vault }
  var tombstones: Tombstones? { retention?.tombstones }
  /// What other machines know of sessions; nil where there is one.
  let orders: FleetOrders?
  private let library: Mutex<RoleModelLibrary>
  /// What has learned the words of the models in force, for those who look at one answer after another.
  private let searches = Mutex<[RoleModelReference: KeywordSearch]>([:])
  /// Until when nothing is claimed, on the monotonic clock, because the store's server was away.
  private let storeAwayUntil = Mutex(0.0)
  /// Seconds after which one answer tries whether it is back.
  private static let awayPause = 2.0
  /// What in the archive is not what the store knows, by answer or session.
  private let doubts = Mutex<[String: Fault]>([:])

  public init(
    inbox: Inbox, store: any ScoreStore, models: RoleModelLibrary, counters: ProcessorMetrics, logger: Logger,
    analyzer: AnswerAnalyzer = AnswerAnalyzer(), transcriber: Transcriber? = nil, retention: RetentionManager? = nil,
    orders: FleetOrders? = nil, clock: InboxClock = .system
  ) {
    self.orders = orders
    self.inbox = inbox
    self.store = store
    self.analyzer = analyzer
    self.transcriber = transcriber
    self.retention = retention
    self.clock = clock
    self.logger = logger
    self.counters = counters
    library = Mutex(models)
  }

  /// The role models in force; a reload puts others in their place.
  public var models: RoleModelLibrary {
    get { library.withLock { $0 } }
    set {
      library.withLock { $0 = newValue }
      searches.withLock { $0 = [:] }
    }
  }

  /// What begins with the model's words.
  func search(for model: RoleModel) -> KeywordSearch {
    if let known = searches.withLock({ $0[model.reference] }) { return known }
    var search = KeywordSearch()
    search.learn(model.asked(question: nil, manifest: nil))
    searches.withLock { $0[model.reference] = search }
    return search
  }

  /// What of the archive is not used for now, in order of what it is about.
  public var doubted: [(fault: Fault, about: String)] {
    doubts.withLock { $0 }.sorted { $0.key < $1.key }.map { (fault: $0.value, about: $0.key) }
  }

  func doubt(_ fault: Fault?, about subject: String) { doubts.withLock { $0[subject] = fault } }

  /// Works on the next submission that is ready.
  ///
  /// - Returns: whether there was one.
  /// - Throws: a fault of the inbox itself; what is wrong with a submission does not throw.
  public func processNext() throws(Fault) -> Bool {
    // While the store is away answers wait in the inbox, each where it is.
    guard clock.monotonic() >= storeAwayUntil.withLock({ $0 }), let claim = try inbox.claimNext() else { return false }
    let submission = claim.submission
    let outcome = work(on: claim)
    let started = clock.monotonic()
    try inbox.finish(claim, as: outcome)
    if case .held = outcome { try showHold(of: submission) }
    counters.spent(clock.monotonic() - started, in: .finish)
    return true
  }

  private func work(on claim: borrowing Claim) -> Outcome {
    let submission = claim.submission
    do throws(Fault) {
      if try tombstones?.holds(.session, submission.session.text) ?? false { throw Fault(.sessionForgotten) }
      switch submission.kind {
      case .manifest:
        let outcome = try takeManifest(submission)
        if case .recorded = outcome { counters.manifest() }
        return outcome
      case .recording(let key), .lateTranscript(let key):
        if try isOnHold(submission.session) { throw Fault(.inboxOnHold) }
        return .recorded(transcriptRefused: try score(key, claim))
      }
    } catch {
      return outcome(of: error, submission)
    }
  }

  /// What a fault does to its submission. What passes by itself is tried again; a missing role or consent waits for a
  /// person; what was forgotten goes; the rest is set aside with its reason.
  private func outcome(of cause: Fault, _ submission: Submission) -> Outcome {
    let fault = Fault(cause.code, submission.shown(cause.detail))
    let outcome: Outcome
    // What is sealed waits for its key: whoever has it lets it go on.
    if Self.modelFaults.union([.sessionConsentMissing, .sessionRecordingRefused, .inboxOnHold, .sealLocked]).contains(fault.code) {
      outcome = .held(fault)
    } else if [.storeAway, .storeRoleDenied, .storeMigrationDue].contains(fault.code) {
      storeAwayUntil.withLock { $0 = clock.monotonic() + Self.awayPause }
      outcome = .retryLater(fault, after: Self.awayPause)
    } else if FaultCode.objectsCodes.contains(fault.code), fault.code.retry == .later {
      outcome = .retryLater(fault, after: Self.awayPause)
    } else if fault.code.retry != .never {
      outcome = .retryLater(fault)
    } else if fault.code == .sessionForgotten {
      outcome = .erased(fault)
    } else if case .recording = submission.kind, FaultCode.recordingsCodes.contains(fault.code) {
      outcome = .recordingQuarantined(fault)
    } else {
      outcome = .quarantined(fault)
    }
    return concluded(fault, outcome, submission)
  }

  /// Counts, logs and tells what became of a submission that was not recorded.
  func concluded(_ fault: Fault, _ outcome: Outcome, _ submission: Submission) -> Outcome {
    let now = clock.wall()
    let result: ProcessorMetrics.Result =
      switch outcome {
      case .held: .held
      case .retryLater: .deferred
      case .recorded, .quarantined, .recordingQuarantined, .erased: .quarantined
      }
    counters.failed(result, fault, at: now)
    logger.warning(
      "submission \(result.rawValue)",
      metadata: [
        "id": "submission.\(result.rawValue)", "session": "\(submission.session.journalTag)", "code": "\(fault.code.code)",
        "tries": "\(submission.tries)",
      ])
    if result != .deferred {
      let event = StoreEvent(
        kind: result == .held ? .answerHeld : .answerQuarantined, session: submission.session.text, answer: submission.key?.id,
        detail: JSON(encoding: EventDetail.Refused(fault.code)))
      // The file's own place and reason are the truth; an event that a full store cannot take does not stop the filing.
      do throws(Fault) {
        _ = try store.append(event, at: now)
        CrashPoint.reach(.eventAppended)
      } catch {
        logger.error(
          "event not recorded", metadata: ["id": "event.lost", "session": "\(submission.session.journalTag)", "code": "\(error.code.code)"])
      }
    }
    return outcome
  }
}

extension FaultCode {
  public static let sessionConsentMissing = FaultCode(
    "session.consent-missing", cause: Bilingual(zh: "候选人未同意分析", en: "the candidate has not consented to the analysis"),
    action: Bilingual(
      zh: "取得同意后，在清单中写明 consent.analysed: true，再重试。", en: "Once there is consent, say consent.analysed: true in the manifest, then retry."))

  public static let sessionRecordingRefused = FaultCode(
    "session.recording-refused", cause: Bilingual(zh: "候选人未同意录音", en: "the candidate has not agreed to be recorded"),
    action: Bilingual(
      zh: "录音本不该存在：用 intone forget --session 删除；若清单有误，改正 consent.recorded 后重新投递清单，再重试。",
      en:
        "There should be no recording: erase it with intone forget --session. If the manifest is wrong, correct consent.recorded, deliver the manifest again, then retry."
    ))

  public static let archiveAltered = FaultCode(
    "archive.altered", retry: .later,
    cause: Bilingual(
      zh: "归档中的文件不是入库时的那一个", en: "a file in the archive is not the one that the store knows"),
    action: Bilingual(
      zh: "查明是谁改动的；从备份取回原文件，或重新投递：清单、录音与转写均可再次投递。期间不采用该文件。",
      en:
        "Find out who changed it; put the original back from a backup, or deliver it again, which is possible for a manifest, a recording and a transcript. Until then it is not used."
    ))

  public static let submissionCodes: [FaultCode] = [.sessionConsentMissing, .sessionRecordingRefused, .archiveAltered, .sealOff]
}
