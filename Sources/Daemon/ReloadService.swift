import Interview
import ServiceLifecycle
import UnixSignals

/// Reloads on SIGHUP, and tells systemd that it does.
struct ReloadService: Service {
  let reloader: Reloader
  let notifier: SystemdNotifier

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      notifier.send("RELOADING=1")
      // A refusal is in the log and in status; what was in force stays.
      do throws(Fault) { _ = try reloader.reload() } catch {}
      notifier.send("READY=1")
    }
  }
}
