import GRDB
import GRDBSQLite
import Synchronization

/// Keeps readers' locks from stopping the one writer of a published database.
///
/// Whoever may read a database in WAL mode may lock any byte of the log's index for reading, also those whose locks only keep
/// writers apart: writing, checkpointing, recovering (locks 0 to 2 of sqlite.org/walformat.html, "WAL locks"). One byte so held
/// stops every write for as long as its holder likes. A published file has one writer, kept by a lock of its own
/// (`PublicationDirectory`), so that these three keep nobody apart: where somebody's lock stands in the way of one, it is gone
/// without. The locks of the read marks are honoured as ever: they keep what readers see.
///
/// Unsafe in that SQLite's table of functions is copied and one of them replaced. Invariants: the copy and the function it calls
/// are written once, before the first connection that uses them, and live as long as the process; a file keeps its own memory
/// and close function; the replacement calls the original with what it was given.
enum SoleWriter {
  private typealias Lock = @convention(c) (UnsafeMutablePointer<sqlite3_file>?, CInt, CInt, CInt) -> CInt

  @safe private struct Table: @unchecked Sendable {
    let methods: UnsafeMutablePointer<sqlite3_io_methods>
    let original: UnsafePointer<sqlite3_io_methods>
  }

  nonisolated(unsafe) private static var original: Lock?
  private static let table = Mutex<Table?>(nil)
  /// `SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE`.
  private static let taking: CInt = 2 | 8
  private static let keepingWritersApart: CInt = 3

  /// To be called on a new connection, before it has read anything.
  static func enable(on db: Database) throws {
    var found: UnsafeMutablePointer<sqlite3_file>?
    let code = unsafe sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &found)
    guard code == SQLITE_OK, let file = unsafe found, let methods = unsafe file.pointee.pMethods else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code == SQLITE_OK ? SQLITE_CANTOPEN : code))
    }
    try table.withLock { table throws(DatabaseError) in
      if let known = table {
        // One kind of file system, one table.
        guard unsafe methods == known.original else { throw DatabaseError(resultCode: .SQLITE_CANTOPEN) }
        unsafe file.pointee.pMethods = UnsafePointer(known.methods)
        return
      }
      let copy = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
      unsafe copy.initialize(to: methods.pointee)
      unsafe original = methods.pointee.xShmLock
      unsafe copy.pointee.xShmLock = { file, offset, count, flags in
        guard let original = unsafe SoleWriter.original else { return SQLITE_IOERR }
        let code = unsafe original(file, offset, count, flags)
        let isInTheWay = code & 0xFF == SQLITE_BUSY && flags == SoleWriter.taking && offset + count <= SoleWriter.keepingWritersApart
        return isInTheWay ? SQLITE_OK : code
      }
      unsafe file.pointee.pMethods = UnsafePointer(copy)
      table = unsafe Table(methods: copy, original: methods)
    }
  }
}
