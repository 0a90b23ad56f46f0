/// What a scalar is for counting. ASCII is decided without a look into the Unicode tables, which cost ten times more.
extension Unicode.Scalar {
  /// A Chinese character, simplified or traditional; 〇 counts as one.
  var isHan: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x3FFFD, 0x3007: true
    default: false
    }
  }

  /// Whether it is surely no white space, nor joins with what may be: a visible ASCII character or a Han character.
  var isInk: Bool { (0x21...0x7E).contains(value) || isHan }

  var isASCIIDigit: Bool { (0x30...0x39).contains(value) }

  /// A letter that is not Han: Latin, Greek, Cyrillic, kana …
  var isLetter: Bool {
    if value < 0x80 { return (0x61...0x7A).contains(value) || (0x41...0x5A).contains(value) }
    return !isHan && !ParkedBytes.isParked(self) && properties.isAlphabetic
  }

  /// Latin script, accents included.
  var isLatin: Bool { isLetter && value < 0x250 || (0x1E00...0x1EFF).contains(value) }

  /// Whether it is said at all: a letter, a character or a digit; full-width digits and letters too.
  var isSpoken: Bool { isASCIIDigit || isHan || isLetter || (0xFF10...0xFF19).contains(value) }

  /// Whether it is set without spaces: Han, kana, and their punctuation.
  var isWideText: Bool {
    isHan || (0x3000...0x30FF).contains(value) || (0xFF00...0xFFEF).contains(value) || (0x2018...0x2026).contains(value)
  }

  /// Punctuation that follows a word without space.
  var isClosingMark: Bool { ".,!?;:%)]}'\"".unicodeScalars.contains(self) }

  /// Hyphens and dashes that join or break words.
  var isHyphen: Bool { self == "-" || self == "\u{2010}" || self == "\u{2011}" || self == "\u{2013}" }

  var isApostrophe: Bool { self == "'" || self == "\u{2019}" || self == "\u{02BC}" }
}
