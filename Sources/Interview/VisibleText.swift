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
