import Foundation
import Inbox
import Interview
import Synchronization
import Testing

@Suite struct `Two daemons and one session` {
  @Test func `an answer waits while another daemon has the session's manifest in hand, and is then given out with it`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let (one, other) = (try scratch.open(instance: "a"), try scratch.open(instance: "b"))
    try scratch.drop("s1/session.yaml", "candidate: c")
    scratch.settle(one)
    let manifest = try one.claimed()
    try scratch.drop("s1/q1.wav")
    try scratch.drop("s2/q1.wav")
    scratch.settle(other)
    #expect(try other.drain().map(\.key) == [key("s2", "q1")])
    try one.finish(manifest, as: .recorded())
    scratch.settle(other)
    let later = try other.drain()
    #expect(later.map(\.key) == [key("s1", "q1")])
    #expect(later.first?.manifest?.hasSuffix("archive/s1/session.yaml") == true)
  }

  @Test func `a manifest waits while another daemon has an answer of the session in hand`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let (one, other) = (try scratch.open(instance: "a"), try scratch.open(instance: "b"))
    try scratch.drop("s1__q1.wav")
    scratch.settle(one)
    let answer = try one.claimed()
    try scratch.drop("s1/session.yaml", "candidate: c")
    scratch.settle(other)
    #expect(try other.drain().isEmpty)
    try one.finish(answer, as: .recorded())
    scratch.settle(other)
    #expect(try other.drain().map(\.kind) == [.manifest])
    #expect(other.archivedAnswers(ofSession: OpaqueName("s1")).map(\.key) == [key("s1", "q1")])
  }

  /// 3 sessions in 40 rounds, each with a manifest and three answers: whatever the threads do, a manifest is never in hand
  /// together with anything else of its session, and what is taken after it was filed is taken with it.
  @Test func `however two daemons meet, a manifest is alone and none who comes after misses it`() throws {
    struct Claims { var inWork: [String: [Bool]] = [:], filed: Set<String> = [], overlaps = 0, missed = 0, done = 0, failed = 0 }
    let claims = Mutex(Claims())
    let scratch = try ScratchInbox {
      $0.transcriptWait = 0
      $0.settle = 0
    }
    let daemons = [try scratch.open(instance: "a"), try scratch.open(instance: "b")]
    for round in 0..<40 {
      for session in 0..<3 {
        let name = "r\(round)s\(session)"
        try scratch.drop("\(name)/session.yaml", "candidate: c\(round)")
        for question in 0..<3 { try scratch.drop("\(name)/q\(question).wav") }
      }
      DispatchQueue.concurrentPerform(iterations: 2) { index in
        for _ in 0..<200 where claims.withLock({ $0.done < (round + 1) * 12 }) {
          scratch.clock.advance(0.2)
          daemons[index].scan()
          let before = claims.withLock(\.filed)
          do {
            guard let claim = try daemons[index].claimNext() else { continue }
            let (session, isManifest) = (claim.submission.session.text, claim.submission.kind == .manifest)
            let isBlind = !isManifest && before.contains(session) && claim.submission.manifest == nil
            claims.withLock {
              let others = $0.inWork[session] ?? []
              if isManifest ? !others.isEmpty : others.contains(true) { $0.overlaps += 1 }
              if isBlind { $0.missed += 1 }
              $0.inWork[session] = others + [isManifest]
            }
            claims.withLock { claims in
              if let location = claims.inWork[session]?.firstIndex(of: isManifest) { claims.inWork[session]?.remove(at: location) }
            }
            try daemons[index].finish(claim, as: .recorded())
            claims.withLock {
              $0.done += 1
              if isManifest { $0.filed.insert(session) }
            }
          } catch {
            claims.withLock { $0.failed += 1 }
          }
        }
      }
    }
    let seen = claims.withLock { $0 }
    #expect(seen.done == 480)
    #expect(seen.overlaps == 0)
    #expect(seen.missed == 0)
    #expect(seen.failed == 0)
  }
}
