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
  /// The configuration in force.
  public let settings: ControlSettings
  /// Whether workers take new work.
  public let gate: WorkGate
  /// Where archive, quarantine and store are kept: its disk is watched.
  public let stateDirectory: String
  /// What recordings are read with, as found at the start.
  public let decoders: Decoders
  /// How the inbox learns of changes: `inotify` or `polling`, with the reason of the latter.
  public let watchMode: @Sendable () -> String
  public let clock: @Sendable () -> Double

  public init(
    line: Line, inbox: Inbox, store: any ScoreStore, advice: AdviceCatalogue, version: String, startedAt: Double,
    settings: ControlSettings, gate: WorkGate, stateDirectory: String, decoders: Decoders, watchMode: @escaping @Sendable () -> String,
    clock: @escaping @Sendable () -> Double
  ) {
    self.line = line
    self.inbox = inbox
    self.store = store
    self.advice = advice
    self.version = version
    self.startedAt = startedAt
    self.settings = settings
    self.gate = gate
    self.stateDirectory = stateDirectory
    self.decoders = decoders
    self.watchMode = watchMode
    self.clock = clock
  }
}

extension ControlState {
  /// Everything that is wrong right now, one entry a problem; empty when all is well.
  func problems() -> [(fault: Fault, about: String)] {
    let refused = settings.refusal().map { [(fault: $0, about: "configuration")] } ?? []
    let retried = inbox.queueSnapshot().retrying.map { retry in
      (fault: retry.fault, about: retry.count == 1 ? retry.id : "\(retry.id), +\(retry.count - 1)")
    }
    return stoppages() + refused + retried + line.models.faults.map { (fault: $0.fault, about: $0.file) }
  }

  /// The problems that keep answers from being taken in. A role model that was refused is none: the others work, and an
  /// answer that needs it is held.
  func stoppages() -> [(fault: Fault, about: String)] {
    var problems: [(Fault, String)] = []
    for root in inbox.queueSnapshot().roots {
      if let fault = root.fault { problems.append((fault, root.root.path)) }
    }
    do throws(Fault) { _ = try store.counts() } catch { problems.append((error, "store")) }
    if let disk = DiskSpace(at: stateDirectory), disk.free < DiskSpace.least {
      problems.append((Fault(.diskNearlyFull, "\(disk.free / 1_000_000) MB"), stateDirectory))
    }
    return problems
  }
}
