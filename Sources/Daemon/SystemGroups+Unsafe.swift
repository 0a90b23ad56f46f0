import Glibc

/// The system's database of groups.
public enum SystemGroups {
  /// The process's group where it has members: those who connect and deliver. A user's own group has none.
  ///
  /// Unsafe: `getgrgid_r` fills the structure and the buffer it is given with its length; of them the first member's pointer is read.
  static func ofMembers() -> UInt32? {
    var buffer = [CChar](repeating: 0, count: 1 << 16)
    var entry = unsafe group()
    var found: UnsafeMutablePointer<group>? = nil
    guard unsafe getgrgid_r(getegid(), &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil,
      let members = unsafe entry.gr_mem, unsafe members.pointee != nil
    else { return nil }
    return getegid()
  }

  /// Whether there is a group of this name.
  ///
  /// Unsafe: `getgrnam_r` fills the structure and the buffer it is given with its length; nothing of them is read.
  public static func exists(_ name: String) -> Bool {
    var buffer = [CChar](repeating: 0, count: 1 << 16)
    var entry = unsafe group()
    var found: UnsafeMutablePointer<group>? = nil
    return unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0 && found != nil
  }
}
