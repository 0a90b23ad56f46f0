import Foundation
import GRDB
import Glibc
import Interview
import Store
import StoreSQL
import Testing

@testable import SQLiteStore

@Suite struct `The published scores` {
  fileprivate struct PublishedStore {
    let folder: String
    let store: SQLiteStore
    let publication: Publication

    init() throws {
      folder = String(Scratch.path().dropLast(7))
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      store = try SQLiteStore(path: folder + "/intone.sqlite")
      publication = Publication(of: store, at: folder + "/scores.sqlite")
    }

    /// Every byte that readers could have.
    func bytes() throws -> Data {
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder + "/scores").sorted()
      return try names.filter { $0.contains("scores.sqlite") }.reduce(Data()) {
        try $0 + Data(contentsOf: URL(fileURLWithPath: folder + "/scores/" + $1))
      }
    }
  }

  private static let origins = Schema.publishedViews.sorted()

  private func rows(_ path: String, _ view: String) throws -> [[String: DatabaseValue]] {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration).read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM \(view)").map { row in
        Dictionary(uniqueKeysWithValues: row.map { ($0, $1) }).filter { !["excerpt", "review_reason"].contains($0.key) }
      }.map { (row: $0, text: "\($0.sorted { $0.key < $1.key })") }.sorted { $0.text < $1.text }.map(\.row)
    }
  }

  private func expectSame(_ house: PublishedStore, _ at: SourceLocation = #_sourceLocation) throws {
    for view in Self.origins {
      #expect(try rows(house.store.path, view) == rows(house.publication.path, view), "\(view)", sourceLocation: at)
    }
  }

  @Test func `every view shows what the store's shows, after each kind of change`() throws {
    let house = try PublishedStore()
    try house.publication.update()
    try expectSame(house)
    _ = try house.store.record(sample(), at: 1)
    _ = try house.store.record(sample(key("s1", "q2"), recording: "other"), at: 2)
    try house.publication.update()
    #expect(try rows(house.publication.path, "answer_scores").count == 2)
    try expectSame(house)
    let decision = Review(of: .session("s1"), reviewer: "anna", judgement: "invite", reason: "Names Mr Li.")
    _ = try house.store.add(decision, at: 2.5)
    try house.publication.update()
    #expect(try rows(house.publication.path, "session_scores").first?["judgement"] == "invite".databaseValue)
    #expect(try house.bytes().firstRange(of: Data("Names Mr Li.".utf8)) == nil, "the reason stays in the store")
    try expectSame(house)
    _ = try house.store.record(sample(model: "2"), at: 3)
    try house.store.save(SessionRecord(id: OpaqueName("s1"), site: "north", state: .completed, candidate: "c1"), at: 3)
    try house.publication.update()
    try expectSame(house)
    // The first one becomes current again.
    _ = try house.store.record(sample(), at: 4)
    _ = try house.store.record(sample(key("s2", "q1"), recording: "third"), at: 4)
    try house.publication.update()
    try expectSame(house)
    _ = try house.store.erase(sessions: ["s1"], telling: .sessionForgotten, at: 5)
    try house.publication.update()
    #expect(try rows(house.publication.path, "answer_scores").count == 1)
    try expectSame(house)
    // And one that is made of all that is there at once.
    let again = Publication(of: house.store, at: house.folder + "/other.sqlite")
    try again.update()
    for view in Self.origins { #expect(try rows(house.store.path, view) == rows(again.path, view)) }
  }

  @Test func `nothing that was said is in its files, and no view that would be empty`() throws {
    let house = try PublishedStore()
    _ = try house.store.record(sample(), at: 1)
    _ = try house.store.add(Review(of: .answer("s1__q1"), reviewer: "Zhang", judgement: "good", reason: "a reason of hers"), at: 2)
    try house.publication.update()
    #expect(try house.bytes().range(of: Data("delivery.pauses.high".utf8)) != nil)
    for words in ["我们……", "a reason of hers", "Zhang", try #require(try house.store.current("s1__q1")).record.analysis] {
      #expect(try house.bytes().range(of: Data(words.utf8)) == nil, "\(words)")
    }
    let views = try DatabaseQueue(path: house.publication.path).read { db in
      try String.fetchSet(db, sql: "SELECT name FROM sqlite_master WHERE type = 'view'")
    }
    #expect(views == Schema.publishedViews)
  }

  @Test func `the group reads it and its log, and writes to nothing`() throws {
    let house = try PublishedStore()
    _ = try house.store.record(sample(), at: 1)
    try house.publication.update()
    let real = URL(fileURLWithPath: house.publication.path).resolvingSymlinksInPath().path
    for ending in ["", "-wal", "-shm"] {
      #expect(try FileManager.default.attributesOfItem(atPath: real + ending)[.posixPermissions] as? Int == 0o640, "\(ending)")
    }
    let folder = URL(fileURLWithPath: real).deletingLastPathComponent().path
    #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o2750)
    #expect(try FileManager.default.attributesOfItem(atPath: house.folder + "/scores/.lock")[.posixPermissions] as? Int == 0o600)
  }

  @Test func `who stays connected sees what comes`() throws {
    let house = try PublishedStore()
    try house.publication.update()
    let reader = try DatabaseQueue(path: house.publication.path)
    for number in 1...3 {
      _ = try house.store.record(sample(key("s", "q\(number)"), recording: "\(number)"), at: 1)
      try house.publication.update()
      #expect(try reader.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM answer_scores") } == number)
    }
  }

  /// A lock of an open file, which stands in the way of the same process's as well.
  private func hold(_ path: String, byte: Int, count: Int) throws -> Int32 {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    try #require(descriptor >= 0)
    var lock = flock(l_type: Int16(F_RDLCK), l_whence: Int16(SEEK_SET), l_start: byte, l_len: count, l_pid: 0)
    let code = unsafe fcntl(descriptor, 37, &lock)
    try #require(code == 0)
    return descriptor
  }

  @Test func `no lock of a reader keeps it from being written`() throws {
    let house = try PublishedStore()
    _ = try house.store.record(sample(), at: 1)
    try house.publication.update()
    let real = URL(fileURLWithPath: house.publication.path).resolvingSymlinksInPath().path
    // All locks of the log's index, and the database's pending byte, reserved byte and shared range.
    _ = try hold(real + "-shm", byte: 120, count: 8)
    _ = try hold(real, byte: 0x4000_0000, count: 512)
    for number in 2...4 {
      _ = try house.store.record(sample(key("s1", "q\(number)"), recording: "\(number)"), at: 2)
      try house.publication.update()
      #expect(try rows(house.publication.path, "answer_scores").count == number)
    }
    #expect(house.publication.problem == nil)
  }

  @Test func `what was erased is gone from its files, whoever still reads`() throws {
    let house = try PublishedStore()
    house.store.follow { [publication = house.publication] () throws(Fault) in try publication.letGo() }
    try house.store.save(SessionRecord(id: OpaqueName("s1"), site: nil, state: .inProgress, candidate: "candidate-20417"), at: 1)
    _ = try house.store.record(sample(), at: 1)
    try house.publication.update()
    #expect(try house.bytes().range(of: Data("candidate-20417".utf8)) != nil)
    let reader = try DatabaseQueue(path: house.publication.path)
    try reader.read { db in
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM answer_scores") == 1)
      _ = try house.store.erase(sessions: ["s1"], telling: .sessionForgotten, at: 5)
      #expect(try house.store.emptyLog())
      #expect(try house.bytes().range(of: Data("candidate-20417".utf8)) == nil)
      #expect(try rows(house.publication.path, "answer_scores").isEmpty)
    }
  }

  @Test func `it is made again where the store is another one than it was`() throws {
    let house = try PublishedStore()
    _ = try house.store.record(sample(), at: 1)
    try house.publication.update()
    _ = try house.store.backup(to: house.folder + "/backup.sqlite")
    _ = try house.store.record(sample(key("s1", "q2"), recording: "2"), at: 2)
    try house.publication.update()
    // Another place for the same files, as after the daemon's end.
    let later = PublishedStore.Elsewhere(house)
    try later.move()
    let restored = try SQLiteStore(path: later.folder + "/backup.sqlite")
    _ = try restored.record(sample(key("s9", "q9"), recording: "9"), at: 9)
    _ = try restored.record(sample(key("s9", "q8"), recording: "8"), at: 9)
    let publication = Publication(of: restored, at: later.folder + "/scores.sqlite")
    try publication.update()
    #expect(
      try rows(publication.path, "answer_scores").map { $0["answer"] } == [
        "s1__q1".databaseValue, "s9__q8".databaseValue, "s9__q9".databaseValue,
      ])
  }

  @Test func `one process publishes at a time`() throws {
    let house = try PublishedStore()
    _ = try house.store.record(sample(), at: 1)
    try house.publication.update()
    let second = Publication(of: house.store, at: house.publication.path)
    _ = try house.store.record(sample(key("s1", "q2"), recording: "2"), at: 2)
    try second.update()
    #expect(try rows(house.publication.path, "answer_scores").count == 1)
    try house.publication.update()
    #expect(try rows(house.publication.path, "answer_scores").count == 2)
  }

  @Test func `a first copy is left where the process ends, and made by the next`() throws {
    let house = try PublishedStore()
    for number in 1...501 { _ = try house.store.record(sample(key("s\(number)", "q1"), recording: "\(number)"), at: 1) }
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let target = try DatabaseQueue(path: house.folder + "/part.sqlite", configuration: configuration)
    try Schema.makePublished(target)
    var pages = 0
    let isWhole = try house.publication.copyAll(to: target) {
      pages += 1
      return pages > 1
    }
    #expect(!isWhole)
    #expect(try target.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM answers") } == 500, "one page of answers")
    house.publication.end()
    try house.publication.update()
    #expect(!FileManager.default.fileExists(atPath: house.publication.path))
    #expect(throws: Fault.self) { try house.publication.letGo() }
    let next = Publication(of: house.store, at: house.folder + "/other.sqlite")
    try next.update()
    #expect(try rows(next.path, "answer_scores").count == 501)
    // And one that is there goes on.
    next.end()
    _ = try house.store.record(sample(key("late", "q1"), recording: "late"), at: 2)
    try next.update()
    #expect(try rows(next.path, "answer_scores").count == 502)
  }

  @Test func `a copy of another store is not believed by whoever opens it next`() throws {
    let house = try PublishedStore()
    _ = try house.store.record(sample(), at: 1)
    try house.publication.update()
    let later = PublishedStore.Elsewhere(house)
    try later.move()
    let other = try SQLiteStore(path: later.folder + "/another.sqlite")
    _ = try other.record(sample(key("s7", "q7"), recording: "7"), at: 1)
    let first = Publication(of: other, at: later.folder + "/scores.sqlite")
    first.end()
    try first.update(anew: true)
    #expect(try rows(first.path, "answer_scores").map { $0["answer"] } == ["s1__q1".databaseValue], "readers keep what they have")
    withExtendedLifetime(first) {}
    let next = Publication(of: other, at: later.folder + "/scores.sqlite")
    try next.update()
    #expect(try rows(next.path, "answer_scores").map { $0["answer"] } == ["s7__q7".databaseValue])
  }

  @Test func `what is published need not be noted for ever`() throws {
    let house = try PublishedStore()
    try house.publication.update()
    for number in 1...600 { _ = try house.store.record(sample(key("s\(number)", "q1"), recording: "\(number)"), at: 1) }
    try house.publication.update()
    let noted = try house.store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM changes") }
    #expect(noted == 0, "two changes an answer are more than a thousand")
    _ = try house.store.record(sample(key("s", "q1"), recording: "x"), at: 1)
    try house.publication.update()
    try expectSame(house)
  }
}

extension `The published scores`.PublishedStore {
  /// The same files under another name, as for a process that comes later.
  fileprivate struct Elsewhere {
    let folder: String
    private let old: String

    init(_ house: `The published scores`.PublishedStore) {
      old = house.folder
      folder = house.folder + "-later"
    }

    func move() throws { try FileManager.default.copyItem(atPath: old, toPath: folder) }
  }
}
