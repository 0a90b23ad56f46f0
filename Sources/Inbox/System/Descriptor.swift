import Glibc

/// An open file descriptor, closed when it goes.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { _ = close(number) }
}

/// What the kernel says of a directory entry, without following or opening it.
struct FileStamp: Equatable, Sendable {
  enum Kind: Sendable { case file, folder, link, other }

  var kind: Kind
  /// Bytes.
  var size: Int
  /// Nanoseconds since 1970 by the file's own word: for comparing, not for telling the time.
  var modified: Int
  var inode: UInt
  var device: UInt
  var links: UInt
  /// Permission bits.
  var mode: UInt32
  /// The number of the user it belongs to.
  var owner: UInt32

  func isSame(as other: FileStamp) -> Bool { inode == other.inode && device == other.device }
}
