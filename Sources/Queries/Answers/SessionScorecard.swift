import Assessment
import Interview
import RoleModels
import Sessions
import Store
import Transcripts

/// A session as people see it: its state, its score, and what should be known of it, made from the store alone. The daemon,
/// `intone` and the report all make it here, so that they say the same.
public struct SessionScorecard: Sendable {
  public let session: StoredSession
  public let state: SessionState
  public let summary: SessionSummary
  /// Every attempt, in the order of question and attempt.
  public let answers: [StoredAnswer]
  /// Ids of the attempts that count.
  public let counted: Set<String>
  /// The latest review of each answer that has one.
  public let reviews: [String: StoredReview]
  /// What people decided about the session itself, the latest first.
  public let decisions: [StoredReview]
  /// Answers whose recording somebody delivered elsewhere as well.
  public let identical: [IdenticalRecording]
  public let policy: AttemptPolicy
  public let accommodations: [String]

  /// - Parameters:
  ///   - time: now, in seconds since 1970.
  ///   - text: nil where the score alone is wanted: then nothing is looked for that was said or delivered twice, and answers are outlines.
  /// - Returns: nil where the store has no such session.
  /// - Complexity: linear in the text of the answers, and in pairs of answers that share a passage.
  public init?(
    _ id: String, in store: any ScoreStore, models: RoleModelLibrary, at time: Double, text: TextAnalyzer? = TextAnalyzer()
  ) throws(Fault) {
    guard let session = try store.session(id) else { return nil }
    self.session = session
    let answers = try text == nil ? store.outlines(ofSession: id) : store.answers(ofSession: id)
    self.answers = answers
    reviews = try store.latestReviews(of: answers)
    decisions = try store.reviews(of: .session(id))
    var identical: [IdenticalRecording] = []
    if text != nil { for answer in answers { if let one = try IdenticalRecording(answer, in: store) { identical.append(one) } } }
    self.identical = identical
    let record = session.record
    let model = answers.lazy.compactMap(\.record.roleModel).first?.id ?? record.role
    policy = models.models.first { $0.id == model }?.attempts ?? .last
    var state = SessionState(now: time)
    let manifest = Manifest(
      questions: record.questions.map { ManifestQuestion(id: $0) }, deadline: record.deadline, attemptsAllowed: record.attemptsAllowed)
    try state.apply(.manifest(manifest))
    try state.take(answers.map(\.summary))
    if record.isHistory { try state.apply(.close) }
    if record.state == .held { try state.apply(.hold(reason: record.reason ?? "")) }
    if record.state == .failed { try state.apply(.fail(reason: record.reason ?? "")) }
    self.state = state
    var picked: [StoredAnswer] = []
    for question in state.questions {
      guard let number = state.counted(question, policy: policy)?.number else { continue }
      picked += answers.filter { $0.record.key.question.text == question && $0.record.key.attempt == number }
    }
    counted = Set(picked.map(\.id))
    // The scorecard keeps what was switched off; the manifest itself may be gone by its retention limit.
    let isSwitchedOff = answers.contains { $0.record.scorecard?.unknown.values.contains(.accommodation) ?? false }
    accommodations = isSwitchedOff ? ["speech"] : []
    summary = SessionSummary(
      state,
      answers: picked.compactMap { answer in
        answer.record.scorecard.map {
          SessionAnswer(question: answer.record.key.question.text, scorecard: $0, measures: answer.record.measures)
        }
      }, policy: policy, repeated: try text.map { text throws(Fault) in try StoredTranscript.repeated(picked, text) } ?? [],
      accommodations: accommodations)
  }

  /// Every attempt as people read them: of one question, those that count come first.
  public var answersToRead: [StoredAnswer] {
    let questions = answers.map(\.record.key.question.text)
    let order = Dictionary(zip(questions, questions.indices)) { first, _ in first }
    return answers.enumerated().sorted { left, right in
      func sortKey(_ item: (offset: Int, element: StoredAnswer)) -> (Int, Int, Int) {
        (order[item.element.record.key.question.text] ?? 0, counted.contains(item.element.id) ? 0 : 1, item.offset)
      }
      return sortKey(left) < sortKey(right)
    }.map(\.element)
  }

  private var declined: [Bilingual] {
    let names = answers.filter(\.record.isDeclined).map(\.record.key.question.text)
    return names.isEmpty
      ? []
      : [
        Bilingual(
          zh: "候选人谢绝机器分析的题目：\(names.joined(separator: "、"))。没有测量，不计为 0 分，也不应因此不利于候选人；请听录音判断。",
          en: """
            Answers that the candidate keeps from the machine: \(names.joined(separator: ", ")). Nothing of them was measured; they do not \
            count as 0 and must not be held against anybody. Listen to them.
            """)
      ]
  }

  /// What a person should know of the session, in order.
  public var notes: [Bilingual] { declined + summary.notes + identical.map(\.message) + ConfusableNames.notes(of: state.questions) }
}

extension SessionState {
  /// The attempts as the store holds them.
  package mutating func take(_ answers: [AnswerSummary]) throws(Fault) {
    for answer in answers {
      try apply(
        .attempt(
          Attempt(
            question: answer.key.question.text, number: answer.key.attempt,
            result: answer.isSilent ? .silent : .analysed(overall: answer.overall), arrived: answer.arrivedAt)))
    }
  }
}
