import GRDB
import Interview
import Store
import StoreSQL

/// One transaction of SQLite. It has one writer at a time, so that locks are nothing here.
public struct SQLiteTransaction: SQLDatabase {
  let db: Database

  /// All rows, read at once; statements are prepared once a connection.
  public func rows(_ sql: String, _ values: Values) throws -> [SQLRow] {
    let statement = try db.cachedStatement(sql: sql)
    var columnIndex: [String: Int] = [:]
    for (index, name) in statement.columnNames.enumerated() where columnIndex[name] == nil { columnIndex[name] = index }
    return try Row.fetchAll(statement, arguments: Self.arguments(values)).map { row in
      SQLRow(columnIndex: columnIndex, values: row.databaseValues.map(SQLValue.init))
    }
  }

  /// Statements are prepared once for each connection.
  /// - Returns: how many rows were changed.
  @discardableResult public func execute(_ sql: String, _ values: Values) throws -> Int {
    try db.cachedStatement(sql: sql).execute(arguments: Self.arguments(values))
    return db.changesCount
  }

  /// The statement once for each list of values.
  public func execute(_ sql: String, each values: [Values]) throws {
    guard !values.isEmpty else { return }
    let statement = try db.cachedStatement(sql: sql)
    for one in values { try statement.execute(arguments: Self.arguments(one)) }
  }

  /// The one writer has the whole file already.
  public func lock(_ locks: [StoreLock]) {}

  /// Lifts the trigger that keeps the audit log for the time of `body`; an error puts it back with the transaction.
  public func cuttingAudit(_ body: () throws -> Void) throws {
    try db.execute(sql: "DROP TRIGGER audit_links_remain")
    try body()
    try db.execute(sql: Schema.auditRemains)
  }

  private static func arguments(_ values: Values) -> StatementArguments {
    StatementArguments(values.map { ($0?.sqlValue ?? .null).databaseValue })
  }
}

extension SQLValue {
  fileprivate init(_ value: DatabaseValue) {
    switch value.storage {
    case .null, .blob: self = .null
    case .int64(let number): self = .integer(Int(number))
    case .double(let number): self = .real(number)
    case .string(let text): self = .text(text)
    }
  }

  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .real(let number): number.databaseValue
    case .text(let text): text.databaseValue
    }
  }
}
