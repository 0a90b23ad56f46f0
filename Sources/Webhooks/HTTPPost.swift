import Interview
import Transfers

/// Sends deliveries over the network. Stops soon after it is told to.
public final class HTTPPost: Sendable {
  public struct Answer: Sendable, Equatable {
    /// Of HTTP.
    public var status: Int
    /// The beginning of the body.
    public var body: String

    public init(status: Int, body: String) {
      self.status = status
      self.body = body
    }
  }

  private let transfer = HTTPTransfer()

  public init() {}

  /// Ends what is being sent within about a second.
  public func stop() { transfer.stop() }

  /// - Throws: `webhook.unreachable` with libcurl's words; the address is not among them.
  public func send(_ body: String, to url: String, headers: [String], timeout: Double, authorities: String?) throws(Fault) -> Answer {
    var request = HTTPRequest("POST", url, headers: headers)
    request.body = .bytes(Array(body.utf8))
    (request.timeout, request.authorities) = (timeout, authorities)
    do throws(HTTPFailure) {
      let answer = try transfer.send(request)
      return Answer(status: answer.status, body: answer.text)
    } catch {
      throw Fault(.webhookUnreachable, error.words)
    }
  }
}
