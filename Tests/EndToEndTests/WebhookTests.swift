import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What people and programs ask` {
  /// Python's HTTP server as the receiver: it does with each delivery what the file `mode` says, and writes down what it took.
  @Suite struct Webhooks {
    private static let receiver = """
      import hashlib, hmac, http.server, json, os, sys, time
      folder = sys.argv[1]
      class Handler(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              body = self.rfile.read(int(self.headers["Content-Length"]))
              mode = open(folder + "/mode").read()
              signed = self.headers["X-Intone-Timestamp"].encode() + b"." + body
              right = "v1=" + hmac.new(b"key of the house", signed, hashlib.sha256).hexdigest()
              line = {"mode": mode, "key": self.headers["Idempotency-Key"], "signed": hmac.compare_digest(right, self.headers["X-Intone-Signature"]),
                      "event": json.loads(body)["event"]}
              with open(folder + "/got", "a") as f: f.write(json.dumps(line) + "\\n")
              if mode == "stall": time.sleep(3)
              self.send_response({"fail": 500, "refuse": 400}.get(mode, 204))
              self.end_headers()
          def log_message(self, *arguments): pass
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
      open(folder + "/port.new", "w").write(str(server.server_address[1]))
      os.rename(folder + "/port.new", folder + "/port")
      server.serve_forever()
      """

    /// The receiver's process, ended with this object.
    private final class Receiver {
      private let process = Process()
      private let portFile: URL

      init(_ script: String, in house: Installation) throws {
        portFile = house.root.appendingPathComponent("port")
        try house.write("key of the house\n", to: house.root.appendingPathComponent("key"))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script, house.root.path]
        // It says so when a client does not trust it.
        process.standardError = FileHandle.nullDevice
        try process.run()
      }

      deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }

      func port() async throws -> String {
        try await eventually("the receiver listens") { FileManager.default.fileExists(atPath: portFile.path) }
        return try String(contentsOf: portFile, encoding: .utf8)
      }
    }

    @Test func `a receiver that fails, stalls and recovers gets every event, signed, in order and under one key each`() async throws {
      let house = try Installation()
      let folder = house.root
      try house.write("fail", to: folder.appendingPathComponent("mode"))
      let server = try Receiver(Self.receiver, in: house)
      let port = try await server.port()
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      let hook = """
        webhooks:
          - name: ats
            url: http://127.0.0.1:\(port)/hook
            secret_file: \(folder.path)/key
            events: [answer.recorded]
            timeout: 1s

        """
      try house.write(configuration + hook, to: house.configuration)
      try await house.startAndWait()
      func got() throws -> [[String: Any]] {
        let file = folder.appendingPathComponent("got")
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap {
          try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
      }
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await eventually("a delivery failed") { try got().contains { $0["mode"] as? String == "fail" } }
      try house.write("stall", to: folder.appendingPathComponent("mode"))
      try await eventually("a delivery stalled") { try got().contains { $0["mode"] as? String == "stall" } }
      // Its answer comes after the second that it has.
      try await eventually("the stall is told") {
        let hooks = try house.intone("webhook", "--json").out
        return hooks.contains("webhook.unreachable")
      }
      try house.write("refuse", to: folder.appendingPathComponent("mode"))
      try await eventually("it is a dead letter") { try house.intone("webhook", "dead").out.contains("webhook.refused HTTP 400") }
      #expect(try house.intone("status", "--lang", "en").out.contains("[webhook.dead-letters]"))
      try house.write("take", to: folder.appendingPathComponent("mode"))
      try house.drop(Sample.short, as: "s-2/q1.wav")
      try await eventually("the second is taken") { try got().contains { ($0["event"] as? [String: Any])?["session"] as? String == "s-2" } }
      #expect(try house.intone("webhook", "retry", "ats").code == 0)
      try await eventually("nothing is dead") { try house.intone("webhook", "dead").out.isEmpty }
      let all = try got()
      #expect(all.allSatisfy { $0["signed"] as? Bool == true })
      let taken = all.filter { $0["mode"] as? String == "take" }
      #expect(taken.compactMap { ($0["event"] as? [String: Any])?["session"] as? String } == ["s-2", "s-1"])
      #expect(Set(all.compactMap { $0["key"] as? String }).count == 2)
      #expect(try house.get("/metrics").out.contains("intone_webhook_delivered_total{webhook=\"ats\"} 2\n"))
      #expect(!house.logged.contains("key of the house"))
      withExtendedLifetime(server) {}
    }

    /// An authority of its own, and a server that it vouches for, once as localhost.
    private static let certify = """
      set -e
      cd "$1"
      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Authority of the house' -keyout ca.key -out ca.pem
      openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
      printf 'subjectAltName=DNS:localhost\n' >server.ext
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
      """

    @Test func `over TLS a receiver is delivered to when its authority is known, and is told what is missing otherwise`() async throws {
      let house = try Installation()
      let folder = house.root
      let certified = try Ended.running(URL(fileURLWithPath: "/bin/bash"), ["-c", Self.certify, "certify", folder.path])
      try #require(certified.code == 0, "\(certified.error)")
      try house.write("take", to: folder.appendingPathComponent("mode"))
      let secured = Self.receiver.replacing(
        "open(folder + \"/port.new\"",
        with: """
          import ssl
          context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
          context.load_cert_chain(folder + "/server.pem", folder + "/server.key")
          server.socket = context.wrap_socket(server.socket, server_side=True)
          open(folder + "/port.new"
          """)
      let server = try Receiver(secured, in: house)
      let port = try await server.port()
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      func hook(_ name: String, _ more: String) -> String {
        "  - {name: \(name), url: \"https://localhost:\(port)/\(name)\", secret_file: \(folder.path)/key, events: [answer.recorded]\(more)}\n"
      }
      try house.write(
        configuration + "webhooks:\n" + hook("known", ", ca_file: \(folder.path)/ca.pem") + hook("stranger", ""), to: house.configuration)
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await eventually("it is delivered over TLS") {
        try house.get("/metrics").out.contains("intone_webhook_delivered_total{webhook=\"known\"} 1\n")
      }
      let got = try String(contentsOf: folder.appendingPathComponent("got"), encoding: .utf8)
      #expect(got.split(separator: "\n").count == 1 && got.contains("\"signed\": true"), "once, and to the known one alone: \(got)")
      // Three failures in a row are told in status.
      try await eventually("status says why, and what to do") {
        let status = try house.intone("status", "--lang", "en").out
        return status.contains("webhook.unreachable") && status.contains("certificate") && status.contains("ca_file")
      }
      #expect(try house.get("/metrics").out.contains("intone_webhook_delivered_total{webhook=\"stranger\"} 0\n"))
      let listed = try house.intone("webhook", "--lang", "en").out
      #expect(listed.contains("curl 60: "), "CURLE_PEER_FAILED_VERIFICATION, with libcurl's words: \(listed)")
      withExtendedLifetime(server) {}
    }
  }
}
