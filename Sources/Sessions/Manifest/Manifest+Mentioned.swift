import Interview

extension Manifest {
  /// The candidates that a text seems to name though it could not be read as a manifest: whoever asked to be forgotten must not
  /// come back by a mistake in another line. What is longer than an id may be names nobody. Linear in the text.
  public static func candidates(mentionedIn bytes: [UInt8]) -> [String] {
    var found: [String] = []
    var seen: Set<String> = []
    let text = String(decoding: bytes, as: UTF8.self)[...]
    var rest = text
    while let key = rest.firstRange(ofKey: "candidate") {
      rest = rest[key.upperBound...]
      var value = rest
      if let quote = value.first, quote == "\"" || quote == "'" { value = value.dropFirst() }
      value = value.drop { $0 == " " || $0 == "\t" }
      guard let mark = value.first, ":=：".contains(mark) else { continue }
      guard let name = name(value.dropFirst().drop(while: \.isWhitespace)), name.utf8.count <= maximumIDLength else { continue }
      if seen.insert(name).inserted { found.append(name) }
    }
    return found
  }

  /// Characters that are looked at behind a key: an id, and blanks or a remark behind it. A line may be as long as the text, with keys
  /// all along it.
  private static let reach = 300

  /// What stands in quotes, or up to the end of the line, a comment, or the next member.
  private static func name(_ whole: Substring) -> String? {
    let text = whole.prefix(reach)
    if let quote = text.first, quote == "\"" || quote == "'" {
      let inner = text.dropFirst().prefix { $0 != quote && !$0.isNewline }
      return inner.isEmpty ? nil : String(inner)
    }
    var line = text.prefix { !$0.isNewline && !",}]".contains($0) }
    if let comment = line.firstRange(of: " #") { line = line[..<comment.lowerBound] }
    while line.last?.isWhitespace == true { line = line.dropLast() }
    return line.isEmpty ? nil : String(line)
  }
}

extension Substring {
  /// Where the word begins next as a key may: not within another word. In any case of its letters.
  fileprivate func firstRange(ofKey word: String) -> Range<Index>? {
    var start = startIndex
    var before: Character?
    while start < endIndex {
      let isWithin = before.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" } ?? false
      if !isWithin, let end = index(start, offsetBy: word.count, limitedBy: endIndex), self[start..<end].lowercased() == word {
        return start..<end
      }
      before = self[start]
      start = index(after: start)
    }
    return nil
  }

  fileprivate func firstRange(of text: String) -> Range<Index>? {
    var start = startIndex
    while let end = index(start, offsetBy: text.count, limitedBy: endIndex) {
      if self[start..<end] == text { return start..<end }
      guard start < endIndex else { return nil }
      start = index(after: start)
    }
    return nil
  }
}
