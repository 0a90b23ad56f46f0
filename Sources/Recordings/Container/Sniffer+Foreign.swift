import Interview

extension Sniffer {
  /// What the file is, if its magic number says that it is no recording.
  static func foreign(_ bytes: [UInt8]) -> Fault? {
    image(bytes) ?? archive(bytes) ?? document(bytes)
  }

  private static func image(_ bytes: [UInt8]) -> Fault? {
    let name: String? =
      if bytes.has([0xFF, 0xD8, 0xFF]) {
        "JPEG"
      } else if bytes.has([0x89, 0x50, 0x4E, 0x47]) {
        "PNG"
      } else if bytes.has("GIF8") {
        "GIF"
      } else if bytes.has("RIFF"), bytes.has("WEBP", at: 8) {
        "WebP"
      } else if bytes.has([0x49, 0x49, 0x2A, 0x00]) || bytes.has([0x4D, 0x4D, 0x00, 0x2A]) {
        "TIFF"
      } else if bytes.has("BM"), bytes.le32(6) == 0, let header = bytes.le32(14), (12...124).contains(header) {
        "BMP"
      } else if isStillImage(bytes) {
        "HEIC/AVIF"
      } else {
        nil
      }
    return name.map { Fault(.recordingIsImage, $0) }
  }

  private static func archive(_ bytes: [UInt8]) -> Fault? {
    if bytes.has("PK\u{3}\u{4}") {
      // Bit 0 of the general purpose flags: the member is encrypted (PKWARE APPNOTE 4.4.4).
      if let flags = bytes.le16(6), flags & 1 == 1 { return Fault(.recordingEncrypted, "ZIP") }
      return Fault(.recordingIsArchive, "ZIP")
    }
    if bytes.has("PK\u{5}\u{6}") { return Fault(.recordingIsArchive, "ZIP") }
    if bytes.has([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { return Fault(.recordingIsArchive, "7-Zip") }
    if bytes.has("Rar!\u{1A}\u{7}") { return Fault(.recordingIsArchive, "RAR") }
    if bytes.has([0x1F, 0x8B, 0x08]) { return Fault(.recordingIsArchive, "gzip") }
    if bytes.has("BZh"), bytes.has([0x31, 0x41, 0x59, 0x26], at: 4) { return Fault(.recordingIsArchive, "bzip2") }
    if bytes.has([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return Fault(.recordingIsArchive, "xz") }
    if bytes.has([0x28, 0xB5, 0x2F, 0xFD]) { return Fault(.recordingIsArchive, "Zstandard") }
    if bytes.has("ustar", at: 257) { return Fault(.recordingIsArchive, "tar") }
    return nil
  }

  private static func document(_ bytes: [UInt8]) -> Fault? {
    if bytes.has("%PDF-") { return Fault(.recordingIsPDF) }
    if bytes.has([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      // A password on a modern Office document wraps it in an OLE file with this stream (MS-OFFCRYPTO 2.3.4).
      let wide: [UInt8] = "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }
      return Fault(contains(wide, in: bytes) ? .recordingEncrypted : .recordingIsOffice, "OLE")
    }
    if bytes.has("Salted__") { return Fault(.recordingEncrypted, "OpenSSL") }
    if bytes.has("age-encryption.org/") { return Fault(.recordingEncrypted, "age") }
    if bytes.has("-----BEGIN PGP MESSAGE") { return Fault(.recordingEncrypted, "OpenPGP") }
    if bytes.has("-----BEGIN AGE ENCRYPTED") { return Fault(.recordingEncrypted, "age") }
    if bytes.has("LUKS") || bytes.has("VeraCrypt") { return Fault(.recordingEncrypted) }
    if bytes.has("SQLite format 3\u{0}") { return Fault(.recordingIsDatabase, "SQLite") }
    if bytes.has([0x7F, 0x45, 0x4C, 0x46]) { return Fault(.recordingIsProgram, "ELF") }
    if bytes.has("MZ"), let offset = bytes.le32(60), offset < bytes.count - 2, bytes.has("PE", at: offset) {
      return Fault(.recordingIsProgram, "Windows")
    }
    if bytes.has("MThd") || (bytes.has("RIFF") && bytes.has("RMID", at: 8)) { return Fault(.recordingIsMIDI) }
    return nil
  }

  private static func contains(_ wanted: [UInt8], in bytes: [UInt8]) -> Bool {
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { bytes.has(wanted, at: $0) }
  }

  /// What kind of text the file is, if it is text: its first 4096 bytes are UTF-8, UTF-16 with its mark or GB18030, and
  /// no control characters but white space are among them.
  static func textual(_ bytes: [UInt8]) -> Fault? {
    var letters = Array(bytes.prefix(4096))
    if bytes.has([0xFF, 0xFE]) || bytes.has([0xFE, 0xFF]) {
      // Half of the characters that can be told from sound without decoding are ASCII; the others are left out.
      let first = bytes[0] == 0xFF ? 0 : 1
      letters = stride(from: 2, to: letters.count - 1, by: 2).map { letters[$0 + 1 - first] == 0 ? letters[$0 + first] : 0x61 }
    } else if letters.has([0xEF, 0xBB, 0xBF]) {
      letters.removeFirst(3)
    }
    guard letters.count >= 2, letters.allSatisfy({ $0 >= 32 && $0 != 127 || (9...13).contains($0) }) else { return nil }
    guard isUTF8(letters) || isGB18030(letters) else { return nil }
    switch letters.first(where: { $0 > 32 }) {
    case UInt8(ascii: "<"): return Fault(.recordingIsHTML)
    case UInt8(ascii: "{"), UInt8(ascii: "["): return Fault(.recordingIsJSON)
    default: return Fault(.recordingIsText)
    }
  }

  /// The last character may be cut by the prefix.
  private static func isUTF8(_ bytes: [UInt8]) -> Bool {
    (0..<min(4, bytes.count)).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
  }

  /// Two bytes, or four of which the second and fourth are digits, for everything but ASCII.
  private static func isGB18030(_ bytes: [UInt8]) -> Bool {
    var offset = 0
    while offset + 3 < bytes.count {
      guard bytes[offset] >= 0x80 else {
        offset += 1
        continue
      }
      let isLong = (0x30...0x39).contains(bytes[offset + 1])
      guard (0x81...0xFE).contains(bytes[offset]), isLong || (0x40...0xFE).contains(bytes[offset + 1]) else { return false }
      if isLong, !(0x81...0xFE).contains(bytes[offset + 2]) || !(0x30...0x39).contains(bytes[offset + 3]) { return false }
      offset += isLong ? 4 : 2
    }
    return true
  }
}
