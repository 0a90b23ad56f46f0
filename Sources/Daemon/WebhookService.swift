import Interview
import Logging
import Settings
import Webhooks

/// The fault that was last logged of a receiver: once when it begins and once when it ends; the attempts between are in the metrics.
struct LoggedFault: Sendable {
  var code: FaultCode?
}

extension RepeatingService where State == LoggedFault {
  /// Delivers the change feed to one receiver, on a thread of its own while it sends.
  /// - Parameter post: what it sends with; stopped when the shutdown begins, so that a receiver that stalls does not hold it up.
  static func webhook(_ dispatcher: WebhookDispatcher, post: HTTPPost, logger: Logger) -> Self {
    RepeatingService(from: LoggedFault(), onShutdown: { post.stop() }) { logged in
      let pause = dispatcher.step()
      let fault = dispatcher.summary.fault
      if fault?.code != logged.code {
        logged.code = fault?.code
        let metadata: Logger.Metadata = [
          "id": fault == nil ? "webhook.delivering" : "webhook.failing", "webhook": "\(dispatcher.hook.name)",
          "code": "\(fault?.code.code ?? "")", "detail": "\(fault?.detail ?? "")",
        ]
        logger.log(level: fault == nil ? .notice : .warning, fault == nil ? "webhook delivers" : "webhook fails", metadata: metadata)
      }
      return .seconds(pause)
    }
  }
}
