import GRDB
import GRDBSQLite

/// Keeps the write-ahead log and its index on disk after the last connection has closed. A member of the group who may
/// not write to the directory can only read a WAL database whose log files exist; without this, `intone` could not read
/// the store while the daemon is down (sqlite.org/wal.html, "Read-Only Databases").
enum PersistentLog {
  static func enable(in pool: DatabasePool) throws {
    try pool.writeWithoutTransaction { db in
      var flag: CInt = 1
      // Invariant: the connection is open for the length of this block, and SQLite reads one C int through the pointer
      // during the call and keeps none.
      let code = unsafe sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &flag)
      guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
  }
}
