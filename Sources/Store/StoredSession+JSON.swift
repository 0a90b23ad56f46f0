import Interview

extension StoredSession {
  /// What the store knows of the session itself, as the socket gives it out.
  public var members: [JSON.Member] {
    [
      .init("id", .string(record.id.text)), .init("site", .optional(record.site)), .init("state", .string(record.state.rawValue)),
      .init("reason", .optional(record.reason)), .init("candidate", .optional(record.candidate)), .init("role", .optional(record.role)),
      .init("language", .optional(record.language?.rawValue)), .init("answered", .integer(record.answered)),
      .init("questions", .array(record.questions.map { .string($0.text) })),
      .init("deadline", .optional(record.deadline.map(UTC.text))), .init("updated_at", .string(UTC.text(updatedAt))),
    ]
  }
}
