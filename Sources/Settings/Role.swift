import Interview

/// What somebody may be to the daemon. A person may hold several; an administrator who holds no other role sees nothing
/// of any candidate.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// Sees scores.
  case viewer
  /// Also sees evidence and excerpts, and reviews.
  case reviewer
  /// Sees scores and what was set aside; retries, holds, pauses.
  case `operator`
  /// Configures and reads the audit log.
  case administrator
}

/// Which groups hold which roles. Root and the daemon's own user hold all of them: they could read the files anyway.
public struct RoleMap: Sendable, Equatable {
  /// Names of groups, as in group(5).
  public var groups: [Role: [String]]

  public init(groups: [Role: [String]]) { self.groups = groups }

  /// The group that may open the socket and read the store may also ask for what stands in it; configuring is for root and
  /// a group of its own. See decision 0200.
  public static let standard = RoleMap(groups: [
    .viewer: ["intone"], .reviewer: ["intone"], .operator: ["intone"], .administrator: ["intone-admin"],
  ])

  /// Every role that one of these groups is named under.
  public func roles(ofGroups held: Set<String>) -> Set<Role> {
    Set(groups.filter { !held.isDisjoint(with: $0.value) }.keys)
  }
}

/// What of reading is written to the audit log, beside every hearing and every export.
public enum ReaderTrace: String, Sendable, CaseIterable {
  /// Nothing more.
  case hearing
  /// Also that somebody opened what was said in an answer: the answer, its explanation, the session's page; once in ten minutes for
  /// each reader and answer.
  case words
}
