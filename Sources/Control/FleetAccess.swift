import Documents
import Inbox
import Interview
import Store

/// What a daemon has of the others that write its store.
public struct FleetAccess: Sendable {
  /// The name of this one.
  let node: String
  let nodes: any SharedNodes
  /// Of those who would score stored answers again, one does.
  let rescoring: FleetDuty
  /// A run that takes no further batch for so long is given up, in seconds.
  private static let leaseSeconds = 60.0

  public init(_ store: any SharedNodes & SharedDuties, as node: String) {
    (self.node, nodes) = (node, store)
    rescoring = FleetDuty("rescore", of: store, as: node, lease: Self.leaseSeconds)
  }
}

extension ControlState {
  /// What this daemon says of itself to the others.
  public var fleetNode: FleetNode {
    let queue = inbox.queueSnapshot()
    let sites = Set(queue.roots.compactMap(\.root.site)).sorted().joined(separator: ",")
    // A filing directory that cannot be read is among the problems; how many lie there is then not known.
    let counts = [QuarantineItem.Disposition.quarantine, .held].map { try? inbox.quarantineCount($0) }
    let quarantined = counts.contains(nil) ? nil : counts.compactMap(\.self).reduce(0, +)
    return FleetNode(
      name: fleet?.node ?? "", site: sites.isEmpty ? nil : sites, version: version, waiting: queue.waiting, working: queue.working.count,
      quarantined: quarantined, problems: Set(problems(withNames: false).map(\.fault.code.code)).sorted(),
      uptime: max(0, clock() - startedAt))
  }

  /// All daemons of the store, as they last reported; where the store is of one machine, this one alone.
  /// - Throws: `store.away`.
  func fleetDocument() throws(Fault) -> FleetDocument {
    guard let fleet else { return FleetDocument([fleetNode]) }
    return FleetDocument(try fleet.nodes.nodes())
  }
}
