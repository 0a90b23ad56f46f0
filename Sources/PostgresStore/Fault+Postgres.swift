import FoundationEssentials
import Interview
import Store

extension Fault {
  /// The fault for whatever an operation threw.
  init(postgres error: any Error, at address: String) {
    switch error {
    case let fault as Fault: self = fault
    case let error as PostgresError:
      self.init(Self.code(of: error.state), "\(address): \(error.message)\(error.state.map { " (\($0))" } ?? "")")
    case is DecodingError: self.init(.storeRecordInvalid, "\(address): \(error)")
    default: self.init(.storeFailed, "\(address): \(error)")
    }
  }

  /// By the classes of PostgreSQL's states: 08 connection, 53 resources, 57P the server goes down or comes up, XX data damaged.
  private static func code(of state: String?) -> FaultCode {
    guard let state else { return .storeAway }
    return switch state {
    case "53100": .storeFull
    case "XX001", "XX002": .storeDamaged
    case "42501": .storeRoleDenied
    // A server that has become a standby under our hands: the next connection looks for the other one.
    case "25006": .storeAway
    case "22021": .storeRecordRefused
    case "40001", "40P01", "55P03": .storeLocked
    // No such column, no such table: a later version has taken it away under our hands.
    case "42703", "42P01": .storeNewerSchema
    case _ where state.hasPrefix("08") || state.hasPrefix("57P") || state.hasPrefix("53"): .storeAway
    // The server has let go of a transaction that was silent for too long.
    case "25P03": .storeAway
    default: .storeFailed
    }
  }
}
