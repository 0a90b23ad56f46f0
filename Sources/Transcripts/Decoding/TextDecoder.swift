import Interview

/// Bytes of any encoding in use → UTF-8 bytes without byte-order mark.
enum TextDecoder {
  struct Decoded {
    /// UTF-8; bytes that are not are left in place where they may be halves of a character (`ParkedBytes`).
    var bytes: [UInt8]
    /// Bytes left out because they are no characters.
    var strays = 0
    var notes: [String] = []
  }

  /// In order: byte-order mark; UTF-16 by its zero bytes; UTF-8, also with a few stray bytes or split characters; the older
  /// encodings, by what the text would be in each (`OldEncodings`).
  /// - Throws: `transcript.encoding-unknown`, `transcript.format-unknown` for known binary files.
  static func utf8(_ bytes: [UInt8]) throws(Fault) -> Decoded {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try utf8(Array(bytes.dropFirst(3))) }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return try utf32(bytes.dropFirst(4), bigEndian: false) }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return try utf32(bytes.dropFirst(4), bigEndian: true) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), bigEndian: false) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), bigEndian: true) }
    if bytes.starts(with: [0x84, 0x31, 0x95, 0x33]) { return try utf8(Array(bytes.dropFirst(4))) }
    if let name = binaryName(bytes) { throw Fault(.transcriptFormatUnknown, "\(name); known: " + TranscriptFormat.list) }
    if bytes.contains(0) { return try withZeros(bytes) }
    if String(validating: bytes, as: UTF8.self) != nil { return try checked(Decoded(bytes: bytes)) }
    if String(validating: bytes.filter { $0 >= 0x80 }, as: UTF8.self) != nil { return try checked(Decoded(bytes: bytes)) }
    let shape = Shape(bytes)
    // A text whose characters are UTF-8 but for a few bytes is UTF-8 that was damaged or cut.
    if shape.characters > 0, shape.strays * 4 <= shape.characters { return try checked(Decoded(bytes: bytes)) }
    if let (text, name) = OldEncodings.text(bytes) {
      // GB 18030 is as usual as UTF-8; the others are worth a word.
      let notes = name == OldEncodings.usual ? [] : ["the text was read as \(name)"]
      return try checked(Decoded(bytes: Array(text.text.utf8), strays: text.strays, notes: notes))
    }
    if let text = utf16Unmarked(bytes) { return text }
    // In a text of ASCII a byte or two that fit no encoding are damage.
    if shape.characters == 0, shape.strays * 50 <= bytes.count { return try checked(Decoded(bytes: bytes)) }
    throw Fault(.transcriptEncodingUnknown, "byte \(bytes.firstIndex { $0 >= 0x80 } ?? 0)")
  }

  /// Characters of several bytes, and bytes that belong to none.
  private struct Shape {
    var characters = 0
    var strays = 0

    init(_ bytes: [UInt8]) {
      var index = 0
      while index < bytes.count {
        guard bytes[index] >= 0x80 else {
          index += 1
          continue
        }
        var decoder = UTF8()
        var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) {
          characters += 1
          index += UTF8.width(scalar)
        } else {
          strays += 1
          index += 1
        }
      }
    }
  }

  /// Control characters other than white space do not stand in text.
  private static func checked(_ text: Decoded) throws(Fault) -> Decoded {
    let controls = text.bytes.count { $0 < 0x20 && !(0x08...0x0D).contains($0) && $0 != 0x1A && $0 != 0x1B && $0 != 0x1E }
    guard controls * 20 <= text.bytes.count else { throw Fault(.transcriptEncodingUnknown, "\(controls) control characters") }
    return text
  }

  private static func withZeros(_ bytes: [UInt8]) throws(Fault) -> Decoded {
    if let text = utf16Unmarked(bytes) { return try checked(text) }
    // A zero byte or two in a text are damage.
    let zeros = bytes.count { $0 == 0 }
    guard zeros * 50 <= bytes.count else { throw Fault(.transcriptEncodingUnknown, "zero bytes") }
    var text = try utf8(bytes.filter { $0 != 0 })
    text.strays += zeros
    return text
  }

  /// UTF-16 without mark: ASCII has its zeros on one side; a text of Han characters is one only in the right order of bytes.
  private static func utf16Unmarked(_ bytes: [UInt8]) -> Decoded? {
    guard bytes.count >= 4 else { return nil }
    var zeros = [0, 0]
    for (index, byte) in bytes.enumerated() where byte == 0 { zeros[index % 2] += 1 }
    if max(zeros[0], zeros[1]) * 20 >= bytes.count, min(zeros[0], zeros[1]) * 50 <= max(zeros[0], zeros[1]) {
      return utf16(bytes[...], bigEndian: zeros[0] > zeros[1])
    }
    guard bytes.count % 2 == 0 else { return nil }
    let sides = [false, true].map { (text: utf16(bytes[...], bigEndian: $0), bigEndian: $0) }
    let shares = sides.map { share(of: $0.text.bytes) }
    let best = shares[0] >= shares[1] ? 0 : 1
    guard shares[best] >= 0.95, shares[1 - best] < 0.6 else { return nil }
    return sides[best].text
  }

  /// How much of a text is what texts are made of: ASCII, common Han characters, their punctuation.
  private static func share(of bytes: [UInt8]) -> Double {
    var (good, all) = (0, 0)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      all += 1
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0xFF, 0x2010...0x203A, 0x3000...0x30FF, 0xFF01...0xFF5E: good += 1
      case 0x4E00...0x9FA5: good += FrequentCharacters.chinese.contains(scalar) ? 2 : 1
      default: break
      }
      if FrequentCharacters.chinese.contains(scalar) { all += 1 }
    }
    return Double(good) / Double(max(1, all))
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> Decoded {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(bigEndian ? first << 8 | second : second << 8 | first)
      index += 2
    }
    return Decoded(bytes: Array(String(decoding: units, as: UTF16.self).utf8), strays: bytes.count % 2)
  }

  private static func utf32(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) throws(Fault) -> Decoded {
    var scalars = String.UnicodeScalarView()
    var strays = 0
    var index = bytes.startIndex
    while index + 3 < bytes.endIndex {
      let four = bytes[index..<index + 4]
      let value = (bigEndian ? Array(four) : four.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      if let scalar = Unicode.Scalar(value) { scalars.append(scalar) } else { strays += 1 }
      index += 4
    }
    return try checked(Decoded(bytes: Array(String(scalars).utf8), strays: strays))
  }

  private static func binaryName(_ bytes: [UInt8]) -> String? {
    let magics: [(String, String)] = [
      ("RIFF", "WAV or AVI"), ("OggS", "Ogg"), ("fLaC", "FLAC"), ("ID3", "MP3"), ("PK\u{3}\u{4}", "ZIP or Office"), ("%PDF", "PDF"),
      ("{\\rtf", "RTF"), ("\u{1A}E\u{FFFD}", "Matroska"),
    ]
    return magics.first { bytes.starts(with: $0.0.utf8) }?.1
  }
}
