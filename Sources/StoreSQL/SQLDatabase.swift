import Interview
import Store
import Vault

/// A database within one transaction: what the statements of this module need of SQLite and of PostgreSQL.
///
/// Statements are in the words that both understand, with `?` or `?1` for values, which never stand in the text.
public protocol SQLDatabase {
  typealias Values = [(any SQLConvertible)?]

  /// All rows at once; the values in the order of the question marks.
  /// - Throws: what the database throws; the transaction is over then.
  func rows(_ sql: String, _ values: Values) throws -> [SQLRow]
  /// - Returns: how many rows were changed.
  @discardableResult func execute(_ sql: String, _ values: Values) throws -> Int
  /// The same statement for each of these, in order.
  func execute(_ sql: String, each values: [Values]) throws

  /// Until the transaction ends, keeps other writers from what these stand for. Waits for those who have it.
  ///
  /// Where a transaction takes several they are asked for together, and `.feed` and `.audit` after all else.
  func lock(_ locks: [StoreLock]) throws
  /// After rows were put in with their own numbers: the next that is given out is above them.
  func continueNumbers() throws
  /// Lifts the rule that entries of the audit log stay, while `body` runs.
  func cuttingAudit(_ body: () throws -> Void) throws
  /// Takes away the log's beginning up to this entry, after one that says so was written in the same transaction.
  func cutAudit(through number: Int) throws
}

/// What one writer at a time may change. A database with one writer has nothing to do for it.
public enum StoreLock: Sendable, Hashable {
  /// Everything: for what is rare and touches much, as an erasure.
  case all
  case answer(String)
  /// Which answer brought these bytes first.
  case recording(ContentHash)
  case session(String)
  /// The next cursor: held from its giving to the commit, cursors become visible in their order and without gaps.
  case feed
  case audit
}

extension SQLDatabase {
  public func continueNumbers() throws {}

  public func cutAudit(through number: Int) throws {
    try cuttingAudit { try execute("DELETE FROM audit_links WHERE number <= ?", [number]) }
  }

  /// The first row; nil without one. The rest is read too: say `LIMIT 1`.
  public func first(_ sql: String, _ values: Values = []) throws -> SQLRow? { try rows(sql, values).first }

  /// The first column of every row.
  public func column<Value: SQLConvertible>(_ sql: String, _ values: Values = []) throws -> [Value] {
    try rows(sql, values).map { row in
      guard let first = row.values.first, let value = Value(first) else { throw Fault(.storeRecordInvalid, sql) }
      return value
    }
  }

  /// The first column of the first row; nil without one, and for NULL.
  public func value<Value: SQLConvertible>(_ sql: String, _ values: Values = []) throws -> Value? {
    guard let first = try rows(sql, values).first?.values.first, first != .null else { return nil }
    guard let value = Value(first) else { throw Fault(.storeRecordInvalid, sql) }
    return value
  }

  /// Whether there is a row.
  public func exists(_ sql: String, _ values: Values) throws -> Bool { try !rows(sql, values).isEmpty }
}

/// A store whose rows lie in an SQL database. What `ScoreStore`, `StoreErasure` and `StoreHistory` promise is kept here, by
/// one text for all databases; a database brings its transactions, its tables and its own care.
public protocol SQLStore: ScoreStore, StoreErasure, StoreHistory, WordSealing {
  associatedtype Transaction: SQLDatabase

  /// Seals what was said before it is written, and opens it after it was read, where that can be done here.
  var vault: Vault { get }
  /// One moment of the database.
  func reading<Value>(_ body: (Transaction) throws -> Value) throws(Fault) -> Value
  /// All of it or nothing. May run `body` again where the database asks for that: then nothing of the first run is left.
  func writing<Value>(_ body: (Transaction) throws -> Value) throws(Fault) -> Value
  /// As `writing`, for what takes something away that must not stay in the database's files either (`emptyLog`).
  func erasing<Value>(_ body: (Transaction) throws -> Value) throws(Fault) -> Value
  /// The rows of `answers` whose words this machine lets go; all of them where the store is of one machine.
  var ownRows: (condition: String, arguments: Transaction.Values) { get }
}

extension SQLStore {
  public var ownRows: (condition: String, arguments: Transaction.Values) { ("TRUE", []) }

  public func erasing<Value>(_ body: (Transaction) throws -> Value) throws(Fault) -> Value { try writing(body) }

  /// Opened after the transaction: what takes time keeps nobody waiting.
  func opened(_ body: (Transaction) throws -> [StoredAnswer]) throws(Fault) -> [StoredAnswer] {
    try reading(body).map { answer in
      var answer = answer
      answer.record = vault.opened(answer.record)
      return answer
    }
  }
}
