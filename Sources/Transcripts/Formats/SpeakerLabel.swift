/// `Name: text` at the beginning of a line, as a possible name of who speaks. Whether it is one, the whole text decides
/// (`SpeakerLabels`).
struct SpeakerLabel {
  /// As written.
  var name: String
  /// What follows, trimmed; empty where the name stands on a line of its own.
  var text: String
  /// Whether `>>` stands before it, as captions mark a change of speaker.
  var isMarked = false

  /// Longest name, in scalars.
  static let maximumLength = 48

  /// The name in front of a colon, also in brackets (`[SPEAKER_00]: `), behind `>>`, `-` or `**`.
  init?(_ line: String) {
    let scalars = Array(line.unicodeScalars.prefix(Self.maximumLength + 12))
    var start = 0
    while start < scalars.count, scalars[start].properties.isWhitespace || ">-–—*#•".unicodeScalars.contains(scalars[start]) { start += 1 }
    let isMarked = scalars[..<start].contains(">")
    var colon = start
    while colon < scalars.count, scalars[colon] != ":", scalars[colon] != "：" { colon += 1 }
    let inBrackets = start < scalars.count && "[(（<【".unicodeScalars.contains(scalars[start])
    if inBrackets, let close = scalars[start...].firstIndex(where: { "])）>】".unicodeScalars.contains($0) }), close < colon {
      // [Name]: text; a role also without colon: [SPEAKER_00] text.
      let inner = Self.bare(scalars[(start + 1)..<close])
      let next = scalars[(close + 1)...].firstIndex { !$0.properties.isWhitespace } ?? scalars.count
      let hasColon = next < scalars.count && next == colon
      guard Self.isName(inner), hasColon || SpeakerRoles.isRole(inner) else { return nil }
      self.init(inner, line, skipping: hasColon ? colon + 1 : close + 1, isMarked: isMarked)
      return
    }
    // A role may also stand before a dash: Interviewer - text.
    if let dash = scalars[start...].indices.first(where: { index in
      "-–—".unicodeScalars.contains(scalars[index]) && index > start && scalars[index - 1] == " " && index + 1 < scalars.count
        && scalars[index + 1] == " "
    }), dash < colon {
      let role = Self.bare(scalars[start..<dash])
      if SpeakerRoles.isRole(role) {
        self.init(role, line, skipping: dash + 1, isMarked: isMarked)
        return
      }
    }
    guard colon < scalars.count, colon > start, colon - start <= Self.maximumLength else { return nil }
    let name = Self.bare(scalars[start..<colon])
    let next = colon + 1 < scalars.count ? scalars[colon + 1] : " "
    // 10:30 and http:// are no names, nor is a path of a program: std::vector.
    guard Self.isName(name), scalars[colon] == "：" || !"/:\\".unicodeScalars.contains(next) && !next.isASCIIDigit else { return nil }
    self.init(name, line, skipping: colon + 1, isMarked: isMarked)
  }

  private init(_ name: String, _ line: String, skipping count: Int, isMarked: Bool) {
    self.isMarked = isMarked
    self.name = name
    var rest = line.unicodeScalars.dropFirst(count)
    while let first = rest.first, first.properties.isWhitespace || first == "*" { rest = rest.dropFirst() }
    text = String(rest).trimmed
  }

  /// A name known by other means, with the text behind it.
  init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  private static func bare(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var slice = scalars
    while let last = slice.last, last.properties.isWhitespace || "*-–—|".unicodeScalars.contains(last) { slice = slice.dropLast() }
    while let first = slice.first, first.properties.isWhitespace || "*-–—|".unicodeScalars.contains(first) { slice = slice.dropFirst() }
    return String(String.UnicodeScalarView(slice))
  }

  /// Letters, at most five words, without punctuation other than names have (`J. Smith`, `Wang (HR)`, `O'Neill`, `A·B`).
  static func isName(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    guard scalars.contains(where: { $0.isLetter || $0.isHan }) else { return false }
    guard
      scalars.allSatisfy({
        $0.isSpoken || $0.properties.isWhitespace || " ._-'’·&()（）@/#+\u{200D}\u{FE0F}".unicodeScalars.contains($0)
          || $0.isEmoji(after: nil, before: nil) || $0.properties.isGraphemeExtend
      })
    else { return false }
    guard !scalars.contains(where: { SpeakerRoles.isFunctionCharacter($0) }) else { return false }
    let words = name.split(whereSeparator: \.isWhitespace)
    return words.count <= 5 && scalars.count(where: \.isHan) <= 12 && !words.contains { SpeakerRoles.isFunctionWord($0.lowercased()) }
  }

  /// Whether it looks like a person's name by itself: two or more capitalised words, or Han characters behind a surname.
  var isPersonal: Bool {
    let words = name.split { $0.isWhitespace || $0 == "." }
    if name.unicodeScalars.allSatisfy(\.isHan) { return (2...4).contains(name.count) && SpeakerRoles.hasSurname(name) }
    return words.count >= 2 && words.allSatisfy { $0.first?.isUppercase == true || $0.first?.isNumber == true || $0.first == "(" }
      && !words.contains { SpeakerRoles.isHeading($0.lowercased()) }
  }

  /// Written as names are: each word with a capital, or not in Latin script.
  var isCapitalised: Bool {
    name.split(whereSeparator: \.isWhitespace).allSatisfy { word in
      word.unicodeScalars.first.map { !$0.isLatin || $0.properties.isUppercase } ?? false
    }
  }
}
