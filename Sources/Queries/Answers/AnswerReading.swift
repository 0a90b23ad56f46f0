import Assessment
import Documents
import Interview
import Seal
import Sessions
import Store
import Transcripts

/// One answer with what should be read with it: what people decided, where it stands among the role's answers, who else
/// delivered the recording, how much of it is said again and again. The daemon and `intone` both make it here.
public struct AnswerReading: Sendable {
  public let answer: StoredAnswer
  /// The latest first.
  public let reviews: [StoredReview]
  /// Where the answer stands among the role's answers.
  public let placement: PercentileRank
  /// Other answers with this very recording; nil where there are none.
  public let identical: IdenticalRecording?
  /// Another answer of the session that the transcript seems to be of; nil where it fits its recording, or fits no other.
  public let misplaced: MisplacedTranscript?
  /// Nil where it says little twice.
  public let repeated: RepeatedAnswer?

  /// - Returns: nil where the store has no such answer.
  public init?(_ id: String, in store: any ScoreStore, baselines: BaselineFiles) throws(Fault) {
    guard let answer = try store.current(id) else { return nil }
    try self.init(answer, in: store, baselines: baselines)
  }

  public init(_ answer: StoredAnswer, in store: any ScoreStore, baselines: BaselineFiles) throws(Fault) {
    self.answer = answer
    reviews = try store.reviews(of: .answer(answer.id))
    placement = PercentileRank(answer, in: baselines)
    identical = try IdenticalRecording(answer, in: store)
    misplaced = try MisplacedTranscript(answer, in: store)
    repeated = try StoredTranscript.repeated([answer], TextAnalyzer()).first
  }

  /// What should be known of the answer before its score is read.
  public var notes: [Bilingual] {
    let declined = answer.record.isDeclined ? UnknownReason.consentDeclined.meaning : nil
    return [declined, isLocked, identical?.message, misplaced?.message, repeated?.message].compactMap(\.self)
  }

  /// That what was said is held and cannot be read here; nil where that is not so.
  private var isLocked: Bilingual? {
    guard answer.record.isLocked else { return nil }
    let code = FaultCode.sealLocked
    return Bilingual(
      zh: "\(code.cause.zh)（\(code.code)）：得分与指标不受影响，原话与录音读不到",
      en: "\(code.cause.en) (\(code.code)): scores and measures stand, words and sound cannot be read")
  }

  package var document: AnswerDocument {
    let record = answer.record
    return AnswerDocument(
      id: answer.id, reviews: reviews.map(\.document), session: record.key.session.text, question: record.key.question.text,
      attempt: record.key.attempt, site: record.site, candidate: record.candidate, revision: answer.revision, current: answer.isCurrent,
      recorded_at: UTC.text(answer.recordedAt), arrived_at: UTC.text(record.arrivedAt), duplicate_of: answer.duplicateOf,
      identical: identical?.document, misplaced: misplaced?.document, repeated: repeated.map(RepeatedDocument.init), notes: notes,
      engine: record.engine,
      recording_sha256: record.recordingHash, transcript_sha256: record.transcriptHash, baseline: placement.document,
      unmeasured: record.isDeclined ? UnknownReason.consentDeclined.rawValue : nil, analysis: .text(record.analysis))
  }
}

/// One answer as the socket and `intone show --json` give it out.
package struct AnswerDocument: Document {
  package let id: String
  /// The latest first.
  package let reviews: [ReviewDocument]
  package let session: String
  package let question: String
  package let attempt: Int
  package let site: String?
  package let candidate: String?
  package let revision: Int
  package let current: Bool
  package let recorded_at: String
  package let arrived_at: String
  package let duplicate_of: String?
  package let identical: IdenticalDocument?
  package let misplaced: MisplacedDocument?
  package let repeated: RepeatedDocument?
  package let notes: [Bilingual]
  package let engine: String
  package let recording_sha256: ContentHash
  package let transcript_sha256: ContentHash?
  package let baseline: RankDocument?
  /// `consent.declined` where nothing was measured, and must not be.
  package let unmeasured: String?
  /// Without members where the answer was imported without it, or nothing was measured.
  package let analysis: Embedded<AnalysisDocument>

  package static let component: String? = "Answer"
  package static let omitted = OmittedMembers.some(["unmeasured"])
  package static let refined: [String: Shape] = [
    "attempt": .integer(minimum: 1), "revision": .integer(minimum: 1), "baseline": RankDocument.shape,
    "analysis": .elsewhere("intone.analysis/1, as `intone analyze --format json` prints it"),
  ]
}

/// What two answers share, or one repeats, by its times: whoever may see scores need not be one who may see what was said.
package struct RepeatedDocument: Document {
  package struct Passage: Document {
    /// Characters and words.
    package let length: Int
    package let first: TimeRange?
    package let second: TimeRange?
  }

  package let first: String
  package let second: String
  /// Of the shorter one, 0…1.
  package let share: Double
  package let passages: [Passage]

  init(_ pair: RepeatedAnswer) {
    (first, second, share) = (pair.first, pair.second, pair.share.rounded(decimals: 3))
    passages = pair.passages.map { Passage(length: $0.length, first: $0.first, second: $0.second) }
  }
}

extension ScoreStore {
  /// The id of a session or an answer as the store spells it, from what somebody has written.
  ///
  /// A name with a `%`, a control character or bytes that are no UTF-8 is stored in its printed form (`OpaqueName.text`), and
  /// asked for as it is printed. What is no printed form, or the printed form of nothing that there is, is taken as the name
  /// itself, as a directory's listing shows it.
  public func spelled(_ text: String) throws(Fault) -> String {
    let asName = OpaqueName(text).text
    guard asName != text else { return text }
    guard OpaqueName(printed: text) != nil else { return asName }
    if try knows(text) { return text }
    return try knows(asName) ? asName : text
  }

  private func knows(_ id: String) throws(Fault) -> Bool {
    if try session(id) != nil { return true }
    return try current(id) != nil
  }
}
