import Glibc
import Settings

/// Who asks, and what they may.
struct Caller: Sendable {
  /// Nil where nobody knows.
  let uid: UInt32?
  /// `uid:1000 (anna)`.
  let name: String
  /// The user's name as the system knows it, or `uid:1000` where it knows none.
  let account: String
  let roles: Set<Role>

  /// - Parameter entry: nil where the user is in none of the system's databases.
  init(_ peer: Peer?, _ entry: Account?, roles map: RoleMap) {
    guard let peer else {
      (uid, name, account, roles) = (nil, "unknown", "unknown", [])
      return
    }
    uid = peer.uid
    name = "uid:\(peer.uid)" + (entry.map { " (\($0.name))" } ?? "")
    account = entry?.name ?? "uid:\(peer.uid)"
    roles = peer.isOwner ? Set(Role.allCases) : map.roles(ofGroups: entry?.groups ?? [])
  }

  /// Somebody whom the desk's proxy has signed in.
  /// - Parameter map: of the proxy's groups; `user:NAME` stands for one user.
  init(signedIn user: String, groups: Set<String>, roles map: RoleMap) {
    (uid, name, account) = (nil, "desk:" + user, user)
    roles = map.roles(ofGroups: groups.union(["user:" + user]))
  }

  /// Whether names of sessions and answers may be told: to whoever may see scores or what was set aside.
  var seesNames: Bool { !roles.isDisjoint(with: [.viewer, .reviewer, .operator]) }

  /// Whether places among the connections are kept free for this one.
  var isOperator: Bool { !roles.isDisjoint(with: [.operator, .administrator]) }
}

extension Peer {
  /// Root, or the daemon's own user.
  var isOwner: Bool { uid == 0 || uid == geteuid() }
}

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
