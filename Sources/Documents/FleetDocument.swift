import Interview
import Store

/// The daemons of one store, each by what it last said of itself: `GET /v1/fleet`. Of a store that is a file there is one.
package struct FleetDocument: Document {
  package enum State: String, Choice {
    case ok
    /// It says that something is wrong.
    case degraded
    /// It was not heard for a minute: cut off, or not running.
    case silent
  }

  package struct Node: Document {
    /// The machine, and which of its daemons.
    package let node: String
    package let state: State
    package let site: String?
    package let version: String
    /// The latest step of the database's schema that it knows; 0 where the store is a file.
    package let schema: Int
    package let waiting: Int
    package let working: Int
    /// Nil where it could not count them.
    package let set_aside: Int?
    package let uptime_s: Double
    /// Since it was last heard.
    package let silent_s: Double
    /// Codes of what is wrong there.
    package let problems: [String]

    init(_ node: FleetNode) {
      (self.node, site, version, schema) = (node.name, node.site, node.version, node.schema)
      (waiting, working, set_aside, problems) = (node.waiting, node.working, node.quarantined, node.problems)
      (uptime_s, silent_s) = (node.uptime.rounded(decimals: 1), node.silence.rounded(decimals: 1))
      state = node.silence > FleetDocument.silenceTimeout ? .silent : problems.isEmpty ? .ok : .degraded
    }
  }

  /// In the order of their names.
  package let nodes: [Node]
  /// The engines that score: where there are several, their results are not put together.
  package let versions: [String]

  /// A daemon speaks every ten seconds.
  static let silenceTimeout = 60.0

  package static let component: String? = "Fleet"

  package init(_ nodes: [FleetNode]) {
    self.nodes = nodes.map(Node.init)
    versions = Set(nodes.map(\.version)).sorted()
  }
}
