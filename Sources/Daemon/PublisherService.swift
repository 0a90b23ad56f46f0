import Interview
import Logging
import NIOPosix
import SQLiteStore
import ServiceLifecycle

/// Keeps `scores.sqlite` within a second of the store, on a thread of its own: whatever readers do to it, nothing waits for it.
struct PublisherService: Service {
  let publication: Publication
  /// Whether the store is another one than it was when the daemon last ran.
  let anew: Bool
  let logger: Logger

  private static let pause = Duration.milliseconds(200)
  /// After a failure, which a full disk or a broken one goes on with.
  private static let rest = Duration.seconds(5)

  func run() async throws {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    // What ends the wait is the shutdown.
    try? await cancelWhenGracefulShutdown {
      var isNew = anew
      while !Task.isCancelled {
        let wanted = isNew
        let isWell = try await threads.runIfActive { update(anew: wanted) }
        isNew = isNew && !isWell
        try await Task.sleep(for: isWell ? Self.pause : Self.rest)
      }
    }
    // What was scored last is published as well.
    _ = try? await threads.runIfActive { update(anew: false) }
    try await threads.shutdownGracefully()
  }

  private func update(anew: Bool) -> Bool {
    do throws(Fault) {
      try publication.update(anew: anew)
      return true
    } catch {
      logger.error(
        "scores not published", metadata: ["id": "scores.unpublished", "code": "\(error.code.code)", "detail": "\(error.detail)"])
      return false
    }
  }
}
