import Assessment
import Interview
import Store

extension ComparedSessions {
  /// What `intone compare` shows: the socket's object, and that of `--json`.
  public var json: JSON {
    .object([
      "questions": .array(questions.map(JSON.string)),
      "dimensions": .array(dimensions.map { .object(["id": .string($0.id), "name": $0.name.json]) }),
      "notes": .array(notes.map(\.json)), "candidates": .array(columns.map(object)),
    ])
  }

  private func object(_ column: Column) -> JSON {
    func points(_ points: Points?) -> JSON { points?.json ?? .null }
    return .object([
      .init("session", .string(column.session)), .init("candidate", .optional(column.candidate)),
      .init("decision", column.decision?.json ?? .null),
      .init("reviews", .object(column.reviews.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) })),
      .init("overall", points(column.overall)), .init("low", points(column.low)), .init("high", points(column.high)),
      .init("common", points(column.common)), .init("missing", .array(column.missing.map(JSON.string))),
      .init("over_common_questions", points(column.together)), .init("left_out", .array(column.leftOut.map(JSON.string))),
      .init("dimensions", .object(dimensions.map { JSON.Member($0.id, points(column.dimensions[$0.id])) })),
      .init("by_question", .object(questions.map { JSON.Member($0, points(column.questions[$0])) })),
    ])
  }
}
