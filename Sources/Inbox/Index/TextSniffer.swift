import Interview

/// Tells text from sound by the first bytes, for files whose ending says nothing.
enum TextSniffer {
  /// Text has no NUL and no control characters but white space and escapes in its first 512 bytes, or begins with a byte
  /// order mark of UTF-16 or UTF-8. An empty file is not text.
  static func isText(_ file: borrowing Descriptor) throws(SystemError) -> Bool { isText(try file.read(limit: 512)) }

  static func isText(_ beginning: [UInt8]) -> Bool {
    let head = beginning.prefix(512)
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
    guard !head.isEmpty, head.allSatisfy({ $0 >= 0x20 ? $0 != 0x7F : [0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }) else { return false }
    // Up to three bytes at the end may be the start of a character that goes on beyond the head.
    return (0...min(3, head.count - 1)).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
  }
}
