import Interview
import Logging
import NIOPosix
import ServiceLifecycle
import Settings
import Webhooks

/// Runs one courier for each receiver, each on a thread of its own while it sends.
struct WebhookService: Service {
  let couriers: [Courier]
  let post: HTTPPost
  let logger: Logger

  func run() async throws {
    guard !couriers.isEmpty else { return try await gracefulShutdown() }
    let threads = NIOThreadPool(numberOfThreads: couriers.count)
    threads.start()
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        for courier in couriers { group.addTask { await deliver(courier, on: threads) } }
      }
    } onGracefulShutdown: {
      post.stop()
    }
    try await threads.shutdownGracefully()
  }

  private func deliver(_ courier: Courier, on threads: NIOThreadPool) async {
    // What ends the wait is the shutdown.
    try? await cancelWhenGracefulShutdown {
      var told: FaultCode?
      while !Task.isCancelled, !Task.isShuttingDownGracefully {
        let pause = try await threads.runIfActive { courier.step() }
        let fault = courier.summary.fault
        // Once when it begins and once when it ends; the attempts between are in the metrics.
        if fault?.code != told {
          told = fault?.code
          let metadata: Logger.Metadata = [
            "id": fault == nil ? "webhook.delivering" : "webhook.failing", "webhook": "\(courier.hook.name)",
            "code": "\(fault?.code.code ?? "")", "detail": "\(fault?.detail ?? "")",
          ]
          logger.log(level: fault == nil ? .notice : .warning, fault == nil ? "webhook delivers" : "webhook fails", metadata: metadata)
        }
        if pause > 0 { try await Task.sleep(for: .seconds(pause)) }
      }
    }
  }
}
