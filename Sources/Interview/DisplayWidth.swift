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
