import Assessment
import Control
import Documents
import Files
import Interview
import Logging
import Pipeline
import RoleModels
import ServiceLifecycle
import Settings
import Synchronization
import UnixSignals

/// Reads the configuration and the role models again, as one: either both are in order and come into force, or all that was
/// stays. Role models, the advice catalogue and roles change at once; for the other keys it says that a restart is due.
final class Reloader: Sendable {
  /// Reads the file and lays the environment over it; gives the hash of the file too.
  typealias Load = @Sendable () throws(Fault) -> (configuration: DaemonConfiguration, hash: String?)

  private struct State: Sendable {
    /// What the process was started with.
    let started: DaemonConfiguration
    var current: DaemonConfiguration
    var hash: String?
    var refusal: Fault?
    var advice: AdviceCatalogue
  }

  private let state: Mutex<State>
  private let load: Load
  private let administrators: Administrators
  private let processor: SubmissionProcessor
  private let logger: Logger

  init(
    configuration: DaemonConfiguration, hash: String?, advice: AdviceCatalogue, administrators: Administrators,
    load: @escaping Load, processor: SubmissionProcessor, logger: Logger
  ) {
    state = Mutex(State(started: configuration, current: configuration, hash: hash, advice: advice))
    self.administrators = administrators
    self.load = load
    self.processor = processor
    self.logger = logger
  }

  /// The catalogue in force.
  var advice: AdviceCatalogue { state.withLock(\.advice) }

  var settings: ControlSettings {
    ControlSettings(
      hash: { [self] in state.withLock(\.hash) }, roles: { [self] in state.withLock(\.current.roles) },
      shown: { [self] in state.withLock(\.current.shown) }, reload: { [self] () throws(Fault) in try reload() },
      refusal: { [self] in state.withLock(\.refusal) }, trace: { [self] in state.withLock(\.current.trace) })
  }

  /// - Throws: `configuration.invalid` or `document.…` with every mistake; a role model's fault.
  func reload() throws(Fault) -> Replies.Reloaded {
    do throws(Fault) {
      let (fresh, hash) = try load()
      let directories = ModelDirectories(fresh.models, by: administrators)
      let library = directories.library()
      if let broken = library.faults.first { throw Fault(broken.fault.code, "\(broken.file): \(broken.fault.detail)") }
      let advice = try directories.advice()
      processor.models = library
      let restart = state.withLock { state in
        state.current = fresh
        state.hash = hash
        state.refusal = nil
        state.advice = advice
        return fresh.needingRestart(after: state.started)
      }
      logger.notice(
        "reloaded",
        metadata: [
          "id": "configuration.reloaded", "models": "\(library.models.count)", "needs_restart": "\(restart.joined(separator: ","))",
        ])
      return Replies.Reloaded(models: library.models.count, configuration: hash, needsRestart: restart)
    } catch {
      state.withLock { $0.refusal = error }
      logger.error(
        "reload refused, what was in force stays",
        metadata: ["id": "configuration.kept", "code": "\(error.code.code)", "detail": "\(error.detail)"])
      throw error
    }
  }
}

/// Reloads at each signal, and tells systemd that it does. Where the signals end before the shutdown, the service ends, and with it the daemon.
struct ReloadService<Signals: AsyncSequence & Sendable>: Service where Signals.Failure == Never, Signals.Element: Sendable {
  let notifier: SystemdNotifier
  /// Installs the handler of signals; called once, by `run`.
  let signals: @Sendable () async -> Signals
  /// A refusal is in the log and in status; what was in force stays.
  let reload: @Sendable () throws(Fault) -> Void

  func run() async throws {
    for await _ in await signals().cancelOnGracefulShutdown() {
      notifier.send("RELOADING=1")
      do throws(Fault) { try reload() } catch {}
      notifier.send("READY=1")
    }
  }
}

extension ReloadService where Signals == UnixSignalsSequence {
  init(reloader: Reloader, notifier: SystemdNotifier) {
    self.init(
      notifier: notifier, signals: { await UnixSignalsSequence(trapping: .sighup) },
      reload: { () throws(Fault) in _ = try reloader.reload() })
  }
}
