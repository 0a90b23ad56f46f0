extension Unicode.Scalar {
  /// Whether nobody sees it: controls, separators of lines, marks of writing direction, characters without width. What
  /// Unicode calls format characters and default ignorables (UAX 44, DerivedCoreProperties), and the controls.
  public var isUnseen: Bool {
    if value < 0x7F { return value < 0x20 }
    // Ideographs, kana and Hangul syllables, without the Hangul filler: most of what is looked at.
    if (0x3001...0x3163).contains(value) || (0x3165...0xD7FF).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: properties.isDefaultIgnorableCodePoint
    }
  }

  /// `U+202E`.
  var codePoint: String {
    let hex = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
  }

  /// An emoji, and no digit or sign that may become one.
  fileprivate var isPicture: Bool { value > 0xFF && properties.isEmoji }
}

extension String {
  /// The text as a terminal or a page may be given it: whatever nobody would see stands as its code point, `[U+202E]`, so
  /// that it neither moves the cursor, nor turns the line around, nor makes one name look like another. Line feeds and tabs
  /// stay, a carriage return before a line feed goes; so do joiners and selectors within emoji and of ideographs. Linear.
  public var visible: String { shown(lines: true) }

  /// The same for what stands in one line: line feeds and tabs are shown too.
  public var visibleLine: String { shown(lines: false) }

  /// Whether all of it is seen, in one line.
  public var isPlainLine: Bool { !unicodeScalars.contains(where: \.isUnseen) }

  /// Whether all of it is seen; it may have lines and tabs.
  public var isPlainText: Bool { replacing("\r\n", with: "\n").unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !$0.isUnseen } }

  private func shown(lines: Bool) -> String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || lines && ($0 == 0x0A || $0 == 0x09) }) { return self }
    let scalars = Array(unicodeScalars)
    var result = ""
    result.unicodeScalars.reserveCapacity(scalars.count)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      if !scalar.isUnseen || lines && (scalar == "\n" || scalar == "\t") {
        result.unicodeScalars.append(scalar)
      } else if lines, scalar == "\r", next == "\n" {
        continue
      } else if index > 0, Self.belongs(scalar, between: scalars[index - 1], and: next) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "[\(scalar.codePoint)]"
      }
    }
    return result
  }

  /// Joiners between two emoji, and selectors behind an emoji or an ideograph (UTS 51, UTS 37).
  private static func belongs(_ scalar: Unicode.Scalar, between before: Unicode.Scalar, and next: Unicode.Scalar?) -> Bool {
    if scalar == "\u{200D}" { return (before.isPicture || before == "\u{FE0F}") && (next?.isPicture ?? false) }
    guard scalar.properties.isVariationSelector else { return false }
    return before.isPicture || before.properties.isIdeographic
  }
}

extension String {
  /// Columns that the text takes on a terminal: 2 for Chinese characters and full-width forms (Unicode East Asian Width
  /// W and F), 0 for combining marks, 1 for the rest.
  public var displayWidth: Int {
    unicodeScalars.reduce(0) { total, scalar in
      switch scalar.value {
      case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: total
      case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        total + 2
      default: total + 1
      }
    }
  }

  /// The text followed by spaces up to `width` columns.
  public func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - displayWidth)) }

  /// The text preceded by spaces up to `width` columns.
  public func padded(left width: Int) -> String { String(repeating: " ", count: max(0, width - displayWidth)) + self }
}
