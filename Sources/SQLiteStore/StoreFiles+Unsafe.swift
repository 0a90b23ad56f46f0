import FoundationEssentials
import GRDB
import GRDBSQLite
import Glibc
import Interview
import Store

/// Whose the files of a store are: the daemon's alone, whoever makes them.
///
/// Unsafe in that paths go to the kernel as C strings for the length of one call, and in that a call fills a local structure.
public enum StoreFiles {
  /// The database, its log, the log's index, and the marks beside it.
  static let endings = ["", "-wal", "-shm", "-journal", ".open", ".restored", ".restoring"]

  /// Gives a file that this process may change mode 0600, and, where root asks, the owner of the directory that it is in: the
  /// daemon is to use it. What cannot be changed is found by `requireOwn`.
  ///
  /// By path, in a directory that only the daemon and root write to: to open and close the file would take away the locks that
  /// this very process holds on it (sqlite.org/howtocorrupt.html, 2.2).
  public static func restrict(_ path: String) {
    guard var status = Self.status(path), status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else { return }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if geteuid() == 0, status.st_uid == 0, let parent = Self.status(folder), parent.st_uid != 0 {
      _ = unsafe lchown(path, parent.st_uid, parent.st_gid)
      status.st_uid = parent.st_uid
    }
    if status.st_mode & 0o177 != 0, geteuid() == 0 || status.st_uid == geteuid() { _ = unsafe chmod(path, 0o600) }
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status : nil
  }

  /// Gives a whole file the name of another, in one step.
  /// - Throws: `store.unreachable`.
  static func replace(_ path: String, by draft: String) throws(Fault) {
    guard unsafe rename(draft, path) == 0 else { throw Fault(.storeUnreachable, path) }
  }

  /// All files of the store at `path` that are there.
  public static func restrictAll(of path: String) {
    for ending in endings { restrict(path + ending) }
  }

  /// Whether a file is there that nobody but this process's user, and root, can have made or changed.
  ///
  /// - Returns: nil where there is none.
  /// - Throws: `store.foreign`.
  @discardableResult
  public static func requireOwn(_ path: String) throws(Fault) -> Bool? {
    guard let status = status(path) else { return nil }
    let isOwn = (status.st_uid == geteuid() || status.st_uid == 0 || geteuid() == 0) && status.st_mode & 0o022 == 0
    guard isOwn, status.st_mode & S_IFMT == S_IFREG else { throw Fault(.storeForeign, path) }
    return true
  }
}

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
