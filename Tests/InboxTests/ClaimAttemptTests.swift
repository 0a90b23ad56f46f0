import Interview
import Testing

@testable import Inbox

/// Two daemons claim at once from one directory: every order of their steps is played, and a death at every step.
@Suite struct `Two daemons, step by step` {
  @Test(arguments: [
    (["q1.wav"], ["q1.wav"]), (["q1.wav", "q1.srt"], ["q1.wav", "q1.srt"]), (["q1.wav", "q1.srt"], ["q1.srt"]),
    (["session.yaml"], ["q1.wav", "q1.srt"]), (["session.yaml"], ["session.yaml"]),
  ])
  func `what excludes each other is never in both hands, and every file is somewhere once`(one: [String], other: [String]) throws {
    let world = try World(one, other)
    var seen = Seen()
    world.play(dying: nil, &seen)
    for victim in 0..<2 { for step in 0..<6 { world.play(dying: (victim, step), &seen) } }
    #expect(seen.overlaps == 0)
    #expect(seen.lost == 0)
    // So that no order is left out: both can be first; and both can meet where they move different files, while of one file
    // the kernel gives one daemon the name.
    #expect(seen.firsts == [0, 1])
    #expect(one[0] == other[0] ? seen.bothYielded == 0 : seen.bothYielded > 0)
    #expect(seen.orders > 500)
  }

  @Test func `answers to different questions do not wait for each other, whatever the order`() throws {
    var seen = Seen()
    try World(["q1.wav"], ["q2.wav"]).play(dying: nil, &seen)
    #expect(seen.claimedByBoth == seen.orders)
  }

  /// The look after the move is what keeps them apart: without it some order has both working.
  @Test func `without the second look two daemons would meet`() throws {
    var seen = Seen()
    try World(["session.yaml"], ["q1.wav"], retries: false).play(dying: nil, &seen)
    #expect(seen.overlaps > 0)
  }
}

private struct Seen {
  var orders = 0
  var overlaps = 0
  var lost = 0
  var bothYielded = 0
  var claimedByBoth = 0
  var firsts: Set<Int> = []
}

/// A directory, and two daemons' own folders below it.
private struct World {
  private struct Daemon {
    var attempt: ClaimAttempt
    var hand: Set<FileID> = []
    var steps = 0
    var isWorking = false
    var isDone = false
    var isDead = false
    var hasClaimed = false
    var hasYielded = false
  }

  private let all: Set<FileID>
  private var inbox: Set<FileID>
  private var archive: Set<FileID> = []
  private var daemons: [Daemon]
  private let retries: Bool
  private static let session = OpaqueName("s")

  init(_ one: [String], _ other: [String], retries: Bool = true) throws {
    func files(_ names: [String]) throws -> [(id: FileID, entry: ObservedFile)] {
      try names.map { text in
        let name = try #require(FileName(OpaqueName(text), in: Self.session))
        let stamp = FileStamp(kind: .file, size: 4, modified: 1, inode: 1, device: 1, links: 1, mode: 0o644, owner: 0)
        return (
          FileID(isTop: false, name: OpaqueName(text)),
          ObservedFile(name: name, role: name.role, stamp: stamp, firstSeen: 0, unchangedSince: 0, arrivedAt: 0, isClosed: true)
        )
      }
    }
    daemons = try [one, other].map {
      let files = try files($0)
      return Daemon(attempt: try #require(ClaimAttempt(.init(root: 0, item: files[0].entry.unit), files: files)))
    }
    all = Set((one + other).map { FileID(isTop: false, name: OpaqueName($0)) })
    inbox = all
    self.retries = retries
  }

  /// Every order from here on.
  func play(dying: (victim: Int, step: Int)?, _ seen: inout Seen) {
    let able = daemons.indices.filter { !daemons[$0].isDone && !daemons[$0].isDead }
    guard !able.isEmpty else { return finish(&seen) }
    for daemon in able {
      var next = self
      if let dying, dying.victim == daemon, dying.step == next.daemons[daemon].steps {
        next.daemons[daemon].isDead = true
        next.daemons[daemon].isWorking = false
      } else {
        next.step(daemon, &seen)
      }
      next.play(dying: dying, &seen)
    }
  }

  private func finish(_ seen: inout Seen) {
    seen.orders += 1
    var files = Array(inbox) + Array(archive)
    // What a dead one had in hand is put back by the next start.
    for daemon in daemons { files += daemon.hand }
    if files.count != all.count || Set(files) != all { seen.lost += 1 }
    if daemons.allSatisfy(\.hasYielded) { seen.bothYielded += 1 }
    if daemons.allSatisfy(\.hasClaimed) { seen.claimedByBoth += 1 }
    if let first = daemons.firstIndex(where: \.hasClaimed) { seen.firsts.insert(first) }
  }

  private mutating func step(_ number: Int, _ seen: inout Seen) {
    daemons[number].steps += 1
    switch daemons[number].attempt.step {
    case .checkPeers:
      let item = daemons[number].attempt.candidate.item
      let isTaken = daemons[1 - number].hand.contains { id in FileName(id.name, in: Self.session).map(item.excludes) ?? false }
      daemons[number].attempt.peersHaveIt(isTaken)
    case .move(let file):
      let isThere = inbox.remove(file) != nil
      if isThere { daemons[number].hand.insert(file) }
      daemons[number].attempt.moved(isThere ? .moved : .gone)
    case .adopt: daemons[number].attempt.adopted(nil, hasPeers: retries)
    case .over(.claimed):
      if daemons[number].isWorking {
        archive.formUnion(daemons[number].hand)
        daemons[number].hand = []
        daemons[number].isWorking = false
        daemons[number].isDone = true
      } else {
        daemons[number].isWorking = true
        daemons[number].hasClaimed = true
        let (mine, other) = (daemons[number].attempt.candidate.item, daemons[1 - number])
        if other.isWorking, other.hand.contains(where: { id in FileName(id.name, in: Self.session).map(mine.excludes) ?? false }) {
          seen.overlaps += 1
        }
      }
    case .over(.putBack):
      inbox.formUnion(daemons[number].hand)
      daemons[number].hand = []
      daemons[number].hasYielded = true
      daemons[number].isDone = true
    case .over(.abandoned), .over(.failed): daemons[number].isDone = true
    }
  }
}
