import Foundation
import Inbox
import Interview
import Maintenance
import Pipeline
import Store
import Testing

/// What a manifest says counts whenever it comes, and what cannot be read of it holds its session (docs/inbox-guide.md).
@Suite struct `Manifests and what they forbid` {
  private static let recording = "interviews/sales-c20391/q2.flac"
  private static let transcript = "interviews/sales-c20391/q2.json"

  @Test(arguments: [
    ("session.yaml", "consnt: {analysed: false}\n"), ("session.yaml", "consent: {analysed: [\n"), ("session.yaml", "role: a\nrole: b\n"),
    ("session.yaml", ""), ("session.yaml", "candidate: \u{FFFF}\u{0}\n"), ("Session.YAML", "x: 1\n"), ("session.yml", "x: 1\n"),
    ("session.yaml.txt", "x: 1\n"), ("manifest.yaml", "role: general\n"), ("session (1).yaml", "role: general\n"),
    ("session.json", #"{"consent": {"analysed": false}}"#), ("notes.txt", "consent: {analysed: false}\n"),
    ("session.yaml.bak", "role: general\n"),
  ]) func `a manifest that cannot be read, or is called otherwise, holds its session with the reason`(name: String, text: String) throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.drop(Self.recording, as: "s/q1.flac")
    try workshop.write(text, as: "s/\(name)")
    try workshop.work()
    #expect(try workshop.store.current("s__q1") == nil)
    #expect(workshop.files("inbox") == ["s/q1.flac"], "the recording waits where it is")
    let (items, _) = workshop.inbox.queueItems(limit: 10)
    #expect(items.map(\.state) == [.held])
    #expect(items.first?.fault?.code.code == "session.manifest-unreadable")
    #expect(try workshop.store.session("s")?.record.state == .held)
    #expect(try workshop.store.session("s")?.record.reason == "session.manifest-unreadable")
    #expect(workshop.inbox.queueSnapshot().heldBack.map(\.id) == ["s__q1"])
    // A mended one is all it takes.
    try workshop.write("accommodations: [speech]\n", as: "s/session.yaml")
    try workshop.work()
    #expect(try workshop.store.current("s__q1")?.record.manifestHash != nil)
    #expect(try workshop.store.session("s")?.record.state == .inProgress)
  }

  @Test(arguments: [
    "session.yaml", "Session.yaml", "SESSION.YML", "session.yml", "session.yaml.txt", " session .yaml", "session.yaml.yaml",
  ])
  func `what anybody would take for the manifest is the manifest, with and without a byte order mark`(name: String) throws {
    for mark in ["", "\u{FEFF}"] {
      let workshop = try ProcessorFixture()
      try workshop.drop(Self.recording, as: "s/q1.flac")
      try workshop.write(mark + "candidate: c-7\n", as: "s/\(name)")
      try workshop.work()
      #expect(try workshop.store.current("s__q1")?.record.candidate == "c-7")
      #expect(try workshop.inbox.quarantineItems().isEmpty)
    }
  }

  @Test func `an operator lets a session go on without its manifest, until the next one`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.drop(Self.recording, as: "s/q1.flac")
    try workshop.write("x: 1\n", as: "s/session.yaml")
    try workshop.work()
    #expect(throws: Fault.self) { try workshop.line.release(session: OpaqueName("s")) }
    try workshop.line.releaseWithoutManifest(session: OpaqueName("s"))
    try workshop.work()
    #expect(try workshop.store.current("s__q1") != nil)
    let again = #expect(throws: Fault.self) { try workshop.line.releaseWithoutManifest(session: OpaqueName("s")) }
    #expect(again?.code.code == "session.manifest-not-awaited")
    try workshop.write("y: 1\n", as: "s/session.yaml")
    try workshop.drop(Self.recording, as: "s/q2.flac")
    try workshop.work()
    #expect(try workshop.store.current("s__q2") == nil, "the next one holds again")
  }

  @Test func `a session waits for its manifest also after a restart, and though the retention period took the manifest`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.write("x: 1\n", as: "s/session.yaml")
    try workshop.work()
    _ = try workshop.inbox.eraseQuarantined(before: "9999-01-01T00:00:00Z")
    _ = try workshop.inbox.eraseArchive(ofSession: OpaqueName("s"))
    #expect(workshop.inbox.manifestFault(ofSession: OpaqueName("s")) != nil)
    #expect(workshop.files("state").contains("archive/s/.manifest-unread"))
  }

  @Test func `consent that is refused after the scoring takes scores, words and archive back`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.drop(Self.recording, as: "s/q2.flac")
    try workshop.drop(Self.transcript, as: "s/q2.json")
    try workshop.work()
    #expect(try workshop.store.current("s__q2") != nil)
    try workshop.write("candidate: c-9\nconsent: {analysed: false}\n", as: "s/session.yaml")
    try workshop.work()
    #expect(try workshop.store.current("s__q2") == nil)
    #expect(try workshop.store.session("s")?.record.reason == "session.consent-missing")
    #expect(workshop.files("state/archive") == ["s/session.yaml"])
    #expect(try workshop.inbox.quarantineItems().map(\.code) == ["session.consent-missing"])
    #expect(
      try workshop.inbox.quarantineItems().map(\.paths.count) == [2], "recording and transcript wait for consent, as in the other order")
    #expect(try workshop.store.events(after: 0, limit: 100).contains { $0.kind == "session.forgotten" && $0.session == "s" })
    // Nothing new is analysed either; with consent all is.
    try workshop.drop(Self.recording, as: "s/q3.flac")
    try workshop.work()
    #expect(try workshop.store.answers(ofSession: "s").isEmpty)
    try workshop.write("candidate: c-9\nconsent: {analysed: true}\n", as: "s/session.yaml")
    try workshop.work()
    for item in try workshop.inbox.quarantineItems() { try workshop.inbox.retry(item.id) }
    try workshop.work()
    #expect(try workshop.store.answers(ofSession: "s").map(\.id) == ["s__q2", "s__q3"])
  }

  @Test func `an accommodation that comes after the scoring is applied, also where the recording is no longer kept`() throws {
    for filing in [InboxConfiguration.FilingPolicy.archive, .delete] {
      let workshop = try ProcessorFixture(isKept: true)
      try workshop.drop(Self.recording, as: "s/q2.flac")
      try workshop.work()
      let before = try #require(workshop.store.current("s__q2")?.record.scorecard)
      if filing == .delete { try FileManager.default.removeItem(at: workshop.folder.appendingPathComponent("state/archive/s/q2.flac")) }
      let inbox = workshop.inbox
      if filing == .delete { _ = try inbox.eraseArchived(AnswerKey(session: OpaqueName("s"), question: OpaqueName("q2"))) }
      try workshop.write("accommodations: [speech]\n", as: "s/session.yaml")
      try workshop.work()
      let after = try #require(workshop.store.current("s__q2")?.record)
      #expect(after.manifestHash != nil)
      #expect(after.scorecard?.dimensions != before.dimensions, "\(filing)")
    }
  }

  @Test func `whatever a manifest of a forgotten candidate names is erased, whenever it comes`() throws {
    for late in [true, false] {
      for text in ["candidate: ' C-1003'\n", "candidate: c-1003\nmisspelt: 1\n", "{\"candidate\": \"ｃ-１００３\", \"x\": [}\n"] {
        let workshop = try ProcessorFixture(isKept: true)
        let retention = try #require(workshop.retention)
        _ = try retention.forget(.candidate("c-1003"), inAdvance: true)
        try workshop.drop(Self.recording, as: "s/q2.flac")
        try workshop.drop(Self.transcript, as: "s/q2.json")
        if late { try workshop.work() }
        try workshop.write(text, as: "s/session.yaml")
        try workshop.work()
        #expect(try workshop.store.session("s") == nil)
        #expect(try workshop.store.answers(ofSession: "s").isEmpty)
        #expect(workshop.files("inbox") == [])
        #expect(workshop.files("state/archive") == [])
        let set = try workshop.inbox.quarantineItems()
        #expect(Set(set.map(\.code)) == ["session.forgotten"])
        for path in set.flatMap(\.paths) {
          #expect(try String(contentsOfFile: path, encoding: .utf8) == "erased: session.forgotten\n")
        }
        for name in ["C-1003", "c-1003", "ｃ-１００３"] { #expect(try !workshop.holds(name), "\(text)") }
        let entries = try workshop.store.auditLinks(after: 0, limit: 10).map(\.entry)
        #expect(entries.map(\.action) == ["forget"] && entries[0].actor == "intoned" && entries[0].subject.hasPrefix("session sha256:"))
        // What comes after it goes the same way.
        try workshop.drop(Self.recording, as: "s/q3.flac")
        try workshop.work()
        #expect(try workshop.store.answers(ofSession: "s").isEmpty)
        #expect(try workshop.inbox.quarantineItems().count > set.count)
        #expect(workshop.files("state/archive") == [])
      }
    }
  }

  @Test func `a transcript whose recording is broken waits for a better one`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write("not a recording\n", as: "s/q2.flac")
    try workshop.drop(Self.transcript, as: "s/q2.json")
    try workshop.work()
    #expect(workshop.files("inbox") == ["s/q2.json"])
    #expect(workshop.files("state/quarantine") == ["s/q2.flac", "s/q2.flac.reason.json"])
    try workshop.drop(Self.recording, as: "s/q2.flac")
    try workshop.work()
    #expect(try workshop.store.current("s__q2")?.record.transcriptHash != nil)
  }
}
