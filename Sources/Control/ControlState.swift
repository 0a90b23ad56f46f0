import Assessment
import Documents
import Inbox
import Interview
import Maintenance
import Pipeline
import Queries
import Recordings
import RoleModels
import Settings
import Store
import Synchronization
import Vault
import Webhooks

/// What the control socket answers from: the running parts, and a few facts about the process.
public struct ControlState: Sendable {
  public let processor: SubmissionProcessor
  public let inbox: Inbox
  public let store: any ScoreStore
  /// The catalogue in force; a reload puts another in its place.
  public let advice: @Sendable () -> AdviceCatalogue
  /// What answers are placed among.
  public let baselines: BaselineFiles
  public let version: String
  /// Seconds since 1970.
  public let startedAt: Double
  /// The configuration in force.
  public let settings: ControlSettings
  /// Whether workers take new work.
  public let gate: WorkGate
  /// Where archive, quarantine and store are kept: its disk is watched.
  public let stateDirectory: String
  /// What recordings are read with, as found at the start.
  public let decoder: DecoderPresence
  /// Erases what is kept about people.
  public let retention: RetentionManager
  /// The published copy of the store's views, and why it is behind; nil where there is none.
  public let scores: (@Sendable () -> (path: String, fault: Fault?))?
  /// One for each receiver of webhooks.
  public let dispatchers: [WebhookDispatcher]
  /// How the inbox learns of changes: `inotify` or `polling`, with the reason of the latter.
  public let watchMode: @Sendable () -> String
  /// How often events of the kernel were lost.
  public let watchLosses: @Sendable () -> Int
  public let clock: @Sendable () -> Double
  /// Where several daemons write the store.
  public let fleet: FleetAccess?
  /// Rings when the feed has something new, where that is told.
  public let feedSignal: FeedSignal
  /// Who comes to the socket.
  public let traffic: ControlTraffic
  public let statistics = KeptStatistics()

  public init(
    processor: SubmissionProcessor, inbox: Inbox, store: any ScoreStore, advice: @escaping @Sendable () -> AdviceCatalogue,
    baselines: BaselineFiles,
    version: String, startedAt: Double,
    settings: ControlSettings, gate: WorkGate, stateDirectory: String, decoder: DecoderPresence, dispatchers: [WebhookDispatcher],
    retention: RetentionManager,
    scores: (@Sendable () -> (path: String, fault: Fault?))? = nil,
    watchMode: @escaping @Sendable () -> String, watchLosses: @escaping @Sendable () -> Int,
    clock: @escaping @Sendable () -> Double, fleet: FleetAccess? = nil, feedSignal: FeedSignal = FeedSignal(),
    traffic: ControlTraffic = ControlTraffic()
  ) {
    (self.fleet, self.feedSignal) = (fleet, feedSignal)
    self.processor = processor
    self.inbox = inbox
    self.store = store
    self.advice = advice
    self.baselines = baselines
    self.version = version
    self.startedAt = startedAt
    self.settings = settings
    self.gate = gate
    self.stateDirectory = stateDirectory
    self.decoder = decoder
    self.retention = retention
    self.scores = scores
    self.dispatchers = dispatchers
    self.watchMode = watchMode
    self.watchLosses = watchLosses
    self.clock = clock
    self.traffic = traffic
  }
}

extension ControlState {
  /// Opens what is sealed, where that can be done here.
  var vault: Vault { processor.vault }

  /// Everything that is wrong right now, one entry a problem; empty when all is well.
  /// - Parameter withNames: whether submissions are named in it.
  func problems(withNames: Bool) -> [(fault: Fault, about: String)] {
    let refused = settings.refusal().map { [(fault: $0, about: "configuration")] } ?? []
    let retried = inbox.queueSnapshot().retrying.map { retry in
      (fault: retry.fault, about: !withNames ? "inbox" : retry.count == 1 ? retry.id : "\(retry.id), +\(retry.count - 1)")
    }
    let untidy = retention.trouble.map { [(fault: $0, about: "retention")] } ?? []
    let held =
      untidy + (retention.hold.map { [(fault: $0, about: "retention")] } ?? [])
      + (retention.logFault.map { [(fault: $0, about: "store")] } ?? [])
    let unconfined = decoder.problem.map { [(fault: $0, about: "decoders")] } ?? []
    let unpublished = scores?().fault.map { [(fault: $0, about: "scores")] } ?? []
    let doubted = processor.doubted.map { (fault: $0.fault, about: withNames ? $0.about : "archive") }
    let elsewhere = vault.objects?.fault.map { [(fault: $0, about: "archive")] } ?? []
    return stoppages() + refused + retried + held + unconfined + unpublished + elsewhere + doubted
      + processor.models.faults.map { (fault: $0.fault, about: $0.file) }
  }

  /// The problems that keep answers from being taken in. A role model that was refused is none: the others work, and an
  /// answer that needs it is held.
  func stoppages() -> [(fault: Fault, about: String)] {
    var problems: [(Fault, String)] = []
    for root in inbox.queueSnapshot().roots {
      if let fault = root.fault { problems.append((fault, root.root.path)) }
    }
    do throws(Fault) { _ = try store.counts() } catch { problems.append((error, "store")) }
    if let disk = DiskSpace(at: stateDirectory), disk.free < DiskSpace.minimumFreeBytes {
      problems.append((Fault(.diskNearlyFull, "\(disk.free / 1_000_000) MB"), stateDirectory))
    }
    return problems
  }
}

/// The configuration in force, as the socket shows and changes it.
public struct ControlSettings: Sendable {
  /// SHA-256 of the file in force; nil for the built-in values.
  public var hash: @Sendable () -> String?
  public var roles: @Sendable () -> RoleMap
  /// Each key with its value and where that comes from.
  package var shown: @Sendable () -> [SettingDocument]
  /// Reads the file and the role models again. Throws with every mistake, and leaves what was in force.
  package var reload: @Sendable () throws(Fault) -> Replies.Reloaded
  /// Why the last reload was refused; nil when it was not.
  public var refusal: @Sendable () -> Fault?
  /// How much of reading the audit log tells.
  public var trace: @Sendable () -> ReaderTrace

  package init(
    hash: @escaping @Sendable () -> String?, roles: @escaping @Sendable () -> RoleMap, shown: @escaping @Sendable () -> [SettingDocument],
    reload: @escaping @Sendable () throws(Fault) -> Replies.Reloaded, refusal: @escaping @Sendable () -> Fault?,
    trace: @escaping @Sendable () -> ReaderTrace = { .words }
  ) {
    self.hash = hash
    self.roles = roles
    self.shown = shown
    self.reload = reload
    self.refusal = refusal
    self.trace = trace
  }
}

/// Whether workers take new work. Work in progress is always finished.
public final class WorkGate: Sendable {
  private let state = Mutex((mode: WorkMode.running, until: nil as Double?, opened: nil as (@Sendable () -> Void)?))

  public init() {}

  public var mode: WorkMode { state.withLock { $0.mode } }

  /// Called each time the gate is opened again: wakes the workers.
  public func onOpen(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.opened = action } }

  /// When a pause ends by itself, in seconds since 1970; nil where none does.
  public var resumesAt: Double? { state.withLock { $0.until } }

  /// Opens the gate again once a pause has lasted as long as it was to. For the daemon's own timer.
  public func resumeIfDue(at now: Double) {
    let isDue = state.withLock { state in state.mode == .paused && state.until.map { $0 <= now } ?? false }
    if isDue { set(.running) }
  }

  /// - Parameter until: for `paused`, when it ends by itself.
  public func set(_ mode: WorkMode, until: Double? = nil) {
    let opened = state.withLock { state in
      (state.mode, state.until) = (mode, mode == .paused ? until : nil)
      return mode == .running ? state.opened : nil
    }
    opened?()
  }
}
