import Interview
import Testing

@testable import Inbox

/// The queue alone: no directory, no clock.
@Suite struct `The queue's state` {
  @Test func `sessions take turns, and within one the oldest comes first`() {
    var queue = ImaginedQueue(["a/q1.wav", "a/q2.wav", "a/q3.wav", "b/q1.wav"])
    #expect(queue.drain() == ["a__q1", "b__q1", "a__q2", "a__q3"])
  }

  /// Twenty of each: of the first sixteen every eighth is a backfill root's (`QueueState.backfillEvery`).
  @Test func `one in eight is of a backfill root while the other has work, and the rest when that has none`() {
    let live = (0..<20).map { "l\($0)/q.wav" }
    let old = (0..<20).map { "o\($0)/q.wav" }
    var queue = ImaginedQueue(roots: [(live, false), (old, true)])
    let order = queue.drain().map { $0.hasPrefix("o") }
    #expect(order.count == 40)
    #expect(order.prefix(16).enumerated().filter(\.element).map(\.offset) == [7, 15])
    // Twenty live ones are out after 22 claims, two backfill ones among them.
    #expect(order.dropFirst(22).allSatisfy { $0 })
  }

  @Test func `a session that comes by two roots is worked on by one at a time`() {
    var queue = ImaginedQueue(roots: [(["a/q1.wav"], false), (["a/q1.wav"], false)])
    let first = queue.claim()
    #expect(first?.candidate.item.id == "a__q1")
    #expect(queue.claim() == nil)
    queue.end(first)
    #expect(queue.claim()?.candidate.item.id == "a__q1")
  }

  @Test func `a manifest goes before its session's answers, which wait while it is in work`() {
    var queue = ImaginedQueue(["a/q1.wav", "a/session.yaml", "b/q1.wav"])
    let manifest = queue.claim()
    #expect(manifest?.candidate.item == .manifest(OpaqueName("a")))
    #expect(queue.claim()?.candidate.item.id == "b__q1")
    #expect(queue.claim() == nil)
    queue.end(manifest)
    #expect(queue.claim()?.candidate.item.id == "a__q1")
  }

  @Test func `a manifest waits for what is in work of its session`() {
    var queue = ImaginedQueue(["a/q1.wav"])
    let answer = queue.claim()
    queue.arrive("a/session.yaml")
    #expect(queue.claim() == nil)
    queue.end(answer)
    #expect(queue.claim()?.candidate.item == .manifest(OpaqueName("a")))
  }

  @Test func `a recording waits so long for its transcript, and not where none is expected`() {
    var queue = ImaginedQueue(["a/q1.wav", "b/q1.wav", "b/q1.srt"], transcriptWait: 30)
    #expect(queue.drain() == ["b__q1"])
    queue.now += 29
    #expect(queue.drain().isEmpty)
    queue.now += 1
    #expect(queue.drain() == ["a__q1"])
    queue.archived["c"] = ArchivedSession(expectsTranscripts: false)
    queue.arrive("c/q1.wav")
    #expect(queue.drain() == ["c__q1"])
  }

  @Test func `a transcript alone waits for its recording until that is in the archive`() {
    var queue = ImaginedQueue(["a/q1.srt"])
    #expect(queue.drain().isEmpty)
    queue.archived["a"] = ArchivedSession(recordings: [key("a", "q1"): OpaqueName("q1.wav")])
    #expect(queue.drain() == ["a__q1"])
  }

  @Test func `what becomes unready between its turn and the claim waits again and is not lost`() {
    var queue = ImaginedQueue(["a/q1.wav"])
    queue.promote()
    queue.change("a/q1.wav")
    #expect(queue.next() == nil)
    queue.settle()
    #expect(queue.drain() == ["a__q1"])
  }

  @Test func `while it is being claimed nobody else gets it, and what changes meanwhile is looked at again`() throws {
    var queue = ImaginedQueue(["a/q1.wav"])
    queue.promote()
    let first = queue.state.nextCandidate()
    let candidate = try #require(first)
    queue.promote()
    let second = queue.state.nextCandidate()
    #expect(second == nil)
    queue.change("a/q1.wav")
    #expect(queue.state.attempt(candidate, now: queue.now, transcriptWait: 0, archived: ArchivedSession()) == nil)
    queue.settle()
    // A look at what has changed alone finds it.
    queue.promote(everything: false)
    #expect(queue.next()?.candidate.item.id == "a__q1")
  }

  /// 1 s doubled with each failure, at most 300.
  @Test func `failures make it wait one second, doubled each time, up to five minutes`() {
    var queue = ImaginedQueue(["a/q1.wav"])
    var waits: [Double] = []
    for _ in 0..<11 {
      guard let attempt = queue.claim() else { break }
      queue.state.end(attempt.candidate, now: queue.now, retry: (Fault(.inboxFailed, "disk"), nil))
      waits.append(queue.state.roots[0].index.backoff[attempt.candidate.item].map { $0.notBefore - queue.now } ?? -1)
      queue.arrive("a/q1.wav")
      queue.now += (waits.last ?? 0) - 0.5
      #expect(queue.claim() == nil)
      queue.now += 0.5
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  }

  @Test func `a recording that is gone or changed when its turn comes leaves nothing claimed; a transcript that is gone, the rest`() {
    var queue = ImaginedQueue(["a/q1.wav", "a/q1.srt"])
    let gone = queue.claim { $0.name == OpaqueName("q1.wav") ? .gone : .moved }
    #expect(gone?.step == .over(.abandoned))
    #expect(queue.state.roots[0].changed.map(\.name) == [OpaqueName("q1.wav")])
    queue.arrive("a/q1.wav")
    let claimed = queue.claim { $0.name == OpaqueName("q1.srt") ? .gone : .moved }
    #expect(claimed?.moved == [FileID(isTop: false, name: OpaqueName("q1.wav"))])
  }

  @Test func `a file that cannot be moved is told once and tried again after half a minute`() {
    var queue = ImaginedQueue(["a/q1.wav"])
    let fault = Fault(.inboxFailed, "q1.wav")
    #expect(queue.claim { _ in .failed(fault) }?.step == .over(.failed(fault)))
    #expect(queue.state.takeNotices().map(\.fault.code) == [.inboxFailed])
    queue.now += 29
    #expect(queue.claim() == nil)
    queue.now += 1
    #expect(queue.claim { _ in .failed(fault) } != nil)
    #expect(queue.state.takeNotices().isEmpty)
  }

  @Test func `after a restart the same files are given out in the same order`() {
    let files = ["b/q2.wav", "a/q1.wav", "c/session.yaml", "c/q1.wav", "a/q2.wav", "b/q1.wav"]
    var before = ImaginedQueue(files)
    var after = ImaginedQueue(files.reversed(), modified: { files.firstIndex(of: $0) ?? 0 }, arrivesAtOnce: true)
    #expect(before.drain() == after.drain())
  }

  /// Whatever comes, changes, goes, is claimed, fails and is put back, in 300 orders: nothing is given out twice at a time, and in
  /// the end everything that lies there has been given out.
  @Test(arguments: 0..<300 as Range<UInt64>) func `in any order of events nothing is given out twice, and nothing is forgotten`(
    seed: UInt64
  ) {
    var random = SplitMix(state: seed)
    var queue = ImaginedQueue([])
    var claims: [ClaimAttempt] = []
    let names = ["a/q1.wav", "a/q1.srt", "a/q2.wav", "a/session.yaml", "b/q1.wav", "b/session.yaml"]
    for _ in 0..<60 {
      queue.now += Double(random.below(3))
      switch random.below(7) {
      case 0, 1: queue.arrive(names[random.below(names.count)])
      case 2: queue.change(names[random.below(names.count)])
      case 3: queue.vanish(names[random.below(names.count)])
      case 4: queue.promote(everything: random.below(2) == 0)
      case 5:
        queue.promote(everything: random.below(2) == 0)
        if let attempt = queue.next(), case .over(.claimed) = attempt.step {
          for other in claims {
            let (item, held) = (attempt.candidate.item, other.candidate.item)
            #expect(item != held && !(item.session == held.session && (item.isManifest || held.isManifest)), "\(item.id) beside \(held.id)")
          }
          claims.append(attempt)
        }
      default:
        guard !claims.isEmpty else { break }
        let attempt = claims.remove(at: random.below(claims.count))
        if random.below(2) == 0 { queue.putBack(attempt) } else { queue.end(attempt) }
      }
    }
    for attempt in claims { queue.end(attempt) }
    queue.now += 1000
    queue.settle()
    let rest = Set(queue.present.map { queue.item($0) })
    let given = Set(queue.drain())
    // A transcript without its recording stays.
    #expect(given.union(["a__q1"]) == rest.union(["a__q1"]))
  }
}

extension WorkItem {
  fileprivate var isManifest: Bool { if case .manifest = self { true } else { false } }
}

/// Steele, Lea and Flood 2014: the same numbers for the same seed everywhere.
private struct SplitMix {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((bits ^ (bits >> 31)) % UInt64(limit))
  }
}
