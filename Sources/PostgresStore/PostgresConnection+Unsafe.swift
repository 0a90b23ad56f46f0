import CPostgres
import Glibc
import Interview
import Store
import StoreSQL

/// What the server, or the way to it, had against a statement.
struct PostgresError: Error {
  /// Five characters of PostgreSQL's own table (its manual, Appendix A); nil where the connection failed.
  let state: String?
  let message: String
}

/// One connection to a server, for one thread at a time.
///
/// Unsafe in that libpq's objects are pointers, and that it is lent strings for the length of a call. Invariants: the connection lives as
/// long as this object; each result is cleared once, by whoever took it; the pool gives a connection to one thread at a
/// time, which is all that libpq asks for.
@safe final class PostgresConnection: @unchecked Sendable {
  private let connection: OpaquePointer
  /// The names under which the server knows statements.
  private var prepared: [String: String] = [:]

  /// Connects, or says why not. Waits as long as `connect_timeout` allows for each host.
  ///
  /// - Parameter parameters: keywords of libpq; a later one comes before an earlier one, and `dbname` may be a whole connection string.
  init(_ parameters: [(keyword: String, value: String)]) throws(PostgresError) {
    if let missing = unsafe postgres_missing() { throw unsafe PostgresError(state: nil, message: String(cString: missing)) }
    let copies = unsafe parameters.map { unsafe (strdup($0.keyword), strdup($0.value)) }
    defer {
      unsafe copies.forEach { keyword, value in
        unsafe free(keyword)
        unsafe free(value)
      }
    }
    let keywords: [UnsafePointer<CChar>?] = unsafe copies.map { unsafe UnsafePointer($0.0) } + [nil]
    let values: [UnsafePointer<CChar>?] = unsafe copies.map { unsafe UnsafePointer($0.1) } + [nil]
    guard let opened = unsafe PQconnectdbParams(keywords, values, 1) else { throw PostgresError(state: nil, message: "no memory") }
    guard unsafe PQstatus(opened) == CONNECTION_OK else {
      let message = unsafe String(cString: PQerrorMessage(opened))
      unsafe PQfinish(opened)
      throw PostgresError(state: nil, message: message.trimmed)
    }
    unsafe connection = opened
    // Notices are for people at a terminal.
    unsafe PQsetNoticeProcessor(opened, { _, _ in }, nil)
  }

  /// What holds where neither connection string nor service file says otherwise, in libpq's own variables, which come after both: a server
  /// over a network must show the certificate of its name, and each host has five seconds to answer.
  static func setDefaults() {
    unsafe setenv("PGSSLMODE", "verify-full", 0)
    unsafe setenv("PGCONNECT_TIMEOUT", "5", 0)
  }

  deinit { unsafe PQfinish(connection) }

  var isUsable: Bool { unsafe PQstatus(connection) == CONNECTION_OK && PQtransactionStatus(connection) == PQTRANS_IDLE }
  var isBroken: Bool { unsafe PQstatus(connection) != CONNECTION_OK }
  /// Neither name nor password of who asks.
  var address: String {
    let (host, port, name) = unsafe (PQhost(connection), PQport(connection), PQdb(connection))
    func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { unsafe pointer.map { unsafe String(cString: $0) } ?? "" }
    return unsafe "postgresql://\(text(host)):\(text(port))/\(text(name))"
  }

  /// Statements without values, several with semicolons; the last one's rows.
  @discardableResult func run(_ sql: String) throws(PostgresError) -> PostgresRows {
    let result = unsafe PQexec(connection, sql)
    return try unsafe rows(of: result)
  }

  /// One statement with `$1` for values.
  func run(_ sql: String, _ values: [SQLValue]) throws(PostgresError) -> PostgresRows {
    let name = try prepare(sql)
    let result = try unsafe withTexts(values) { count, texts in
      unsafe PQexecPrepared(connection, name, count, texts, nil, nil, 0)
    }
    return try unsafe rows(of: result)
  }

  /// The same statement for each of these, sent together: the way to the server is gone once.
  func run(_ sql: String, each all: [[SQLValue]]) throws(PostgresError) {
    let name = try prepare(sql)
    guard unsafe PQenterPipelineMode(connection) == 1 else { throw failure() }
    var first: PostgresError?
    for values in all where first == nil {
      let sent = try unsafe withTexts(values) { count, texts in
        unsafe PQsendQueryPrepared(connection, name, count, texts, nil, nil, 0)
      }
      if sent != 1 { first = failure() }
    }
    if unsafe PQpipelineSync(connection) != 1 { first = first ?? failure() }
    // A result for each statement with an empty one after it, and one for the sync at the end.
    var isOpen = true
    while isOpen, !isBroken {
      let result = unsafe PQgetResult(connection)
      guard let held = unsafe result else { continue }
      isOpen = unsafe PQresultStatus(held) != PGRES_PIPELINE_SYNC
      do throws(PostgresError) { _ = try unsafe rows(of: held) } catch { first = first ?? error }
    }
    _ = unsafe PQexitPipelineMode(connection)
    if let first { throw first }
    if isBroken { throw failure() }
  }

  /// Waits for a word of the server's on a channel that is listened to.
  ///
  /// - Returns: whether one came.
  func isNotified(within seconds: Double) throws(PostgresError) -> Bool {
    var descriptor = pollfd(fd: unsafe PQsocket(connection), events: Int16(POLLIN), revents: 0)
    if unsafe poll(&descriptor, 1, Int32(seconds * 1000)) > 0, unsafe PQconsumeInput(connection) != 1 { throw failure() }
    var isNotified = false
    while let word = unsafe PQnotifies(connection) {
      isNotified = true
      unsafe PQfreemem(word)
    }
    if isBroken { throw failure() }
    return isNotified
  }

  private func prepare(_ sql: String) throws(PostgresError) -> String {
    if let name = prepared[sql] { return name }
    let name = "s\(prepared.count)"
    let result = unsafe PQprepare(connection, name, sql, 0, nil)
    _ = try unsafe rows(of: result)
    prepared[sql] = name
    return name
  }

  private func failure() -> PostgresError {
    let message = unsafe String(cString: PQerrorMessage(connection))
    return PostgresError(state: nil, message: message.trimmed)
  }

  /// Values in the server's text form, which loses nothing: of doubles the shortest text that reads back as the same.
  private func withTexts<Value>(
    _ values: [SQLValue], _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?) -> Value
  ) throws(PostgresError) -> Value {
    var texts: [UnsafeMutablePointer<CChar>?] = unsafe []
    defer { unsafe texts.forEach { unsafe free($0) } }
    for value in values {
      switch value {
      case .null: unsafe texts.append(nil)
      case .integer(let number): unsafe texts.append(strdup(String(number)))
      case .real(let number): unsafe texts.append(strdup("\(number)"))
      case .text(let text):
        // As a C string it would end there; the server takes none either.
        guard !text.utf8.contains(0) else { throw PostgresError(state: "22021", message: "a text holds a zero byte") }
        unsafe texts.append(strdup(text))
      }
    }
    let pointers: [UnsafePointer<CChar>?] = unsafe texts.map { unsafe UnsafePointer($0) }
    return unsafe pointers.withUnsafeBufferPointer { unsafe body(Int32($0.count), $0.baseAddress) }
  }

  /// Reads a result and clears it.
  private func rows(of result: OpaquePointer?) throws(PostgresError) -> PostgresRows {
    guard let result = unsafe result else { throw failure() }
    defer { unsafe PQclear(result) }
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: break
    case PGRES_PIPELINE_ABORTED: throw PostgresError(state: "25P02", message: "not run after a failure")
    default:
      let state = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { unsafe String(cString: $0) }
      let message = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { unsafe String(cString: $0) }
      throw PostgresError(state: isBroken ? nil : state, message: message ?? failure().message)
    }
    let columns = unsafe Int(PQnfields(result))
    var columnIndex: [String: Int] = [:]
    var types: [UInt32] = []
    for column in 0..<columns {
      unsafe types.append(PQftype(result, Int32(column)))
      let name = unsafe String(cString: PQfname(result, Int32(column)))
      if columnIndex[name] == nil { columnIndex[name] = column }
    }
    let found = unsafe (0..<Int(PQntuples(result))).map { row in
      SQLRow(
        columnIndex: columnIndex,
        values: (0..<columns).map { column in
          if unsafe PQgetisnull(result, Int32(row), Int32(column)) == 1 { return .null }
          return unsafe SQLValue(server: String(cString: PQgetvalue(result, Int32(row), Int32(column))), type: types[column])
        })
    }
    let changed = unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
    return unsafe PostgresRows(rows: found, changed: changed, command: String(cString: PQcmdStatus(result)))
  }
}

/// What a statement gave.
struct PostgresRows {
  let rows: [SQLRow]
  let changed: Int
  /// As the server names what it did: a COMMIT of a failed transaction is a ROLLBACK.
  let command: String
}

extension SQLValue {
  /// The server's text of a value, by its type (`pg_type.dat`): bool; int8, int2, int4, oid; float4, float8; numeric; all else is text.
  fileprivate init(server text: String, type: UInt32) {
    switch type {
    case 16: self = .integer(text == "t" ? 1 : 0)
    case 20, 21, 23, 26: self = Int(text).map(SQLValue.integer) ?? .text(text)
    case 700, 701: self = Double(text).map(SQLValue.real) ?? .text(text)
    case 1700: self = Int(text).map(SQLValue.integer) ?? Double(text).map(SQLValue.real) ?? .text(text)
    default: self = .text(text)
    }
  }
}

extension String {
  /// libpq ends its messages with a line feed, and puts one between those about several hosts.
  fileprivate var trimmed: String { split(whereSeparator: \.isNewline).joined(separator: "; ") }
}
