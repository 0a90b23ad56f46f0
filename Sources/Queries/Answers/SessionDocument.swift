import Documents
import Interview
import Sessions
import Store

/// One session as the socket and `intone show --json` give it out. What somebody said stands nowhere in it: passages go by their times, for
/// whoever may see scores need not be one who may see what was said. Points are 0 to 100.
package struct SessionDocument: Document {
  package struct Score: Document {
    package struct Dimension: Document {
      package let id: String
      package let name: Bilingual
      package let score: Points
      package let answers: Int
    }

    package let overall: Points?
    package let low: Points?
    package let high: Points?
    package let scored: Int
    package let questions: Int?
    package let dimensions: [Dimension]
  }

  package struct Attempts: Document {
    package let policy: String
    package let allowed: Int?
  }

  package struct Pace: Document {
    package struct Departure: Document {
      package let question: String
      package let speech_rate_syl_s: Double
      package let baseline_syl_s: Double
      package let change: Double
    }

    /// Medians of the speaker's own answers, by measure.
    package let baseline: Ordered<Double>
    package let departures: [Departure]
  }

  package struct FollowUp: Document {
    package let question: String
    package let message: Bilingual
    package let spans: [TimeRange]
  }

  package struct Answer: Document {
    package let id: String
    package let question: String
    package let attempt: Int
    package let counts: Bool
    /// The latest.
    package let review: ReviewDocument?
    package let revision: Int
    package let overall: Points?
    package let confidence: String?

    package static let refined: [String: Shape] = ["attempt": .integer(minimum: 1), "revision": .integer(minimum: 1)]
  }

  package let id: String
  package let site: String?
  package let reason: String?
  package let candidate: String?
  package let role: String?
  package let language: String?
  package let answered: Int
  package let questions: [String]
  package let deadline: String?
  package let updated_at: String
  /// As it stands now, which may be later than what the store was told.
  package let state: String
  package let sentence: Bilingual
  package let reviews: [ReviewDocument]
  package let score: Score
  package let skipped: [String]
  package let attempts: Attempts
  package let pace: Pace
  package let repeated: [RepeatedDocument]
  package let follow_ups: [FollowUp]
  package let accommodations: [String]
  package let identical: [IdenticalDocument]
  package let notes: [Bilingual]
  package let answers: [Answer]
  package let zh: String
  package let en: String

  package static let component: String? = "SessionScorecard"
}

extension SessionScorecard {
  /// - Parameter scale: of the texts; figures stay 0 to 100.
  package func document(on scale: ScoreScale = .hundred) -> SessionDocument {
    let header = session.document
    return SessionDocument(
      id: header.id, site: header.site, reason: header.reason, candidate: header.candidate, role: header.role, language: header.language,
      answered: header.answered, questions: header.questions, deadline: header.deadline, updated_at: header.updated_at,
      state: state.phase.rawValue, sentence: state.sentence, reviews: decisions.map(\.document),
      score: .init(
        overall: summary.overall, low: summary.low, high: summary.high, scored: summary.scored, questions: summary.questions,
        dimensions: summary.dimensions.map { .init(id: $0.id, name: $0.name, score: $0.score, answers: $0.answers) }),
      skipped: summary.skipped, attempts: .init(policy: policy.rawValue, allowed: session.record.attemptsAllowed),
      pace: .init(
        baseline: Ordered(
          SpeakerBaseline.measures.compactMap { measure in
            summary.baseline.medians[measure].map { (measure.rawValue, $0.rounded(decimals: measure.decimals)) }
          }),
        departures: summary.departures.map {
          .init(
            question: $0.question, speech_rate_syl_s: $0.rate.rounded(decimals: 2), baseline_syl_s: $0.baseline.rounded(decimals: 2),
            change: $0.change.rounded(decimals: 3))
        }), repeated: summary.repeated.map(RepeatedDocument.init),
      follow_ups: summary.followUps.map { .init(question: $0.question, message: $0.message, spans: $0.spans) },
      accommodations: accommodations, identical: identical.map(\.document), notes: notes,
      answers: answers.map { answer in
        let (record, card) = (answer.record, answer.record.scorecard)
        return .init(
          id: answer.id, question: record.key.question.text, attempt: record.key.attempt, counts: counted.contains(answer.id),
          review: reviews[answer.id]?.document, revision: answer.revision, overall: card?.overall,
          confidence: card?.confidence.level.rawValue)
      }, zh: text(in: .zh, scale: scale), en: text(in: .en, scale: scale))
  }
}
