import Glibc

/// The system's database of groups.
public enum SystemGroups {
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
