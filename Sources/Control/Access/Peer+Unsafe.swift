import Glibc
import NIOCore

/// Whoever is at the other end of the socket, as the kernel tells.
struct Peer: Sendable, Equatable {
  let uid: UInt32
  let gid: UInt32

  /// `struct ucred`, which Swift does not see: three 32-bit fields (unix(7)).
  private struct Credentials: Sendable {
    var pid: Int32 = 0
    var uid: UInt32 = 0
    var gid: UInt32 = 0
  }

  init(uid: UInt32, gid: UInt32) {
    self.uid = uid
    self.gid = gid
  }

  /// Nil where the channel is no Unix socket, or was closed meanwhile and has nobody at its other end.
  ///
  /// Unsafe: the option is read into a value with the size and layout of the kernel's own `struct ucred`.
  static func found(of channel: any Channel) -> EventLoopFuture<Peer?> {
    guard let options = channel as? any SocketOptionProvider else { return channel.eventLoop.makeSucceededFuture(nil) }
    let future: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    return future.map { Peer(uid: $0.uid, gid: $0.gid) }.recover { _ in nil }
  }

  /// The user's name and the names of all groups, from the system's databases; nil where the user is not in them. Blocks.
  ///
  /// Unsafe: `getpwuid_r` fills the buffer it is given with its length and the pointers into it are read while it lives;
  /// `getgrouplist` writes at most the count it is given.
  func account() -> Account? {
    var buffer = [CChar](repeating: 0, count: 1 << 14)
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>? = nil
    guard unsafe getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil, let name = unsafe entry.pw_name
    else { return nil }
    var ids = [gid_t](repeating: 0, count: 1024)
    var count = Int32(ids.count)
    unsafe getgrouplist(name, gid, &ids, &count)
    let names = ids.prefix(max(0, min(Int(count), ids.count))).compactMap(Self.group)
    return unsafe Account(name: String(cString: name), groups: Set(names))
  }

  /// Unsafe: as `account`.
  private static func group(_ id: gid_t) -> String? {
    var buffer = [CChar](repeating: 0, count: 1 << 16)
    var entry = unsafe Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>? = nil
    guard unsafe getgrgid_r(id, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil, let name = unsafe entry.gr_name
    else { return nil }
    return unsafe String(cString: name)
  }
}
