import Settings

/// What a route asks of whoever calls it.
enum Permission: String, Sendable {
  /// Nothing about candidates: open to whoever may open the socket.
  case health
  case scores
  case evidence
  case review
  case operate
  case administer

  /// One of these is enough.
  var roles: Set<Role> {
    switch self {
    case .health: Set(Role.allCases)
    case .scores: [.viewer, .reviewer, .operator]
    case .evidence, .review: [.reviewer]
    case .operate: [.operator]
    case .administer: [.administrator]
    }
  }
}
