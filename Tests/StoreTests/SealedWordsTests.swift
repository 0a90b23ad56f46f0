import Foundation
import Interview
import PostgresStore
import SQLiteStore
import Seal
import Store
import StoreSQL
import TestSupport
import Testing
import Vault

struct SealedWordsTests {
  private let folder: URL
  private let master: SealIdentity
  private var path: String { folder.path + "/intone.sqlite" }
  private let words = "we cut the onboarding time by half"
  private let asked = "What did you change in your first year?"

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-sealed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    master = try SealIdentity(bytes: Vault.random(32))
  }

  private func vault(reads: Bool = true) throws -> Vault {
    try Vault(store: path, stateDirectory: folder.path, master: master.recipient, identities: reads ? [master] : [])
  }

  private var record: AnswerRecord {
    var record = sample()
    record.analysis =
      #"{"question":{"text":"\#(asked)"},"recording":{"duration_s":9.5},"text":{"content":"\#(words)"},"#
      + #""scores":{"lost_points":[{"excerpt":"\#(words)"}]}}"#
    return record
  }

  /// Everything that lies in the folder, the log included.
  private func disk() throws -> [String: Data] {
    var found: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      found[name] = try Data(contentsOf: folder.appendingPathComponent(name))
    }
    return found
  }

  private func holders(of text: String) throws -> [String] {
    try disk().filter { $0.value.range(of: Data(text.utf8)) != nil }.keys.sorted()
  }

  @Test func `words are sealed on the disk and come back to the byte; measures and scores stay readable`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SQLiteStore(path: path, vault: vault())
    _ = try store.record(record, at: 1)
    #expect(try store.current(record.key.id)?.record == record)
    #expect(try holders(of: words) == [])
    #expect(try holders(of: asked) == [])
    #expect(try holders(of: "duration_s") != [])
    // The test can fail: without sealing they are there.
    let plain = try SQLiteStore(path: folder.path + "/plain.sqlite")
    _ = try plain.record(record, at: 1)
    #expect(try holders(of: words) != [])
  }

  @Test func `a later life without the master reads scores, not words, and seals new ones all the same`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try SQLiteStore(path: path, vault: vault(reads: false)).record(record, at: 1)
    let store = try SQLiteStore(path: path, vault: vault(reads: false))
    let kept = try #require(try store.current(record.key.id)?.record)
    #expect(kept.isLocked)
    #expect(kept.analysis == AnswerRecord.bare(record.analysis))
    #expect(kept.measures == record.measures)
    #expect(kept.scorecard?.overall == record.scorecard?.overall)
    var late = record
    late.transcriptHash = ContentHash(hex: String(repeating: "d", count: 64))
    _ = try store.record(late, at: 2)
    // Both by the master, whichever life sealed them.
    let reader = try SQLiteStore(readOnly: path, vault: vault())
    #expect(try reader.revisions(of: record.key.id).map(\.record) == [record, late])
  }

  @Test func `an erased key takes the words with it in every backup, and the keys of others stay`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let vault = try vault()
    let store = try SQLiteStore(path: path, vault: vault)
    var other = record
    other.key = AnswerKey(session: OpaqueName("other"), question: OpaqueName("q1"), attempt: 1)
    _ = try store.record(record, at: 1)
    _ = try store.record(other, at: 1)
    let backup = folder.path + "/backup.sqlite"
    _ = try store.backup(to: backup)
    try vault.erase(sessions: [record.key.session.text])
    let restored = try SQLiteStore(readOnly: backup, vault: self.vault())
    #expect(try restored.current(record.key.id)?.record.isLocked == true)
    #expect(try restored.current(other.key.id)?.record == other)
  }

  @Test func `withdrawn words do not come back from a scoring that was read before`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SQLiteStore(path: path, vault: vault())
    _ = try store.record(record, at: 1)
    let read = try #require(try store.current(record.key.id))
    var again = read.record
    again.engine = "another"
    #expect(try store.revise([(read: read, record: again)], at: 2) == [.new(revision: 2)])
    let second = try #require(try store.current(record.key.id))
    try store.redactContent(of: record.key.id, redact: AnswerRecord.withoutWords, at: 3)
    again.engine = "a third"
    #expect(try store.revise([(read: second, record: again)], at: 4) == [nil])
    #expect(try store.current(record.key.id)?.record.analysis == AnswerRecord.bare(record.analysis))
    #expect(try store.current(record.key.id)?.record.isLocked == false)
  }

  @Test func `rows of before are sealed step by step, and a second time nothing is left`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let plain = try SQLiteStore(path: path)
    for number in 1...5 {
      var one = record
      one.key = AnswerKey(session: OpaqueName("s\(number)"), question: OpaqueName("q1"), attempt: 1)
      _ = try plain.record(one, at: 1)
    }
    let store = try SQLiteStore(path: path, vault: vault())
    var last = 0
    var steps: [Int] = []
    repeat {
      let done = try store.sealWords(after: last, limit: 2)
      (last, steps) = (done.last, steps + [done.rows])
    } while steps.last == 2
    #expect(steps == [2, 2, 1])
    _ = try store.emptyLog()
    #expect(try holders(of: words) == [])
    #expect(try store.current("s3__q1")?.record.analysis == record.analysis)
    #expect(try store.sealWords(after: 0, limit: 10).rows == 0)
  }

  @Test func `a document of a sealed record restores its row without a key`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let document = RecordDocument(try vault().sealed(record), recordedAt: 1)
    let json = try document.json()
    #expect(!json.contains(words))
    let other = try SQLiteStore(path: folder.path + "/other.sqlite")
    #expect(try other.restore(RecordDocument(json: Array(json.utf8))))
    #expect(try other.current(record.key.id)?.record.isLocked == true)
    #expect(try vault().opened(#require(try other.current(record.key.id)).record) == record)
  }

  @Test func `keys are sealed to another master, and the old one opens nothing any more`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try SQLiteStore(path: path, vault: vault()).record(record, at: 1)
    let new = try SealIdentity(bytes: Vault.random(32))
    #expect(try vault().rotate(to: new.recipient) == 1)
    #expect(try vault().rotate(to: new.recipient) == 0)
    #expect(try SQLiteStore(readOnly: path, vault: vault()).current(record.key.id)?.record.isLocked == true)
    let rotated = try Vault(store: path, stateDirectory: folder.path, master: new.recipient, identities: [new])
    #expect(try SQLiteStore(readOnly: path, vault: rotated).current(record.key.id)?.record == record)
  }
}

/// The same where the rows and the keys are on a server that several machines use.
@Suite struct `Sealed words on a server` {
  private let words = "we cut the onboarding time by half"
  private let asked = "What did you change in your first year?"
  private let schema = Scratch.fresh()
  private let master: SealIdentity
  private let server: String

  init() throws {
    master = try SealIdentity(bytes: Vault.random(32))
    server = try #require(PostgresServer.shared, "PostgreSQL is not installed: make setup").connection()
  }

  /// As another machine's daemon has it: nothing in memory is shared.
  private func machine(reads: Bool = true) throws -> (store: PostgresStore, vault: Vault) {
    let vault = Vault(
      master: master.recipient, identities: reads ? [master] : [], keys: PostgresSessionKeys(server, schema: schema), stateDirectory: "/")
    return (try PostgresStore(server, schema: schema, vault: vault), vault)
  }

  private func record(_ session: String = "s1") -> AnswerRecord {
    var record = sample(AnswerKey(session: OpaqueName(session), question: OpaqueName("q1"), attempt: 1))
    record.analysis =
      #"{"question":{"text":"\#(asked)"},"recording":{"duration_s":9.5},"text":{"content":"\#(words)"},"#
      + #""scores":{"lost_points":[{"excerpt":"\#(words)"}]}}"#
    return record
  }

  /// In how many rows of any table of the schema and of that of the keys the text stands.
  private func rows(with text: String, in store: PostgresStore) throws -> Int {
    try store.reading { db in
      let tables: [String] = try db.column(
        "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables WHERE table_schema IN (?, ?) AND table_type = 'BASE TABLE'",
        [schema, schema + "_keys"])
      #expect(tables.contains(schema + "_keys.session_keys"))
      return try tables.reduce(0) { count, table in
        try count + (db.value("SELECT count(*) FROM \(table) t WHERE strpos(t::text, ?) > 0", [text]) ?? 0)
      }
    }
  }

  @Test func `stand in no table, and another machine opens them to the byte`() throws {
    let (store, _) = try machine()
    _ = try store.record(record(), under: store.beginWork(), at: 1)
    #expect(try rows(with: words, in: store) == 0)
    #expect(try rows(with: asked, in: store) == 0)
    #expect(try rows(with: "duration_s", in: store) > 0)
    #expect(try machine().store.current("s1__q1")?.record == record())
    let locked = try #require(try machine(reads: false).store.current("s1__q1")?.record)
    #expect(locked.isLocked && locked.analysis == AnswerRecord.bare(record().analysis))
    #expect(locked.scorecard?.overall == record().scorecard?.overall)
    // The test can fail: without sealing they are there.
    _ = try PostgresStore(server, schema: schema).record(record("s2"), at: 1)
    #expect(try rows(with: words, in: store) > 0)
  }

  @Test func `are unreadable to every machine once one has erased the session's keys`() throws {
    let (first, vault) = try machine()
    _ = try first.record(record(), at: 1)
    _ = try first.record(record("s2"), at: 1)
    try vault.erase(sessions: ["s1"])
    let other = try machine().store
    #expect(try other.current("s1__q1")?.record.isLocked == true)
    #expect(try other.current("s2__q1")?.record == record("s2"))
    #expect(try first.current("s1__q1")?.record.isLocked == true)
  }

  @Test func `of before are sealed step by step, and a master takes another's place`() throws {
    let plain = try PostgresStore(server, schema: schema)
    for number in 1...5 { _ = try plain.record(record("s\(number)"), at: 1) }
    let (store, vault) = try machine()
    #expect(try store.sealWords(after: 0, limit: 3).rows == 3)
    let rest = try store.sealWords(after: 3, limit: 3)
    #expect(rest.rows == 2 && rest.last == 5)
    #expect(try rows(with: words, in: store) == 0)
    let new = try SealIdentity(bytes: Vault.random(32))
    #expect(try vault.rotate(to: new.recipient) == 5)
    #expect(try machine().store.current("s3__q1")?.record.isLocked == true)
    let keys = PostgresSessionKeys(server, schema: schema)
    let reader = Vault(master: nil, identities: [new], keys: keys, stateDirectory: "/")
    #expect(try PostgresStore(readOnly: server, schema: schema, vault: reader).current("s3__q1")?.record == record("s3"))
  }

  @Test func `move to a file and back with their keys, and what was erased here does not stay there`() throws {
    let (store, vault) = try machine()
    for name in ["s1", "s2"] { _ = try store.record(record(name), at: 1) }
    let folder = URL(fileURLWithPath: Scratch.path()).deletingPathExtension()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.path + "/intone.sqlite"
    let (there, here) = (
      PostgresSessionKeys(server, schema: schema, readOnly: true), try SessionKeyFile(path: folder.path + "/keys.sqlite")
    )
    func copy() throws -> (keys: Int, isWhole: Bool) {
      let keys = try here.become(copyOf: there)
      let source = try PostgresStore(readOnly: server, schema: schema)
      return (keys, try StoreCopy(from: source, to: SQLiteStore(path: path), digest: digest).run().isWhole)
    }
    #expect(try copy() == (2, true))
    func moved() throws -> SQLiteStore {
      try SQLiteStore(readOnly: path, vault: Vault(store: path, stateDirectory: "/", master: nil, identities: [master], readOnly: true))
    }
    #expect(try moved().current("s1__q1")?.record == record("s1"))
    try vault.erase(sessions: ["s1"])
    #expect(try copy() == (1, true))
    #expect(try moved().current("s1__q1")?.record.isLocked == true)
    #expect(try moved().current("s2__q1")?.record == record("s2"))
    #expect(try here.count() == 1)
  }
}
