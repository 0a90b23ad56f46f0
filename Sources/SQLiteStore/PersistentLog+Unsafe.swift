import GRDB
import GRDBSQLite

/// Keeps the write-ahead log on disk after the last connection has closed, for two reasons. A member of the group who may
/// not write to the directory can only read a WAL database whose log files exist (sqlite.org/wal.html, "Read-Only
/// Databases"). And where the log's index could only be opened for reading, SQLite (seen with 3.40.1) copies nothing at the
/// last close, takes that for done, and removes the log with every row that was only there (found by `make torture`).
enum PersistentLog {
  /// To be called before the connection has read anything.
  static func enable(on db: Database) throws {
    var flag: CInt = 1
    // Invariant: the connection is open for the length of this call, and SQLite reads one C int through the pointer
    // during it and keeps none.
    let code = unsafe sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &flag)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }
}
