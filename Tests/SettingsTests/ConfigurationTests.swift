import Settings
import Inbox
import Interview
import Pipeline
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
    #expect(configuration.storePath == "/srv/intone/intone.sqlite")
    #expect(configuration.inbox.roots.map(\.path) == ["/srv/intone/inbox"])
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

  @Test func `a recogniser is read with its limits, and its mistakes are told`() throws {
    let good = try read(
      "transcriber: {command: [whisper-cli, '{recording}'], format: whisper.cpp, timeout: 90s, memory: 1073741824, languages: [en], reads: [/opt]}"
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
