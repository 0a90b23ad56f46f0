import Interview
import Logging
import Pipeline
import RoleModels
import ServiceLifecycle
import UnixSignals

/// Reads the role models again on SIGHUP. A model that is wrong now keeps its old version in force, and the log says so.
struct ReloadService: Service {
  let line: Line
  let directories: ModelDirectories
  let notifier: SystemdNotifier
  let logger: Logger

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      notifier.send("RELOADING=1")
      let fresh = directories.library()
      if fresh.faults.isEmpty {
        line.models = fresh
        logger.notice("models reloaded", metadata: ["id": "models.reloaded", "models": "\(fresh.models.count)"])
      } else {
        for broken in fresh.faults {
          logger.error(
            "reload refused, old models stay",
            metadata: ["id": "models.kept", "file": "\(broken.file)", "detail": "\(broken.fault.detail)"])
        }
      }
      notifier.send("READY=1")
    }
  }
}
