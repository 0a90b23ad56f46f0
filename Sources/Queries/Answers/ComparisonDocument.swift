import Documents
import Interview

/// What `intone compare` shows. Points are 0 to 100, nil where they are not known.
package struct ComparisonDocument: Document {
  package struct Dimension: Document {
    package let id: String
    package let name: Bilingual
  }

  /// What the members mean, `ComparedSessions.Column` says.
  package struct Candidate: Document {
    package let session: String
    package let candidate: String?
    package let decision: ReviewDocument?
    package let reviews: [String: ReviewDocument]
    package let overall: Points?
    package let low: Points?
    package let high: Points?
    package let common: Points?
    package let missing: [String]
    package let over_common_questions: Points?
    package let left_out: [String]
    package let dimensions: Ordered<Points?>
    package let by_question: Ordered<Points?>
  }

  package let questions: [String]
  package let dimensions: [Dimension]
  package let notes: [Bilingual]
  package let candidates: [Candidate]

  package static let component: String? = "Comparison"
}

extension ComparedSessions {
  package var document: ComparisonDocument {
    ComparisonDocument(
      questions: questions, dimensions: dimensions.map { .init(id: $0.id, name: $0.name) }, notes: notes,
      candidates: columns.map { column in
        .init(
          session: column.session, candidate: column.candidate, decision: column.decision?.document,
          reviews: column.reviews.mapValues(\.document), overall: column.overall, low: column.low, high: column.high, common: column.common,
          missing: column.missing, over_common_questions: column.together, left_out: column.leftOut,
          dimensions: Ordered(dimensions.map { ($0.id, column.dimensions[$0.id]) }),
          by_question: Ordered(questions.map { ($0, column.questions[$0]) }))
      })
  }
}
