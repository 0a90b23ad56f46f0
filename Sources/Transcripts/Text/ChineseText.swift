import Foundation

/// What only ICU knows of Chinese: pinyin, simplified forms, where words begin. The one file that needs it.
///
/// ICU reads single characters without context; that is enough to tell whether a recogniser wrote a homophone.
enum ChineseText {
  /// Pinyin without tone of one character, for example `xu` for 需; the character itself where ICU has none.
  static func pinyin(_ character: Character) -> String {
    let text = String(character)
    let latin = text.applyingTransform(.mandarinToLatin, reverse: false) ?? text
    return latin.applyingTransform(.stripDiacritics, reverse: false) ?? latin
  }

  /// Simplified characters for traditional ones, half-width forms for full-width ones, lower case.
  static func folded(_ text: String) -> String {
    let simplified = text.applyingTransform(StringTransform("Traditional-Simplified"), reverse: false) ?? text
    return (simplified.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? simplified).lowercased()
  }

  /// The words of a text as ICU's dictionary cuts them: its word boundaries are reached through a regular expression,
  /// because Foundation on Linux does not enumerate words.
  static func words(_ text: String) -> [String] {
    guard let boundary = try? NSRegularExpression(pattern: #"\b"#, options: .useUnicodeWordBoundaries) else { return Tokens.split(text) }
    let units = Array(text.utf16)
    let whole = NSRange(location: 0, length: units.count)
    let places = [0] + boundary.matches(in: text, range: whole).map(\.range.location) + [units.count]
    return zip(places, places.dropFirst()).compactMap { start, end in
      guard start < end else { return nil }
      let word = String(decoding: units[start..<end], as: UTF16.self)
      return word.contains(where: \.isLetterOrNumber) ? word : nil
    }
  }
}
