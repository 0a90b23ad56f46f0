import Glibc

/// The journal's own protocol (systemd, Native Journal Protocol): one datagram a message, each field with its name, so that
/// `journalctl INTONE_ID=answer.recorded` finds them.
///
/// Unsafe: `sendto` reads the message and the address; both outlive the call, with the lengths given.
struct JournalSocket: Sendable {
  static let standard = "/run/systemd/journal/socket"
  /// A datagram's usual limit; what is longer goes to standard error.
  private static let maximumBytes = 64 << 10

  let path: String

  /// - Returns: whether the journal has taken it.
  func send(_ fields: [(name: String, value: String)]) -> Bool {
    let bytes = Self.message(fields)
    guard bytes.count <= Self.maximumBytes, path.utf8.count < 108 else { return false }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count + 1)
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), generic, length) == bytes.count
      }
    }
  }

  /// `NAME=value` a line; a value with a line feed in it stands after its length (64 bits, little-endian).
  static func message(_ fields: [(name: String, value: String)]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (name, value) in fields {
      let text = Array(value.utf8)
      bytes += Array(name.utf8)
      if text.contains(0x0A) {
        bytes.append(0x0A)
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: text.count >> shift)) }
      } else {
        bytes.append(0x3D)
      }
      bytes += text + [0x0A]
    }
    return bytes
  }

  /// A field's name as the journal allows it: capitals, digits and underscores.
  static func name(_ key: String) -> String {
    "INTONE_" + String(key.uppercased().map { ("A"..."Z").contains($0) || ("0"..."9").contains($0) ? $0 : "_" })
  }
}
