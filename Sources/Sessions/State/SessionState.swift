import Interview

/// What is known of a session, and what follows from it: a value that changes by events and never looks at a clock.
///
/// Events may come in any order and twice (a manifest after the answers, a replay after a crash): the same events give
/// the same state, and an event that changes nothing gives no transition.
public struct SessionState: Sendable, Hashable {
  public enum Event: Sendable, Hashable {
    case manifest(Manifest)
    /// A new attempt, or a new result of a known one (a late transcript, a retry).
    case attempt(Attempt)
    /// The time is now this, in seconds since 1970; time never runs backwards here.
    case clock(Double)
    case hold(reason: String)
    case fail(reason: String)
    /// Takes a hold or a failure away; the phase is then what the answers say.
    case release
    /// All that there ever was is there: a session of the past that was imported without its manifest.
    case close
  }

  public struct Transition: Sendable, Hashable {
    public let from: SessionPhase
    public let to: SessionPhase

    public init(from: SessionPhase, to: SessionPhase) {
      self.from = from
      self.to = to
    }
  }

  public private(set) var manifest: Manifest?
  /// By question, in the order of attempts.
  public private(set) var attempts: [String: [Attempt]] = [:]
  public private(set) var now: Double
  /// Why the session is held or failed.
  public private(set) var reason: String?
  private var override: SessionPhase?
  private var isClosed = false

  public init(now: Double) { self.now = now }

  /// Takes one event in.
  ///
  /// - Returns: the change of phase, nil where there is none.
  /// - Throws: `session.transition` where nothing is held or failed to be released. The state is then as before.
  @discardableResult
  public mutating func apply(_ event: Event) throws(Fault) -> Transition? {
    let before = phase
    switch event {
    case .manifest(let manifest): self.manifest = manifest
    case .attempt(let attempt): take(attempt)
    case .clock(let time): now = max(now, time)
    case .hold(let reason): (override, self.reason) = (.held, reason)
    case .fail(let reason): (override, self.reason) = (.failed, reason)
    case .release:
      guard override != nil else { throw Fault(.sessionTransition, "release: \(before.rawValue)") }
      (override, reason) = (nil, nil)
    case .close: isClosed = true
    }
    let after = phase
    return before == after ? nil : Transition(from: before, to: after)
  }

  private mutating func take(_ attempt: Attempt) {
    var known = attempts[attempt.question] ?? []
    known.removeAll { $0.number == attempt.number }
    known.append(attempt)
    attempts[attempt.question] = known.sorted { $0.number < $1.number }
  }
}

extension SessionState {
  public var phase: SessionPhase {
    if let override { return override }
    let phases = questions.map { phase(of: $0) }
    // A recording in quarantine may still be put right, so its question is not done.
    let isDone = (isClosed || !isOpenEnded) && phases.allSatisfy { $0 == .answered || $0 == .skipped }
    // After the deadline no question is open any more; one that nobody ever recorded shows that time ran out.
    if isDone, !isPastDeadline || questions.allSatisfy({ attempts[$0] != nil }) { return .completed }
    if isPastDeadline { return .timedOut }
    return attempts.isEmpty ? .notStarted : .inProgress
  }

  /// Ids in the manifest's order, then those that came without being announced, by name.
  public var questions: [String] {
    let announced = manifest?.questions.map(\.id.text) ?? []
    return announced + attempts.keys.filter { !announced.contains($0) }.sorted()
  }

  /// Without a list of questions nobody can say that a session is complete.
  private var isOpenEnded: Bool { manifest?.questions.isEmpty ?? true }

  public var isPastDeadline: Bool { manifest?.deadline.map { now >= $0 } ?? false }

  public func phase(of question: String) -> QuestionPhase {
    let tried = attempts[question] ?? []
    if tried.contains(where: \.isAnalysed) { return .answered }
    if tried.contains(where: { $0.result == .silent }) { return .skipped }
    if isPastDeadline { return tried.isEmpty ? .skipped : .failed }
    return tried.isEmpty ? .open : .failed
  }

  public var skipped: [String] { questions.filter { phase(of: $0) == .skipped } }

  /// Answered questions, and how many there are to answer; nil where no manifest says.
  public var progress: (answered: Int, of: Int?) {
    (questions.count { phase(of: $0) == .answered }, isOpenEnded ? nil : questions.count)
  }

  /// "in progress, 3 of 5 questions answered", "completed".
  public var sentence: Bilingual {
    let (answered, all) = progress
    if phase == .timedOut, let all {
      return Bilingual(zh: "\(phase.name.zh)，已收到 \(answered)/\(all) 题", en: "\(phase.name.en), \(answered) of \(all) questions answered")
    }
    guard phase == .inProgress else { return phase.name }
    guard let all else { return Bilingual(zh: "进行中，已收到 \(answered) 题", en: "in progress, \(answered) answered") }
    return Bilingual(zh: "进行中，已收到 \(answered)/\(all) 题", en: "in progress, \(answered) of \(all) questions answered")
  }
}

extension Attempt {
  var isAnalysed: Bool {
    if case .analysed = result { true } else { false }
  }
}

extension FaultCode {
  public static let manifestInvalid = FaultCode(
    "manifest.invalid", cause: Bilingual(zh: "session.yaml 有错误", en: "the session's manifest has mistakes"),
    action: Bilingual(
      zh: "按所示行列改正，再把文件放回会话目录；录音会继续等待。",
      en: "Correct them at the lines shown and put the file into the session's directory again; the recordings wait."))
  public static let sessionTransition = FaultCode(
    "session.transition", cause: Bilingual(zh: "会话当前状态不允许此操作", en: "the session's state does not allow this"),
    action: Bilingual(
      zh: "先查看会话状态；只有被暂停或失败的会话才能放行。", en: "Look at the session's state first: only a held or failed session can be released."))

  public static let sessionCodes: [FaultCode] = [.manifestInvalid, .sessionTransition]
}
