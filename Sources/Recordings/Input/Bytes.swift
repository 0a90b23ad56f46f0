/// Numbers out of bytes; nil where the bytes do not reach, so that no header can lead outside.
extension [UInt8] {
  package func be16(_ at: Int) -> Int? {
    guard at >= 0, at <= count - 2 else { return nil }
    return Int(self[at]) << 8 | Int(self[at + 1])
  }

  package func le16(_ at: Int) -> Int? {
    guard at >= 0, at <= count - 2 else { return nil }
    return Int(self[at + 1]) << 8 | Int(self[at])
  }

  package func be32(_ at: Int) -> Int? {
    guard at >= 0, at <= count - 4 else { return nil }
    return Int(self[at]) << 24 | Int(self[at + 1]) << 16 | Int(self[at + 2]) << 8 | Int(self[at + 3])
  }

  package func le32(_ at: Int) -> Int? {
    guard at >= 0, at <= count - 4 else { return nil }
    return Int(self[at + 3]) << 24 | Int(self[at + 2]) << 16 | Int(self[at + 1]) << 8 | Int(self[at])
  }

  package func be64(_ at: Int) -> Int64? {
    guard let high = be32(at), let low = be32(at + 4) else { return nil }
    return Int64(bitPattern: UInt64(high) << 32 | UInt64(low))
  }

  package func le64(_ at: Int) -> Int64? {
    guard let low = le32(at), let high = le32(at + 4) else { return nil }
    return Int64(bitPattern: UInt64(high) << 32 | UInt64(low))
  }

  /// Whether the ASCII `text` stands at `at`.
  package func has(_ text: String, at: Int = 0) -> Bool {
    guard at >= 0, at <= count - text.utf8.count else { return false }
    return self[at..<(at + text.utf8.count)].elementsEqual(text.utf8)
  }

  /// Whether `bytes` stand at `at`.
  package func has(_ bytes: [UInt8], at: Int = 0) -> Bool {
    guard at >= 0, at <= count - bytes.count else { return false }
    for index in bytes.indices where bytes[index] != self[at + index] { return false }
    return true
  }

  /// Whether the ASCII `text` stands anywhere in the first `limit` bytes, letters of either case alike.
  package func contains(ignoringCase text: String, within limit: Int) -> Bool {
    let wanted = Array(text.lowercased().utf8)
    guard !wanted.isEmpty, count >= wanted.count else { return false }
    for start in 0...Swift.min(limit, count - wanted.count) {
      var index = 0
      while index < wanted.count, self[start + index] | (self[start + index] >= 65 && self[start + index] <= 90 ? 32 : 0) == wanted[index] {
        index += 1
      }
      if index == wanted.count { return true }
    }
    return false
  }
}
