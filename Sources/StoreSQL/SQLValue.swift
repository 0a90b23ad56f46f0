import Interview
import Store

/// A value as it goes into a database and comes out of it.
public enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int)
  case real(Double)
  case text(String)
}

/// What can stand in a row.
public protocol SQLConvertible: Sendable {
  var sqlValue: SQLValue { get }
  /// Nil where the value is of another kind.
  init?(_ value: SQLValue)
}

extension Int: SQLConvertible {
  public var sqlValue: SQLValue { .integer(self) }
  public init?(_ value: SQLValue) {
    guard case .integer(let number) = value else { return nil }
    self = number
  }
}

extension Double: SQLConvertible {
  public var sqlValue: SQLValue { .real(self) }
  public init?(_ value: SQLValue) {
    switch value {
    case .real(let number): self = number
    case .integer(let number): self = Double(number)
    case .null, .text: return nil
    }
  }
}

extension String: SQLConvertible {
  public var sqlValue: SQLValue { .text(self) }
  public init?(_ value: SQLValue) {
    guard case .text(let text) = value else { return nil }
    self = text
  }
}

/// Kept as 0 and 1.
extension Bool: SQLConvertible {
  public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
  public init?(_ value: SQLValue) {
    guard case .integer(let number) = value else { return nil }
    self = number != 0
  }
}

/// One row of a result.
public struct SQLRow: Sendable, Equatable {
  /// Places by name, the same for all rows of a result.
  private let columnIndex: [String: Int]
  public let values: [SQLValue]

  public init(columnIndex: [String: Int], values: [SQLValue]) {
    self.columnIndex = columnIndex
    self.values = values
  }

  /// Whether the row has a column of this name, NULL included.
  public func has(_ column: String) -> Bool { columnIndex[column] != nil }

  /// - Throws: `store.record-invalid` where the column is missing, NULL, or of another kind.
  public subscript<Value: SQLConvertible>(_ column: String) -> Value {
    get throws(Fault) {
      guard let value: Value = try self[column] else { throw Fault(.storeRecordInvalid, column) }
      return value
    }
  }

  /// Nil for NULL.
  /// - Throws: `store.record-invalid` where the column is missing or of another kind.
  public subscript<Value: SQLConvertible>(_ column: String) -> Value? {
    get throws(Fault) {
      guard let index = columnIndex[column] else { throw Fault(.storeRecordInvalid, column) }
      if values[index] == .null { return nil }
      guard let value = Value(values[index]) else { throw Fault(.storeRecordInvalid, column) }
      return value
    }
  }
}
