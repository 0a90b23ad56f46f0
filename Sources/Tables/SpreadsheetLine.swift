import Interview

extension CSV {
  /// What Excel on Windows needs to take a file for UTF-8.
  public static let byteOrderMark = "\u{FEFF}"

  /// A line for people's spreadsheets: nothing in it is run as a formula, and nothing in it is unseen. Ends with CR LF, as
  /// RFC 4180 has it.
  public static func spreadsheetLine(_ fields: [String]) -> String { line(fields.map(cell), end: "\r\n") }

  /// One cell's text, made safe: a formula's sign is led by an apostrophe where a spreadsheet may take it for a cell's
  /// beginning. That is at the front, whatever spaces stand before it, and behind whatever another separator, quote or line's
  /// end splits the cell at (OWASP, "CSV injection"). Plain numbers stay numbers.
  public static func cell(_ text: String) -> String {
    let text = text.visible
    guard !isNumber(text), text.unicodeScalars.contains(where: isFormulaSign) else { return text }
    var result = ""
    var isBeginning = true
    for scalar in text.unicodeScalars {
      if isBeginning, isFormulaSign(scalar) { result += "'" }
      isBeginning = isBreak(scalar) || isBeginning && scalar.properties.isWhitespace
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// The signs that begin a formula, in both widths.
  private static func isFormulaSign(_ scalar: Unicode.Scalar) -> Bool { "=+-@＝＋－＠".unicodeScalars.contains(scalar) }

  /// What some dialect takes for a cell's end, or for a quote.
  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { ",;|\t\n\r\"'".unicodeScalars.contains(scalar) }

  /// A sign, digits, a point, digits, a per cent sign: what every spreadsheet reads as a number and nothing else.
  private static func isNumber(_ text: String) -> Bool {
    let text = text.hasSuffix(" %") ? text.dropLast(2) : text[...]
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    guard text.utf8.count - digits.count <= 1, let first = digits.first, let last = digits.last else { return false }
    let isPlain = digits.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    return isPlain && (48...57).contains(first) && (48...57).contains(last) && digits.count { $0 == UInt8(ascii: ".") } <= 1
  }
}
