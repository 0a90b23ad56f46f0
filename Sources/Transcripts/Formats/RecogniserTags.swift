import Interview

/// Marks that recognisers put into the text: `<|zh|><|HAPPY|><|Speech|><|withitn|>`, `[_BEG_]`, `[_TT_50]`.
enum RecogniserTags {
  /// Characters in the longest mark, brackets included.
  private static let longest = 28

  /// The text without marks. A tag on the speaker's inner state goes nowhere: it is not kept, counted or named.
  static func strip(_ text: String, language: inout Language?, notes: inout [String]) -> String {
    guard text.utf8.contains(UInt8(ascii: "|")) || text.utf8.contains(UInt8(ascii: "[")) else { return text }
    var result = ""
    var rest = text[...]
    var dropped = false
    while let open = rest.firstIndex(where: { $0 == "<" || $0 == "[" }) {
      result += rest[..<open]
      rest = rest[open...]
      // Marks are short; looking no further keeps hostile text linear.
      let near = rest.prefix(longest)
      if near.hasPrefix("<|"), let end = near.firstRange(of: "|>") {
        if language == nil { language = Draft.language(String(rest[..<end.lowerBound])) }
        rest = rest[end.upperBound...]
        dropped = true
      } else if near.hasPrefix("[_"), let end = near.firstIndex(of: "]") {
        rest = rest[rest.index(after: end)...]
        dropped = true
      } else {
        result.append(rest.removeFirst())
      }
    }
    let note = "marks of the recogniser were dropped"
    if dropped, !notes.contains(note) { notes.append(note) }
    return result + rest
  }
}
