import Interview

extension AuditLink {
  /// The link as a line of the documented log.
  public var json: JSON {
    .object([
      "number": .integer(number), "time": .string(UTC.text(Double(microseconds) / 1_000_000)), "actor": .string(entry.actor),
      "action": .string(entry.action), "subject": .string(entry.subject), "outcome": .string(entry.outcome),
      "detail": .string(entry.detail), "hash": .string(hash.hex),
    ])
  }
}

extension AuditVerdict {
  public var json: JSON {
    switch self {
    case .intact(let links, let head): .object(["intact": .bool(true), "links": .integer(links), "head": .string(head.hex)])
    case .broken(let number): .object(["intact": .bool(false), "broken_at": .integer(number)])
    }
  }
}
