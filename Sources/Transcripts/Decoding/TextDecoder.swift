import Interview

/// Bytes of any encoding in use → UTF-8 bytes without byte-order mark.
enum TextDecoder {
  /// The text as UTF-8. Bytes that are not UTF-8 are left in place only where they are split characters.
  ///
  /// In order: byte-order mark; UTF-16 by its zero bytes; UTF-8; UTF-8 with split characters; GB 18030.
  /// - Throws: `transcript.encoding-unknown`, `transcript.format-unknown` for known binary files.
  static func utf8(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try utf8(Array(bytes.dropFirst(3))) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), bigEndian: false) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), bigEndian: true) }
    if let name = binaryName(bytes) { throw Fault(.transcriptFormatUnknown, "\(name); known: " + TranscriptFormat.list) }
    if bytes.contains(0) { return try unmarkedUTF16(bytes) }
    if String(validating: bytes, as: UTF8.self) != nil { return try checked(bytes) }
    if String(validating: bytes.filter { $0 >= 0x80 }, as: UTF8.self) != nil { return try checked(bytes) }
    if let text = ICU.gb18030(bytes), !text.unicodeScalars.contains("\u{FFFD}") { return try checked(Array(text.utf8)) }
    let first = bytes.firstIndex { $0 >= 0x80 } ?? 0
    throw Fault(.transcriptEncodingUnknown, "byte \(first)")
  }

  /// Control characters other than white space do not stand in text.
  private static func checked(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
    let controls = bytes.count { $0 < 0x20 && !(0x08...0x0D).contains($0) && $0 != 0x1A && $0 != 0x1B && $0 != 0x1E }
    guard controls * 20 <= bytes.count else { throw Fault(.transcriptEncodingUnknown, "\(controls) control characters") }
    return bytes
  }

  private static func unmarkedUTF16(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
    var zeros = [0, 0]
    for (index, byte) in bytes.enumerated() where byte == 0 { zeros[index % 2] += 1 }
    // ASCII in UTF-16 has its zeros all on one side.
    guard bytes.count % 2 == 0, max(zeros[0], zeros[1]) * 20 >= bytes.count, min(zeros[0], zeros[1]) * 50 <= max(zeros[0], zeros[1]) else {
      throw Fault(.transcriptEncodingUnknown, "zero bytes")
    }
    return try checked(utf16(bytes[...], bigEndian: zeros[0] > zeros[1]))
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(bigEndian ? first << 8 | second : second << 8 | first)
      index += 2
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private static func binaryName(_ bytes: [UInt8]) -> String? {
    let magics: [(String, String)] = [
      ("RIFF", "WAV or AVI"), ("OggS", "Ogg"), ("fLaC", "FLAC"), ("ID3", "MP3"), ("PK\u{3}\u{4}", "ZIP or Office"), ("%PDF", "PDF"),
      ("{\\rtf", "RTF"), ("\u{1A}E\u{FFFD}", "Matroska"),
    ]
    return magics.first { bytes.starts(with: $0.0.utf8) }?.1
  }
}
