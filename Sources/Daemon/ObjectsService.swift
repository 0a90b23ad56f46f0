import Inbox
import Interview
import Logging
import Transfers
import Vault

extension RepeatingService where State == LoggedFault {
  /// Moves recordings to a store of objects, on a thread of its own: first all that the archive has, then what is filed.
  /// - Parameter transfer: what it sends with; stopped when the shutdown begins, so that a recording that is under way does not hold it up.
  static func objects(_ objects: ArchivedObjects, of inbox: Inbox, transfer: HTTPTransfer, logger: Logger) -> Self {
    RepeatingService(from: LoggedFault(), onShutdown: { transfer.stop() }) { logged in
      var left: [String] = []
      var fault: Fault?
      while fault.map({ $0.code == .objectsAway || $0.code == .objectsDenied }) != true, let session = objects.takeDue() {
        do throws(Fault) {
          if let name = OpaqueName(printed: session), try inbox.moveOut(session: name).isLeft { left.append(session) }
        } catch {
          fault = error
          left.append(session)
        }
      }
      objects.note(sessions: left)
      if fault?.code != logged.code {
        logged.code = fault?.code
        logger.log(
          level: fault == nil ? .notice : .warning, fault == nil ? "recordings move out" : "recordings do not move out",
          metadata: [
            "id": fault == nil ? "objects.moving" : "objects.failing", "code": "\(fault?.code.code ?? "")",
            "detail": "\(fault?.detail ?? "")",
          ])
      }
      return fault == nil ? .seconds(2) : .seconds(5)
    }
  }
}
