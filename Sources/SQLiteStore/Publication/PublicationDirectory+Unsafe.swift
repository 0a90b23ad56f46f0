import FoundationEssentials
import Glibc
import Interview
import Store

/// Where a published database is: `scores.sqlite`, a link to `scores/<number>/scores.sqlite`. Another database is put in the
/// place of one that is in use by turning the link, in one step: who has the old one open goes on reading it and its own log,
/// and can never read the one with the other's.
///
/// Unsafe in that paths go to the kernel as C strings for the length of one call.
struct PublicationDirectory: Sendable {
  /// The link that readers open.
  let path: String
  private let folder: String
  private let name: String

  init(path: String) {
    self.path = path
    let url = URL(fileURLWithPath: path)
    name = url.lastPathComponent
    folder = url.deletingPathExtension().path
  }

  func database(_ number: Int) -> String { "\(folder)/\(number)/\(name)" }

  /// The number of the database that readers find; nil where there is none of the daemon's own making.
  func current() -> Int? {
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return nil }
    let parts = target.split(separator: "/")
    guard parts.count == 3, let number = Int(parts[1]), isOwn(folder), isOwn("\(folder)/\(number)"), isOwn(database(number)) else {
      return nil
    }
    return number
  }

  private func isOwn(_ path: String) -> Bool {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return false }
    return (status.st_uid == geteuid() || status.st_uid == 0) && status.st_mode & 0o022 == 0 && status.st_mode & S_IFMT != S_IFLNK
  }

  /// Takes the right to publish, which one process has at a time; nil where another one has it. It is given back when the
  /// descriptor closes.
  func lock() throws(Fault) -> PublishedLock? {
    try make(folder)
    let descriptor = unsafe open(folder + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.fault(folder + "/.lock") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return PublishedLock(descriptor)
  }

  /// A folder and an empty file in it for the next database, for the group to read and nobody else.
  func prepare(_ number: Int) throws(Fault) {
    remove(number)
    try make("\(folder)/\(number)")
    let descriptor = unsafe open(database(number), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.fault(database(number)) }
    // Its log and index get the mode that the database has.
    let done = fchmod(descriptor, 0o640)
    close(descriptor)
    guard done == 0 else { throw Self.fault(database(number)) }
  }

  /// Turns the link to another database.
  func show(_ number: Int) throws(Fault) {
    let draft = path + ".next"
    _ = unsafe unlink(draft)
    let target = URL(fileURLWithPath: folder).lastPathComponent + "/\(number)/" + name
    guard unsafe symlink(target, draft) == 0, unsafe rename(draft, path) == 0 else { throw Self.fault(path) }
  }

  /// Removes every database but one.
  func removeAll(but number: Int) {
    for other in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      if let old = Int(other), old != number { remove(old) }
    }
  }

  private func remove(_ number: Int) {
    // What cannot be removed is in nobody's way, and is tried again at the next start.
    for ending in ["-wal", "-shm", "-journal", ""] { _ = unsafe unlink(database(number) + ending) }
    _ = unsafe rmdir("\(folder)/\(number)")
  }

  private func make(_ folder: String) throws(Fault) {
    guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.fault(folder) }
    guard isOwn(folder) else { throw Fault(.storeForeign, folder) }
    // Where the unit's sandbox lets nobody name the bit that hands the group down (`RestrictSUIDSGID=`), the daemon's own group is
    // that of the directory.
    let isOpen = unsafe chmod(folder, 0o2750) == 0 || chmod(folder, 0o750) == 0
    guard isOpen else { throw Self.fault(folder) }
  }

  private static func fault(_ path: String) -> Fault {
    Fault(errno == ENOSPC || errno == EDQUOT ? .storeFull : .storeUnreachable, "\(path), errno \(errno)")
  }
}

/// The right to publish, until it goes.
final class PublishedLock: Sendable {
  private let descriptor: Int32

  fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}
