import FoundationEssentials
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
  public let policy: AttemptPolicy
  public let accommodations: [String]

  /// Share of the shorter answer from which two answers are told to be alike, and of one answer to repeat itself. Starting
  /// points, not validated: runs of eight words in common are rare in free speech, and here every fifth word is in one.
  static let leastShared = 0.2

  /// - Parameter time: now, in seconds since 1970.
  /// - Returns: nil where the store has no such session.
  /// - Complexity: linear in the text of the answers, and in pairs of answers that share a passage.
  public init?(
    _ id: String, in store: any ScoreStore, models: RoleModelLibrary, at time: Double, text: TextAnalyzer = TextAnalyzer()
  ) throws(Fault) {
    guard let session = try store.session(id) else { return nil }
    self.session = session
    let answers = try store.answers(ofSession: id)
    self.answers = answers
    reviews = try store.latestReviews(of: answers)
    let record = session.record
    let model = answers.lazy.compactMap(\.record.roleModel).first?.id ?? record.role
    policy = models.models.first { $0.id == model }?.attempts ?? .last
    var state = SessionState(now: time)
    let manifest = Manifest(
      questions: record.questions.map { ManifestQuestion(id: $0) }, deadline: record.deadline, attemptsAllowed: record.attemptsAllowed)
    try state.apply(.manifest(manifest))
    try state.take(answers)
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
      }, policy: policy, repeated: try Self.repeated(picked, text), accommodations: accommodations)
  }

  private static func repeated(_ answers: [StoredAnswer], _ text: TextAnalyzer) throws(Fault) -> [RepeatedAnswer] {
    var told: [(question: String, text: TextAnalyzer.Told)] = []
    for answer in answers {
      // A transcript that does not fit the sound is nobody's content.
      guard answer.record.measures[.characters]?.value != nil, answer.record.hasAnalysis, let words = try Told(answer.record).told else {
        continue
      }
      told.append((answer.record.key.question.text, words))
    }
    return text.sharedPassages(told.map(\.text)).filter { $0.similarity.share >= leastShared }.map { pair in
      RepeatedAnswer(
        first: told[pair.first].question, second: told[pair.second].question, share: pair.similarity.share,
        passages: pair.similarity.passages.map {
          .init(text: $0.text, length: $0.length, first: $0.first, second: $0.second)
        })
    }
  }

  /// The words of a stored answer and where there is speech.
  private struct Told: Decodable {
    struct Text: Decodable { var content: String }
    struct Recording: Decodable { var duration_s: Double? }
    var text: Text?
    var recording: Recording
    var segments: [TimeRange]

    init(_ record: AnswerRecord) throws(Fault) {
      do {
        self = try JSONDecoder().decode(Self.self, from: Data(record.analysis.utf8))
      } catch {
        throw Fault(.storeRecordInvalid, "\(record.key.id): \(error)")
      }
    }

    var told: TextAnalyzer.Told? {
      text.map {
        TextAnalyzer.Told(
          Transcript(
            format: "intone.analysis/1", declaredLanguage: nil, segments: [TranscriptSegment(text: $0.content)], timing: .none),
          speech: segments, duration: recording.duration_s ?? 0)
      }
    }
  }
}

extension SessionState {
  /// The attempts as the store holds them.
  mutating func take(_ answers: [StoredAnswer]) throws(Fault) {
    for answer in answers {
      let silent = answer.record.measures[.phonation]?.reason == .speechNone
      try apply(
        .attempt(
          Attempt(
            question: answer.record.key.question.text, number: answer.record.key.attempt,
            result: silent ? .silent : .analysed(overall: answer.record.scorecard?.overall), arrived: answer.record.arrivedAt)))
    }
  }
}
