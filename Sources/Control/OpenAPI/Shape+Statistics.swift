/// What is made of many answers together.
extension Shape {
  private static let points = Shape.orNull(.number)

  static let comparison = Shape.object([
    .init("questions", .list(.text)), .init("dimensions", .list(.object([.init("id", .text), .init("name", .named("Bilingual"))]))),
    .init("notes", .list(.named("Bilingual"))),
    .init(
      "candidates",
      .list(
        .object([
          .init("session", .text), .init("candidate", .orNull(.text)), .init("decision", .orNull(.named("Review"))),
          .init("reviews", .map(.named("Review"))), .init("overall", points), .init("low", points), .init("high", points),
          .init("common", points), .init("missing", .list(.text)), .init("over_common_questions", points),
          .init("left_out", .list(.text)), .init("dimensions", .map(points)), .init("by_question", .map(points)),
        ]))),
  ])

  /// Whose scores are taken, and what was left out for it.
  private static let engine = Shape.object([
    .init("engine", .text), .init("left_out", .list(.object([.init("engine", .text), .init("answers", .count)]))),
  ])

  static let statistics = Shape.object([
    .init("sessions", .count), .init("answers", .count), .init("revisions", .count), .init("sessions_by_state", .map(.count)),
    .init("roles", .list(.object([.init("role", .text), .init("engine", engine)]))),
    .init(
      "questions",
      .list(
        .object([
          .init("role", .text), .init("question", .text), .init("n", .count), .init("other_dimensions", .count), .init("mean", points),
          .init("sd", points), .init("lowest", points), .init("highest", points), .init("skipped", .count), .init("asked", .count),
          .init(
            "discrimination",
            .orNull(.object([.init("value", .number), .init("low", .number), .init("high", .number), .init("n", .count)]))),
        ]))),
  ])

  static let scored = Shape.object([
    .init("role", .text), .init("version", .text), .init("sha256", .text), .init("engine", engine), .init("other_versions", .count),
    .init(
      "people",
      .list(
        .object([
          .init("id", .text), .init("answers", .count), .init("overall_sum", .number),
          .init("dimension_sums", .map(.object([.init("total", .number), .init("n", .number)]))), .init("lost_sums", .map(.number)),
          .init("unknown", .list(.text)), .init("partial", .flag),
        ]))),
  ])
}
