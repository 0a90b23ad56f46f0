import Interview
import Logging
import NIOPosix
import Pipeline
import ServiceLifecycle

/// Has the keeper look every hour, and soon again while there is more to do.
struct KeeperService: Service {
  let keeper: Keeper
  let logger: Logger

  func run() async throws {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    // What ends the wait is the shutdown.
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let more = try await threads.runIfActive { pass() }
        try await Task.sleep(for: .seconds(more ? 1 : 3600))
      }
    }
    try await threads.shutdownGracefully()
  }

  private func pass() -> Bool {
    do throws(Fault) {
      return try keeper.pass(limit: 200)
    } catch {
      logger.error("retention", metadata: ["id": "retention.fault", "code": "\(error.code.code)", "detail": "\(error.detail)"])
      return false
    }
  }
}
