import Foundation
import Interview
import Store
import StoreSQL
import TestSupport
import Testing

@testable import PostgresStore

/// How a server is found, and believed.
@Suite struct `Connections to a server` {
  @Test func `a writer asks for the host that may be written to, a reader for any, and what the string says counts`() {
    let writing = PostgresStore.parameters(for: "host=a,b dbname=intone", isReadOnly: false)
    let reading = PostgresStore.parameters(for: "host=a,b dbname=intone", isReadOnly: true)
    func value(_ keyword: String, _ parameters: [(keyword: String, value: String)]) -> String? {
      parameters.first { $0.keyword == keyword }?.value
    }
    #expect(value("target_session_attrs", writing) == "read-write")
    #expect(value("target_session_attrs", reading) == nil)
    for parameters in [writing, reading] {
      #expect(parameters.last?.keyword == "dbname" && parameters.last?.value == "host=a,b dbname=intone", "what comes last counts")
      #expect(value("client_encoding", parameters) == "UTF8")
    }
  }

  @Test func `of several hosts one that is away, and one that may not be written to, are passed by`() throws {
    let standby = try PostgresServer(settings: ["-c", "default_transaction_read_only=on"])
    let primary = try PostgresServer()
    let hosts = "host=/nowhere,\(standby.directory),\(primary.directory) user=postgres dbname=postgres"
    let store = try PostgresStore(hosts)
    #expect(store.address.contains(primary.directory))
    #expect(try store.record(sample(), at: 1) == .new(revision: 1))
    // A reader takes the first that is there: nothing was ever written to that one.
    let fault = #expect(throws: Fault.self) { try PostgresStore(readOnly: hosts) }
    #expect(fault?.code == .storeOlderSchema && fault?.detail.contains(standby.directory) == true)
    // The primary goes: it is said, and another that is promoted is found by the next call.
    primary.kill()
    #expect(faultCode { _ = try store.counts() } == .storeAway)
    primary.resume()
    while faultCode({ _ = try store.counts() }) == .storeAway {}
    #expect(try store.counts().answers == 1)
  }

  @Test func `a server over a network is believed by its certificate and name alone, unless the string says otherwise`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-tls-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    defer { try? FileManager.default.removeItem(at: folder) }
    // An address of this machine that is nobody else's, on the usual port.
    let address = "127.77.\(Int.random(in: 1...254)).\(Int.random(in: 1...254))"
    let script = """
      cd "$1"
      for ca in good other; do
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$ca" -keyout $ca.key -out $ca.crt
      done
      openssl req -newkey rsa:2048 -nodes -subj /CN=server -keyout server.key -out server.csr
      openssl x509 -req -in server.csr -CA good.crt -CAkey good.key -CAcreateserial -days 2 -out server.crt -extfile <(echo "subjectAltName=IP:$2")
      chmod 600 server.key
      [ "$(id -u)" != 0 ] || chown nobody server.key
      """
    let made = Process()
    made.executableURL = URL(fileURLWithPath: "/bin/bash")
    made.arguments = ["-euc", script, "tls", folder.path, address]
    made.standardError = FileHandle.nullDevice
    try made.run()
    made.waitUntilExit()
    try #require(made.terminationStatus == 0)
    let server = try PostgresServer(settings: [
      "-c", "listen_addresses=\(address)", "-c", "ssl=on", "-c", "ssl_cert_file=\(folder.path)/server.crt", "-c",
      "ssl_key_file=\(folder.path)/server.key",
    ])
    let network = "host=\(address) user=postgres dbname=postgres"
    func trusting(_ name: String) -> String { "\(network) sslrootcert=\(folder.path)/\(name).crt" }
    let store = try PostgresStore(trusting("good"))
    #expect(try store.reading { try $0.value("SELECT ssl::int FROM pg_stat_ssl WHERE pid = pg_backend_pid()", []) } == 1)
    func refusal(_ connection: String) -> String {
      let fault = #expect(throws: Fault.self) { try PostgresStore(connection) }
      #expect(fault?.code == .storeAway)
      return fault?.detail ?? ""
    }
    #expect(refusal(trusting("other")).contains("certificate verify failed"))
    #expect(refusal("\(network) sslrootcert=\(folder.path)/missing.crt").contains("missing.crt"), "no authority, no trust")
    // The certificate is of another name than the one that is asked for.
    #expect(
      refusal("host=elsewhere hostaddr=\(address) user=postgres dbname=postgres sslrootcert=\(folder.path)/good.crt").contains("elsewhere"))
    // The operator's own word.
    #expect(throws: Never.self) { try PostgresStore("\(network) sslmode=require") }
    // By the Unix socket there is nobody between.
    #expect(throws: Never.self) { try PostgresStore(server.connection()) }
  }
}

private func faultCode(_ body: () throws -> Void) -> FaultCode? {
  do {
    try body()
    return nil
  } catch {
    return (error as? Fault)?.code
  }
}
