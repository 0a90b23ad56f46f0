import ArgumentParser
import Desk
import Dispatch
import FoundationEssentials
import Glibc
import Interview

/// `intone desk`: the pages for people, in a browser on this machine.
struct DeskVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "desk",
    abstract: "Pages for a browser: interviews with their sound, decisions, comparison, the candidate's page, the queue.",
    discussion:
      """
      Prints an address that lets one browser in, once. The pages are served on this machine's loopback interface alone, with \
      your own rights at the daemon, until you interrupt the command. From another machine: ssh -L 8900:127.0.0.1:8900 SERVER, \
      then intone desk --port 8900.

      EXAMPLES
        intone desk
        intone desk --port 8900 --lang en
      """)
  @Option(help: "The port to listen on; 0 for any that is free.") var port = 0
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535") }
  }

  func run() async throws {
    let source = SocketSource(client: SocketClient(path: daemon.socket))
    // Before anything is printed: a desk without its daemon is of no use.
    _ = try await source.ask(DeskRequest("GET", "/healthz"))
    let server = DeskServer(source: source, language: daemon.lang, account: Self.account)
    let (json, language) = (daemon.json, daemon.lang)
    try await server.run(port: port) { address in
      let invitation =
        language == .zh
        ? "请在本机浏览器中打开（只能用一次）：\n  \(address)" : "Open in a browser on this machine (it works once):\n  \(address)"
      print(json ? JSON(encoding: ["address": address]).text : invitation)
      StandardOutput.flush()
    }
  }

  /// The user's name as the system knows it.
  private static var account: String {
    ProcessInfo.processInfo.environment["USER"].flatMap { $0.isEmpty ? nil : $0 } ?? "uid:\(getuid())"
  }
}

/// The daemon's routes over its socket, by this user's rights.
private struct SocketSource: DeskSource {
  let client: SocketClient

  /// On a thread of the global queue: the socket blocks.
  /// - Throws: `daemon.unreachable`, `daemon.denied`.
  func ask(_ request: DeskRequest) async throws -> DeskAnswer {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let (status, headers, body) = try client.exchange(request.method, request.target, body: request.body, range: request.range)
            return DeskAnswer(status: status, headers: headers, bytes: body)
          })
      }
    }
  }
}
