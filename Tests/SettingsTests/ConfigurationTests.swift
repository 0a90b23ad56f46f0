import Assessment
import Inbox
import Interview
import Maintenance
import Seal
import Settings
import Testing

struct ConfigurationTests {
  private func read(_ yaml: String) throws(Fault) -> DaemonConfiguration {
    try DaemonConfiguration(yaml: Array(yaml.utf8), name: "intone.yaml", processors: 4)
  }

  @Test func `an empty file gives the defaults`() throws {
    let configuration = try read("")
    #expect(configuration.workers == 4)
    #expect(configuration.inbox.settle == 2)
    #expect(configuration.inbox.transcriptWait == 60)
    #expect(configuration.socketMode == 0o660)
    #expect(configuration.inbox.roots.map(\.path) == ["/var/lib/intone/inbox"])
  }

  @Test func `the store and the inbox follow the state directory unless they are named`() throws {
    let configuration = try read("state: /srv/intone\n")
    #expect(configuration.store == .file("/srv/intone/intone.sqlite"))
    #expect(configuration.inbox.roots.map(\.path) == ["/srv/intone/inbox"])
  }

  @Test func `a store of objects is taken, and neither keys nor a way in the clear`() throws {
    #expect(try read("").objects == nil)
    let least = try #require(try read("objects: {endpoint: 'https://s3.example:9000/', bucket: b.c-1}").objects)
    #expect(least.endpoint == "https://s3.example:9000" && least.region == "us-east-1" && least.prefix == nil)
    #expect(least.credentials(["CREDENTIALS_DIRECTORY": "/run/c"]) == "/run/c/intone-objects")
    let whole = try read(
      "objects: {endpoint: 'http://127.0.0.1:9', bucket: abc, region: eu, prefix: north/, credentials_file: /etc/k, ca_file: /etc/a}")
    #expect(whole.objects?.prefix == "north/" && whole.objects?.authorities == "/etc/a")
    #expect(whole.objects?.credentials(["CREDENTIALS_DIRECTORY": "/run/c"]) == "/etc/k")
    #expect(whole.needingRestart(after: try read("")) == ["objects"])
    for (wrong, part) in [
      ("{bucket: abc}", "endpoint"), ("{endpoint: 'https://h'}", "bucket"), ("{endpoint: 'http://h', bucket: abc}", "https://host"),
      ("{endpoint: 'https://k:XYZ@h', bucket: abc}", "https://host"), ("{endpoint: 'https://h/path', bucket: abc}", "https://host"),
      ("{endpoint: 'https://h', bucket: 'A b'}", "bucket"), ("{endpoint: 'https://h', bucket: abc, prefix: north}", "north/"),
      ("{endpoint: 'https://h', bucket: abc, credentials_file: k}", "k is not an absolute path"),
      ("{endpoint: 'https://h', bucket: abc, secret_key: XYZ}", "LoadCredential"),
      ("{endpoint: 'https://h', bucket: abc, buckets: x}", "buckets"),
    ] {
      let fault = try #require(throws: Fault.self) { try read("objects: " + wrong) }
      #expect(fault.code == .configurationInvalid && fault.detail.contains(part) && !fault.detail.contains("XYZ"), "\(fault.detail)")
    }
  }

  @Test func `a recipient is taken, an identity is refused and not repeated`() throws {
    #expect(try read("").seal == nil)
    let recipient = "age12ttqfvsekr3tw4498p4mekm5nhqelgjlxayyxc72rm5hn4232dlsgm5yhz"
    #expect(try read("seal: {recipient: \(recipient)}").seal?.description == recipient)
    for wrong in [
      "seal: {}", "seal: {recipient: age1x}", "seal: {recipient: AGE-SECRET-KEY-1XYZ}", "seal: {recipient: \(recipient), identity: x}",
    ] {
      let fault = try #require(throws: Fault.self) { try read(wrong) }
      #expect(fault.code == .configurationInvalid && !fault.detail.contains("XYZ"), "\(fault.detail)")
    }
    #expect(try read("").trace == .words)
    #expect(try read("trace_readers: hearing").trace == .hearing)
  }

  @Test func `every mistake is told at once, with its line`() throws {
    let yaml = "workers: none\nsettel: 3s\nsocket_mode: \"9\"\ninbox:\n  - path: relative\n"
    let fault = try #require(throws: Fault.self) { try read(yaml) }
    #expect(fault.code == .configurationInvalid)
    for part in ["intone.yaml:1:", "intone.yaml:2:", "did you mean settle?", "intone.yaml:3:", "relative"] {
      #expect(fault.detail.contains(part), "\(part) is missing in \(fault.detail)")
    }
  }

  @Test func `the environment stands above the file`() throws {
    var configuration = try read("workers: 2\nsocket: /run/a.sock\n")
    try configuration.apply(environment: ["INTONE_WORKERS": "3", "INTONE_SOCKET": "/run/b.sock"])
    #expect(configuration.workers == 3)
    #expect(configuration.socketPath == "/run/b.sock")
    #expect(throws: Fault.self) { try configuration.apply(environment: ["INTONE_WORKERS": "many"]) }
  }

  @Test(arguments: [
    "retention: {recordings: 30}", "retention: {audit: 365}", "promise: 30", "settle: 2", "transcript_wait: 60", "empty_wait: 1.5",
    "largest_file: 4500000000", "transcriber: {command: [x], timeout: 90}", "transcriber: {command: [x], memory: 1073741824}",
    "webhooks: [{name: a, url: 'http://x', timeout: 10}]", "webhooks: [{name: a, url: 'http://x', give_up_after: 3600}]",
  ])
  func `a duration or a size without its unit is refused, and the remedy names the units`(_ yaml: String) throws {
    let fault = try #require(throws: Fault.self) { try read(yaml) }
    #expect(fault.code == .configurationInvalid)
    #expect(fault.detail.contains("has no unit: write "), "\(fault.detail)")
  }

  @Test func `with their units they are read, and nothing is nothing in every unit`() throws {
    let configuration = try read(
      "retention: {recordings: 30d, scores: 0}\ntranscript_wait: 0\nlargest_file: 4.5GB\nsettle: 500ms\npromise: 1.5h\n")
    #expect(configuration.retention.words == 2_592_000)
    #expect(configuration.retention.scores == nil)
    #expect(configuration.inbox.transcriptWait == 0)
    #expect(configuration.inbox.largestFile == 4_500_000_000)
    #expect(configuration.inbox.settle == 0.5)
    #expect(configuration.latencyObjective == 5400)
  }

  @Test func `a store that no file can be is refused, in the file and in the environment`() throws {
    for store in ["postgres://db/intone", "postgresql://x", "intone.sqlite", "/srv/intone/", "file:///x"] {
      let fault = try #require(throws: Fault.self) { try read("store: \(store)\n") }
      #expect(fault.detail.contains("intone.yaml:1:8 store: "), "\(fault.detail)")
      var configuration = try read("")
      #expect(throws: Fault.self) { try configuration.apply(environment: ["INTONE_STORE": store]) }
    }
  }

  @Test func `a store on a server is named by its connection string`() throws {
    for good in ["service=intone", "host=a,b dbname=intone passfile=/etc/p", "postgresql://intone@db/intone?sslmode=verify-full"] {
      let configuration = try read("store: {postgres: \"\(good)\"}\n")
      #expect(configuration.store == .server(good))
      var other = try read("")
      try other.apply(environment: ["INTONE_STORE": "postgres:" + good])
      #expect(other.store == .server(good))
    }
    for (bad, part) in [
      ("intone", "service=intone"), ("host=db password=x", "passfile"), ("host=db password = x", "passfile"),
      ("postgresql://u:secret@db/intone", "passfile"), ("", "service=intone"),
    ] {
      let fault = try #require(throws: Fault.self) { try read("store: {postgres: \"\(bad)\"}\n") }
      #expect(fault.detail.contains("intone.yaml:1:8 store: ") && fault.detail.contains(part), "\(fault.detail)")
      #expect(!fault.detail.contains("secret"))
    }
    let fault = try #require(throws: Fault.self) { try read("store: {mysql: x}\n") }
    #expect(fault.detail.contains("postgres"))
  }

  @Test func `whoever writes an unknown key is told every key there is`() throws {
    let fault = try #require(throws: Fault.self) { try read("zzzzzzzz: 1\n") }
    for key in ["webhooks", "inbox", "retention", "roles", "transcriber", "largest_file", "store", "socket_mode"] {
      #expect(fault.detail.contains(key), "\(key) is missing in \(fault.detail)")
    }
  }

  @Test func `a group that does not exist is refused with its place, and only where somebody wrote it`() throws {
    let configuration = try read("workers: 2\nroles:\n  viewer: [hr, staff]\n  operator: [ops]\n")
    let fault = try #require(throws: Fault.self) { try configuration.checkGroups { $0 == "staff" } }
    #expect(fault.detail.contains("intone.yaml:3: roles.viewer: hr: "))
    #expect(fault.detail.contains("intone.yaml:4: roles.operator: ops: "))
    #expect(!fault.detail.contains("staff") && !fault.detail.contains("intone-admin"))
    try configuration.checkGroups { ["hr", "staff", "ops"].contains($0) }
    // The built-in map names groups that only the package makes.
    try read("").checkGroups { _ in false }
  }

  @Test func `a recogniser is read with its limits, and its mistakes are told`() throws {
    let good = try read(
      "transcriber: {command: [whisper-cli, '{recording}'], format: whisper.cpp, timeout: 90s, memory: 1GiB, languages: [en], reads: [/opt]}"
    )
    #expect(
      good.transcriber
        == TranscriberConfiguration(
          command: ["whisper-cli", "{recording}"], format: "whisper.cpp", timeout: 90, memory: 1 << 30, languages: [.en], reads: ["/opt"]))
    let bad = try #require(throws: Fault.self) {
      try read("transcriber:\n  format: word\n  timeout: 2h\n  languages: [fr]\n  reads: [opt]\n  comand: x\n")
    }
    for part in [
      "command is missing", "word is not valid", "transcriber.timeout", "fr is not valid", "not an absolute path", "did you mean command?",
    ] {
      #expect(bad.detail.contains(part), "\(part) is missing in \(bad.detail)")
    }
  }
}

extension ConfigurationTests {
  @Test func `each kind of thing is kept for its own time, and scores never shorter than the sound they are of`() throws {
    let standard = try read("").retention
    #expect(standard.words == 30 * 86_400 && standard.scores == nil && standard.audit == nil)
    let own = try read("retention:\n  recordings: 10d\n  scores: 730d\n  audit: 1095d\n").retention
    #expect(own.words == 864_000 && own.scores == 63_072_000 && own.audit == 94_608_000)
    #expect(try read("retention:\n  recordings: 0s\n  audit: 0s\n").retention.words == nil)
    for wrong in ["  scores: 29d\n", "  recordings: 0s\n  scores: 365d\n"] {
      let fault = try #require(throws: Fault.self) { try read("retention:\n" + wrong) }
      #expect(fault.detail.contains("scores are not kept for a shorter time than recordings"), "\(fault.detail)")
    }
  }
}
