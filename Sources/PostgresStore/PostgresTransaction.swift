import Interview
import Store
import StoreSQL

/// One transaction of PostgreSQL.
public struct PostgresTransaction: SQLDatabase {
  let connection: PostgresConnection
  let schema: String

  public func rows(_ sql: String, _ values: Values) throws -> [SQLRow] {
    try connection.run(Self.numbered(sql), values.map { $0?.sqlValue ?? .null }).rows
  }

  @discardableResult public func execute(_ sql: String, _ values: Values) throws -> Int {
    try connection.run(Self.numbered(sql), values.map { $0?.sqlValue ?? .null }).changed
  }

  public func execute(_ sql: String, each values: [Values]) throws {
    guard !values.isEmpty else { return }
    try connection.run(Self.numbered(sql), each: values.map { $0.map { $0?.sqlValue ?? .null } })
  }

  /// Advisory locks of the transaction: the server lets them go after the commit has become visible, so that whoever has
  /// waited sees it. Those that are asked for together are taken in the order of their numbers, after a share of the whole.
  public func lock(_ locks: [StoreLock]) throws {
    if locks.contains(.all) {
      _ = try connection.run("SELECT pg_advisory_xact_lock($1::bigint)", [.integer(number("all"))])
    } else if locks == [.feed] || locks == [.audit] {
      _ = try connection.run(
        "SELECT pg_advisory_xact_lock($1::bigint)", [.integer(number(locks == [.feed] ? "feed" : "audit"))])
    } else {
      let numbers = Set(locks.map { number($0.text) }).sorted().map(String.init).joined(separator: ",")
      _ = try connection.run(
        """
        SELECT pg_advisory_xact_lock_shared($1::bigint) UNION ALL
        SELECT pg_advisory_xact_lock(one) FROM unnest($2::bigint[]) one
        """, [.integer(number("all")), .text("{" + numbers + "}")])
      try requireRemembered(locks)
    }
  }

  public func continueNumbers() throws {
    for (table, column) in [("answers", "row"), ("review_values", "number"), ("session_review_values", "number")] {
      try connection.run(
        "SELECT setval(pg_get_serial_sequence('\(table)', '\(column)'), (SELECT coalesce(max(\(column)), 0) + 1 FROM \(table)), false)")
    }
  }

  public func cuttingAudit(_ body: () throws -> Void) throws {
    try connection.run("SET LOCAL intone.cutting = 'on'")
    try body()
    try connection.run("SET LOCAL intone.cutting = 'off'")
  }

  /// By a function of the schema's owner: a role that writes may take nothing else out of the log.
  public func cutAudit(through number: Int) throws { _ = try connection.run("SELECT cut_audit($1::bigint)", [.integer(number)]) }

  /// The number of a lock: FNV-1a (Fowler, Noll, Vo) of its name. Every version of Intone must come to the same; two names with
  /// one number wait for each other without need, and nothing else.
  static func number(_ name: String, schema: String) -> Int {
    Int(
      bitPattern: UInt((schema + ":" + name).utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }))
  }

  private func number(_ name: String) -> Int { Self.number(name, schema: schema) }

  /// `$1` for `?1`, and in turn for `?`: statements hold no question mark but for values.
  static func numbered(_ sql: String) -> String {
    guard sql.utf8.contains(UInt8(ascii: "?")) else { return sql }
    var text: [UInt8] = []
    var next = 1
    let bytes = Array(sql.utf8)
    for (index, byte) in bytes.enumerated() {
      guard byte == UInt8(ascii: "?") else {
        text.append(byte)
        continue
      }
      text.append(UInt8(ascii: "$"))
      let isNumbered = index + 1 < bytes.count && (48...57).contains(bytes[index + 1])
      if !isNumbered {
        text += Array(String(next).utf8)
        next += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension StoreLock {
  fileprivate var text: String {
    switch self {
    case .all: "all"
    case .answer(let id): "answer:" + id
    case .recording(let hash): "recording:" + hash.hex
    case .session(let id): "session:" + id
    case .feed: "feed"
    case .audit: "audit"
    }
  }
}
