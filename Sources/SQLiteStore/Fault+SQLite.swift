import FoundationEssentials
import GRDB
import Interview
import Store

extension Fault {
  /// The fault for whatever a database operation threw.
  init(store error: any Error, path: String) {
    switch error {
    case let fault as Fault: self = fault
    case let error as DatabaseError: self.init(Self.code(of: error), "\(path): \(error.message ?? "SQLite \(error.resultCode.rawValue)")")
    case is DecodingError: self.init(.storeRecordInvalid, "\(path): \(error)")
    case let error as CocoaError where error.code == .fileWriteOutOfSpace: self.init(.storeFull, path)
    case is CocoaError: self.init(.storeUnreachable, "\(path): \(error)")
    default: self.init(.storeFailed, "\(path): \(error)")
    }
  }

  /// What the extended result code means for an operator.
  private static func code(of error: DatabaseError) -> FaultCode {
    switch error.resultCode {
    case .SQLITE_FULL: .storeFull
    case .SQLITE_BUSY, .SQLITE_LOCKED: .storeLocked
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: .storeDamaged
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .storeUnreachable
    case .SQLITE_READONLY: .storeReadOnly
    default: .storeFailed
    }
  }
}
