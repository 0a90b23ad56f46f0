import Interview
import Logging
import NIOPosix
import Pipeline
import ServiceLifecycle
import Store

/// Has the keeper look every hour, soon again while there is more to do, and within seconds for what could not be erased yet.
struct KeeperService: Service {
  let keeper: Keeper
  let store: any ScoreStore
  let logger: Logger

  /// Seconds between two looks at what is due, and between two passes.
  private static let look = 5
  private static let hour = 3600

  func run() async throws {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    // What ends the wait is the shutdown.
    try? await cancelWhenGracefulShutdown {
      var waited = Self.hour
      while !Task.isCancelled {
        let isPassDue = waited >= Self.hour
        let more = try await threads.runIfActive { look(isPassDue: isPassDue) }
        let pause = more ? 1 : Self.look
        waited = more ? Self.hour : isPassDue ? 0 : waited + pause
        try await Task.sleep(for: .seconds(pause))
      }
    }
    try await threads.shutdownGracefully()
  }

  /// Whether there is more to do at once.
  private func look(isPassDue: Bool) -> Bool {
    do throws(Fault) {
      try keeper.catchUp(in: store)
      return isPassDue ? try keeper.pass(limit: 200) : false
    } catch {
      logger.error("retention", metadata: ["id": "retention.fault", "code": "\(error.code.code)", "detail": "\(error.detail)"])
      return false
    }
  }
}
