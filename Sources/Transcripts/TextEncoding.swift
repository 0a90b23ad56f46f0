import Foundation

/// From a file's bytes to text: UTF-8, UTF-16 with or without mark, GB18030.
enum TextEncoding {
  static func decode(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), littleEndian: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), littleEndian: false) }
    // Text in UTF-16 without mark: ASCII punctuation leaves every other byte zero.
    let sample = bytes.prefix(512)
    let zeros = (
      even: stride(from: 0, to: sample.count, by: 2).count { sample[$0] == 0 },
      odd: stride(from: 1, to: sample.count, by: 2).count { sample[$0] == 0 }
    )
    if zeros.odd > 2, zeros.even == 0 { return utf16(bytes[...], littleEndian: true) }
    if zeros.even > 2, zeros.odd == 0 { return utf16(bytes[...], littleEndian: false) }
    if sample.contains(0) { return nil }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // A few broken characters in an otherwise sound UTF-8 text are a recogniser's cut characters, not another encoding.
    let repaired = String(decoding: bytes, as: UTF8.self)
    let broken = repaired.unicodeScalars.count { $0 == "\u{FFFD}" }
    if broken * 20 < repaired.unicodeScalars.count { return repaired }
    // 0x80000632 is Core Foundation's constant for GB 18030:2000 among its own encodings.
    let gb18030 = String.Encoding(rawValue: 0x8000_0632)
    return String(data: Data(bytes), encoding: gb18030)
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, littleEndian: Bool) -> String {
    let bytes = Array(bytes)
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
      littleEndian ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }
    return String(decoding: units, as: UTF16.self)
  }
}
