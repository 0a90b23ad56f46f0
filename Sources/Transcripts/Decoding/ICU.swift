import Foundation

/// What only ICU knows, behind five functions; the one file of this module that needs all of Foundation.
///
/// ICU comes inside Foundation, with its own data, so results depend on the toolchain and not on the machine.
enum ICU {
  /// The offsets, in Unicode scalars, at which a word begins or ends, by UAX 29 and ICU's Chinese dictionary.
  ///
  /// Foundation on Linux has no word enumeration; a regular expression's `\b` with Unicode word boundaries asks the same
  /// break iterator. A pattern that does not compile cannot happen: it is a constant.
  static func wordBoundaries(_ text: String) -> [Int] {
    guard let expression = try? NSRegularExpression(pattern: "\\b", options: [.useUnicodeWordBoundaries]) else { return [] }
    let units = Array(text.utf16)
    var scalarAt = [Int](repeating: 0, count: units.count + 1)
    var count = 0
    for (index, unit) in units.enumerated() {
      scalarAt[index] = count
      if !UTF16.isLeadSurrogate(unit) { count += 1 }
    }
    scalarAt[units.count] = count
    return expression.matches(in: text, range: NSRange(location: 0, length: units.count)).map { scalarAt[$0.range.location] }
  }

  /// Scalar by scalar: traditional to simplified Chinese, lower case. A scalar whose folded form is not one scalar stays as
  /// it is, so positions keep.
  static func folding(of scalars: Set<Unicode.Scalar>) -> [Unicode.Scalar: Unicode.Scalar] {
    transform(scalars) { $0.applyingTransform(StringTransform("Traditional-Simplified"), reverse: false)?.lowercased() }
      .compactMapValues { text in
        let folded = text.unicodeScalars
        return folded.count == 1 ? folded.first : nil
      }
  }

  /// The pinyin of Han characters with tone marks, one reading each (the most frequent).
  static func pinyin(of scalars: Set<Unicode.Scalar>) -> [Unicode.Scalar: String] {
    transform(scalars) { $0.applyingTransform(.mandarinToLatin, reverse: false) }
  }

  /// The pinyin without its tone: nǚ → nü is kept apart from nu.
  static func toneless(_ pinyin: String) -> String {
    let marks: Set<Unicode.Scalar> = ["\u{0304}", "\u{0301}", "\u{030C}", "\u{0300}"]
    return String(String.UnicodeScalarView(pinyin.decomposedStringWithCanonicalMapping.unicodeScalars.filter { !marks.contains($0) }))
  }

  /// Encodings before Unicode, by the numbers of Core Foundation; Foundation marks them by the high bit.
  enum Encoding: UInt {
    case gb18030 = 0x8000_0632
    case big5 = 0x8000_0423
    case shiftJIS = 0x8000_0420
    case eucKR = 0x8000_0422
    case windows1252 = 12
  }

  /// The text, strictly; nil where the bytes are none.
  static func text(_ bytes: [UInt8], _ encoding: Encoding) -> String? {
    String(data: Data(bytes), encoding: String.Encoding(rawValue: encoding.rawValue))
  }

  /// One call for all scalars, a line each: a call per scalar costs a hundred times more.
  private static func transform(_ scalars: Set<Unicode.Scalar>, by change: (String) -> String?) -> [Unicode.Scalar: String] {
    let ordered = scalars.filter { $0 != "\n" }.sorted()
    var source = String.UnicodeScalarView()
    for scalar in ordered {
      source.append(scalar)
      source.append("\n")
    }
    let lines = (change(String(source)) ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == ordered.count + 1 else { return [:] }
    return Dictionary(uniqueKeysWithValues: zip(ordered, lines.map(String.init)))
  }
}
