import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What people and programs ask` {
  /// Who may hold how many connections, as users of numbers of their own.
  @Suite struct `The socket's limits` {
    /// Opens connections and holds them until its standard input ends; prints how many were let in and how many were told 503.
    private static let holder = """
      import socket, sys
      held, refused = [], 0
      for _ in range(int(sys.argv[2])):
          s = socket.socket(socket.AF_UNIX)
          s.connect(sys.argv[1])
          try:
              s.sendall(b"GET /healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
          except BrokenPipeError:
              pass
          head = s.recv(4096)
          if b" 200 " in head[:20]: held.append(s)
          elif b" 503 " in head[:20]: refused += 1
      print(len(held), refused, flush=True)
      sys.stdin.read()
      """

    private final class Holder {
      private let process = Process()
      private let input = Pipe()
      let line: String

      init(_ house: Installation, user: Int, connections: Int) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments = [
          "--reuid", "\(user)", "--regid", "\(user)", "--clear-groups", "/usr/bin/python3", "-c", holder, house.socket.path,
          "\(connections)",
        ]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        var text = ""
        while !text.hasSuffix("\n") {
          let data = output.fileHandleForReading.availableData
          if data.isEmpty { break }
          text += String(decoding: data, as: UTF8.self)
        }
        line = text.trimmingCharacters(in: .newlines)
      }

      func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
      }
    }

    @Test(.enabled(if: geteuid() == 0, "other users' connections need root to make them"))
    func `members exhaust their own places, root still gets in, and all is as before once they have gone`() async throws {
      let house = try Installation()
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      try house.write(configuration + "socket_mode: \"0666\"\nroles:\n  viewer: [nogroup]\n", to: house.configuration)
      try await house.startAndWait()
      try await eventually("the socket is open to all") {
        try FileManager.default.attributesOfItem(atPath: house.socket.path)[.posixPermissions] as? Int == 0o666
      }
      // One user alone has 64.
      var holders = [try Holder(house, user: 61_001, connections: 70)]
      #expect(holders[0].line == "64 6")
      // Seven of them have the 448 that are for members: 512 less the 64 that are kept.
      for user in 61_002...61_007 { holders.append(try Holder(house, user: user, connections: 64)) }
      #expect(holders.dropFirst().map(\.line) == Array(repeating: "64 0", count: 6))
      let late = try Holder(house, user: 61_008, connections: 1)
      #expect(late.line == "0 1")
      late.end()
      #expect(try house.intone("status").code == 0)
      let metrics = try house.get("/metrics").out
      #expect(metrics.contains("intone_connections_refused_total{reason=\"user\"} 6\n"))
      #expect(metrics.contains("intone_connections_refused_total{reason=\"all\"} 1\n"))
      // Scoring goes on meanwhile.
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      for holder in holders { holder.end() }
      try await eventually("they have gone") { try house.get("/metrics").out.contains("intone_connections 1\n") }
      let again = try Holder(house, user: 61_008, connections: 1)
      #expect(again.line == "1 0")
      again.end()
    }
  }
}
