import Interview

extension SessionState {
  /// Something about the attempts that a person should know. Nothing here lowers a score.
  public struct Flag: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, Codable {
      case attemptsExceeded = "session.attempts-exceeded"
      case late = "session.after-deadline"
      case unannounced = "session.question-unannounced"
    }

    public let kind: Kind
    public let question: String
    public let message: Bilingual
  }

  /// The attempt that counts for a question; nil where none was analysed. More attempts than allowed are kept and
  /// flagged; the policy looks only at those that were allowed.
  public func counted(_ question: String, policy: AttemptPolicy) -> Attempt? {
    let allowed = manifest?.attemptsAllowed ?? Int.max
    let tried = (attempts[question] ?? []).filter { $0.isAnalysed && $0.number <= allowed }
    switch policy {
    case .first: return tried.first
    case .last: return tried.last
    // Between equal scores the earlier attempt stands.
    case .best: return tried.max { ($0.overall?.hundredths ?? -1, $1.number) < ($1.overall?.hundredths ?? -1, $0.number) }
    }
  }

  public var flags: [Flag] {
    let announced = Set(manifest?.questions.map(\.id.text) ?? [])
    return questions.flatMap { question -> [Flag] in
      var flags: [Flag] = []
      let tried = attempts[question] ?? []
      if let allowed = manifest?.attemptsAllowed, let highest = tried.map(\.number).max(), highest > allowed {
        flags.append(
          Flag(
            kind: .attemptsExceeded, question: question,
            message: Bilingual(
              zh: "题目 \(question) 有 \(highest) 次作答，允许 \(allowed) 次；超出的不计入。",
              en: "Question \(question) has \(highest) attempts where \(allowed) are allowed; those beyond do not count.")))
      }
      if let deadline = manifest?.deadline, tried.contains(where: { $0.arrived > deadline }) {
        flags.append(
          Flag(
            kind: .late, question: question,
            message: Bilingual(zh: "题目 \(question) 的录音在截止时间之后到达。", en: "A recording of question \(question) came after the deadline.")))
      }
      if !announced.isEmpty, !announced.contains(question) {
        flags.append(
          Flag(
            kind: .unannounced, question: question,
            message: Bilingual(zh: "清单中没有题目 \(question)。", en: "The manifest does not list question \(question).")))
      }
      return flags
    }
  }
}

extension Attempt {
  var overall: Points? {
    if case .analysed(let overall) = result { overall } else { nil }
  }
}
