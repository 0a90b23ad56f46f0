import Interview

/// Which sessions are wanted; nil asks for nothing.
public struct SessionFilter: Sendable, Hashable {
  public var state: SessionRecord.State?
  /// The session's role model, or one that scored an answer of it.
  public var role: String?
  public var candidate: String?
  /// Changed at or after this time, in seconds since 1970.
  public var since: Double?

  public init(state: SessionRecord.State? = nil, role: String? = nil, candidate: String? = nil, since: Double? = nil) {
    self.state = state
    self.role = role
    self.candidate = candidate
    self.since = since
  }
}

/// In which order sessions come; between equals, in the order of their ids.
public enum SessionOrder: String, Sendable, Hashable, CaseIterable {
  /// Of ids, by code points.
  case id
  /// Changed last, first.
  case time
  /// Of candidates, by code points; sessions without one at the end.
  case candidate
}
