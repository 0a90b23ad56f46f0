import Interview
import Sessions
import Testing

private func analysed(_ question: String, _ number: Int = 1, score: Int? = 8000, at time: Double = 10) -> Attempt {
  Attempt(question: question, number: number, result: .analysed(overall: score.map(Points.init(hundredths:))), arrived: time)
}

private func silent(_ question: String) -> Attempt { Attempt(question: question, number: 1, result: .silent, arrived: 10) }

private func announced(_ ids: [String], deadline: Double? = 100, attempts: Int? = nil) -> Manifest {
  Manifest(questions: ids.map { ManifestQuestion(id: OpaqueName($0)) }, deadline: deadline, attemptsAllowed: attempts)
}

private func state(_ events: [SessionState.Event]) throws(Fault) -> SessionState {
  var state = SessionState(now: 0)
  for event in events { try state.apply(event) }
  return state
}

@Suite struct `The state of a session` {
  @Test func `it starts, goes on question by question, and completes`() throws {
    var state = try state([.manifest(announced(["q1", "q2"]))])
    #expect(state.phase == .notStarted)
    #expect(try state.apply(.attempt(analysed("q1"))) == .init(from: .notStarted, to: .inProgress))
    #expect(state.sentence.en == "in progress, 1 of 2 questions answered")
    #expect(try state.apply(.attempt(analysed("q2"))) == .init(from: .inProgress, to: .completed))
  }

  @Test func `the same events in any order give the same state`() throws {
    let events: [SessionState.Event] = [
      .manifest(announced(["q1", "q2"])), .attempt(analysed("q2")), .attempt(analysed("q1")), .attempt(analysed("q1", 2)), .clock(50),
    ]
    let forward = try state(events)
    #expect(try state(events.reversed()) == forward)
    #expect(try state(events + events) == forward)
    #expect(forward.phase == .completed)
  }

  @Test func `a question without recording at the deadline is skipped, and the session timed out`() throws {
    var state = try state([.manifest(announced(["q1", "q2"])), .attempt(analysed("q1")), .clock(99)])
    #expect(state.phase(of: "q2") == .open)
    #expect(try state.apply(.clock(100)) == .init(from: .inProgress, to: .timedOut))
    #expect(state.skipped == ["q2"])
  }

  @Test func `a recording without speech is a skipped question, and the session can complete`() throws {
    let state = try state([.manifest(announced(["q1", "q2"])), .attempt(analysed("q1")), .attempt(silent("q2"))])
    #expect(state.skipped == ["q2"])
    #expect(state.phase == .completed)
  }

  @Test func `a retake with speech takes the place of a silent one`() throws {
    let state = try state([.manifest(announced(["q1"])), .attempt(silent("q1")), .attempt(analysed("q1", 2))])
    #expect(state.phase(of: "q1") == .answered)
  }

  @Test func `a recording in quarantine leaves its question undone until it is put right`() throws {
    let failed = Attempt(question: "q1", number: 1, result: .failed("recording.truncated"), arrived: 1)
    var state = try state([.manifest(announced(["q1"])), .attempt(failed)])
    #expect(state.phase == .inProgress)
    #expect(try state.apply(.attempt(analysed("q1"))) == .init(from: .inProgress, to: .completed))
  }

  @Test func `a later deadline opens the session again`() throws {
    var state = try state([.manifest(announced(["q1", "q2"])), .attempt(analysed("q1")), .clock(100)])
    #expect(try state.apply(.manifest(announced(["q1", "q2"], deadline: 200))) == .init(from: .timedOut, to: .inProgress))
  }

  @Test func `the clock does not run backwards`() throws {
    let state = try state([.manifest(announced(["q1"])), .clock(100), .clock(5)])
    #expect(state.phase == .timedOut)
  }

  @Test func `without a list of questions a session is never complete`() throws {
    let state = try state([.attempt(analysed("q1"))])
    #expect(state.phase == .inProgress)
    #expect(state.sentence.en == "in progress, 1 answered")
    #expect(state.progress.of == nil)
  }

  @Test func `a hold stays until it is released, whatever comes`() throws {
    var state = try state([.manifest(announced(["q1"])), .hold(reason: "model.unknown"), .attempt(analysed("q1")), .clock(500)])
    #expect(state.phase == .held)
    #expect(state.reason == "model.unknown")
    #expect(try state.apply(.release) == .init(from: .held, to: .completed))
  }

  @Test func `only what is held or failed can be released`() throws {
    var state = try state([.manifest(announced(["q1"]))])
    let before = state
    #expect(throws: Fault(.sessionTransition, "release: not-started")) { try state.apply(.release) }
    #expect(state == before)
  }

  @Test func `no sequence of events makes a transition that is not in the table`() throws {
    // SplitMix64 (Steele, Lea, Flood 2014), so that the sequences are the same everywhere.
    var seed: UInt64 = 20_391
    func next(_ bound: Int) -> Int {
      seed &+= 0x9E37_79B9_7F4A_7C15
      var z = seed
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(bound))
    }
    var seen: Set<String> = []
    for _ in 0..<500 {
      var state = SessionState(now: 0)
      for _ in 0..<20 {
        let question = "q\(next(3) + 1)"
        let event: SessionState.Event =
          switch next(8) {
          case 0: .manifest(announced((1...(next(3) + 1)).map { "q\($0)" }, deadline: Double(next(200))))
          case 1: .clock(Double(next(200)))
          case 2: .hold(reason: "x")
          case 3: .fail(reason: "x")
          case 4: .release
          case 5: .attempt(silent(question))
          default: .attempt(analysed(question, next(2) + 1))
          }
        if event == .release, state.phase != .held, state.phase != .failed { continue }
        if let change = try state.apply(event) {
          #expect(change.from.successors.contains(change.to), "\(change.from) to \(change.to)")
          seen.insert("\(change.from)-\(change.to)")
        }
      }
    }
    #expect(seen.count > 15)
  }
}

@Suite struct `Attempts at a question` {
  private let tries = [analysed("q1", 1, score: 7000), analysed("q1", 2, score: 9000), analysed("q1", 3, score: 8000)]

  private func state(allowed: Int?) throws -> SessionState {
    var state = SessionState(now: 0)
    try state.apply(.manifest(announced(["q1"], attempts: allowed)))
    for attempt in tries { try state.apply(.attempt(attempt)) }
    return state
  }

  @Test(arguments: [(AttemptPolicy.first, 1), (.last, 3), (.best, 2)])
  func `the policy says which counts`(policy: AttemptPolicy, number: Int) throws {
    #expect(try state(allowed: 3).counted("q1", policy: policy)?.number == number)
  }

  @Test func `more than allowed are kept, flagged, and do not count`() throws {
    let state = try state(allowed: 2)
    #expect(state.attempts["q1"]?.count == 3)
    #expect(state.counted("q1", policy: .last)?.number == 2)
    #expect(state.flags.map(\.kind) == [.attemptsExceeded])
  }

  @Test func `a recording after the deadline and one that nobody announced are flagged`() throws {
    var state = SessionState(now: 0)
    try state.apply(.manifest(announced(["q1"])))
    try state.apply(.attempt(analysed("q1", at: 101)))
    try state.apply(.attempt(analysed("q9")))
    #expect(state.flags.map(\.kind) == [.late, .unannounced])
  }
}

extension SessionPhase {
  /// The phases that may follow directly. Later evidence may open a session again: a manifest that adds questions, or
  /// one that moves the deadline.
  fileprivate var successors: Set<SessionPhase> {
    switch self {
    case .notStarted: [.inProgress, .completed, .timedOut, .held, .failed]
    case .inProgress: [.completed, .timedOut, .held, .failed]
    case .completed: [.inProgress, .timedOut, .held, .failed]
    case .timedOut: [.inProgress, .notStarted, .completed, .held, .failed]
    case .held: [.notStarted, .inProgress, .completed, .timedOut, .failed]
    case .failed: [.notStarted, .inProgress, .completed, .timedOut, .held]
    }
  }
}
