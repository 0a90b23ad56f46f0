import Interview
import Store

/// What a copy did, and what was found at its end.
public struct StoreCopyReport: Sendable, Equatable {
  /// What was copied of one table, with SHA-256 of its rows in the order of their key, on both sides.
  public struct Table: Sendable, Equatable {
    public let name: String
    public let rows: Int
    /// Of all its rows in the order of their keys.
    public let source: ContentHash
    public let target: ContentHash
  }

  public var written = 0
  public var removed = 0
  public var tables: [Table] = []

  /// Whether both hold the same.
  public var isWhole: Bool { tables.allSatisfy { $0.source == $0.target } }
}

/// Makes one store hold what another holds, row for row: numbers, revisions, cursors and the chain of the audit log are kept.
///
/// It compares page by page and writes what differs, so that it may be stopped at any point and run again, and runs while a daemon writes
/// the source: what has changed meanwhile is found by the next run, which is short. When none of them changed anything and the hashes
/// of all tables are equal the copy is whole.
public struct StoreCopy<Source: SQLStore, Target: SQLStore>: Sendable {
  private let source: Source
  private let target: Target
  private let digest: AuditLink.Digest
  private let page: Int

  /// - Parameters:
  ///   - digest: SHA-256.
  ///   - page: rows that are compared at once; with measures of some 50 bytes and analyses of some 20 kB a thousand fit into memory.
  public init(from source: Source, to target: Target, digest: @escaping AuditLink.Digest, page: Int = 1000) {
    (self.source, self.target, self.digest, self.page) = (source, target, digest, page)
  }

  /// - Parameter progress: is told the table and how many rows of it have been compared; what it throws ends the copy.
  /// - Throws: a fault of either store.
  public func run(progress: (_ table: String, _ rows: Int) throws(Fault) -> Void = { (_, _) throws(Fault) in }) throws(Fault)
    -> StoreCopyReport
  {
    var report = StoreCopyReport()
    // What is not there any more, or is otherwise, goes first, and what refers to something before that.
    for table in StoreTable.all.reversed() {
      try walk(table) { pair throws(Fault) in
        report.removed += try remove(pair.target.filter { pair.source[$0.key] != $0.value }.map(\.key), from: table)
      }
    }
    for table in StoreTable.all {
      var count = 0
      try walk(table) { pair throws(Fault) in
        let missing = pair.order.filter { pair.target[$0] == nil }
        try insert(missing.compactMap { pair.source[$0] }, into: table)
        report.written += missing.count
        count += pair.order.count
        try progress(table.name, count)
      }
    }
    try target.writing { db in try db.continueNumbers() }
    for table in StoreTable.all {
      var (rows, left, right) = (0, AuditLink.origin, AuditLink.origin)
      try walk(table) { pair throws(Fault) in
        rows += pair.order.count
        left = hash(left, pair.order.compactMap { pair.source[$0] })
        right = hash(right, pair.targetOrder.compactMap { pair.target[$0] })
      }
      report.tables.append(StoreCopyReport.Table(name: table.name, rows: rows, source: left, target: right))
    }
    return report
  }

  private typealias Key = [SQLValue]

  /// The rows of both stores between two keys.
  private struct Pair {
    var order: [Key]
    var source: [Key: [SQLValue]]
    var targetOrder: [Key]
    var target: [Key: [SQLValue]]
  }

  /// Walks both stores over one table, in the order of its keys.
  private func walk(_ table: StoreTable, _ body: (Pair) throws(Fault) -> Void) throws(Fault) {
    var last: Key?
    while true {
      let rows = try source.reading { db in try db.page(of: table, after: last, through: nil, limit: page) }
      let end = rows.count < page ? nil : rows.last.map { key(table, $0) }
      let others = try target.reading { db in try db.page(of: table, after: last, through: end, limit: nil) }
      let keyed = rows.map { (key(table, $0), $0) }
      try body(
        Pair(
          order: keyed.map(\.0), source: Dictionary(keyed, uniquingKeysWith: { $1 }), targetOrder: others.map { key(table, $0) },
          target: Dictionary(others.map { (key(table, $0), $0) }, uniquingKeysWith: { $1 })))
      guard let end else { return }
      last = end
    }
  }

  private func key(_ table: StoreTable, _ row: [SQLValue]) -> Key { Array(row.prefix(table.key.count)) }

  private func remove(_ keys: [Key], from table: StoreTable) throws(Fault) -> Int {
    guard !keys.isEmpty else { return 0 }
    try target.writing { db in
      try db.lock([.all])
      let condition = table.key.map { "\"\($0)\" = ?" }.joined(separator: " AND ")
      func delete() throws { try db.execute("DELETE FROM \(table.name) WHERE \(condition)", each: keys.map { $0.map(\.convertible) }) }
      if table.name == "audit_links" { try db.cuttingAudit(delete) } else { try delete() }
    }
    return keys.count
  }

  private func insert(_ rows: [[SQLValue]], into table: StoreTable) throws(Fault) {
    guard !rows.isEmpty else { return }
    let parameters = table.columns.map { _ in "?" }.joined(separator: ", ")
    try target.writing { db in
      try db.lock([.all])
      try db.execute(
        "INSERT INTO \(table.name) (\(StoreTable.quoted(table.columns))) VALUES (\(parameters))", each: rows.map { $0.map(\.convertible) })
    }
  }

  private func hash(_ before: ContentHash, _ rows: [[SQLValue]]) -> ContentHash {
    digest(Array((before.hex + rows.map { "\($0)" }.joined(separator: "\n")).utf8))
  }
}

extension SQLValue {
  fileprivate var convertible: (any SQLConvertible)? {
    switch self {
    case .null: nil
    case .integer(let number): number
    case .real(let number): number
    case .text(let text): text
    }
  }
}

extension SQLDatabase {
  /// Rows of a table in the order of its keys.
  fileprivate func page(of table: StoreTable, after last: [SQLValue]?, through end: [SQLValue]?, limit: Int?) throws -> [[SQLValue]] {
    let key = StoreTable.quoted(table.key)
    let parameters = table.key.map { _ in "?" }.joined(separator: ", ")
    let conditions = [last.map { _ in "(\(key)) > (\(parameters))" }, end.map { _ in "(\(key)) <= (\(parameters))" }].compactMap(\.self)
    let only = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    var values: Values = ((last ?? []) + (end ?? [])).map(\.convertible)
    if let limit { values.append(limit) }
    return try rows(
      "SELECT \(StoreTable.quoted(table.columns)) FROM \(table.name) \(only) ORDER BY \(key) \(limit == nil ? "" : "LIMIT ?")", values
    ).map(\.values)
  }
}
