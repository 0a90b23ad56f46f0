import Interview

/// Tells a session's manifest by its name, and what is meant to be one: what a manifest forbids must not be overheard
/// because of a capital letter or an ending that an editor added.
enum ManifestName {
  private static let yaml: Set<String> = ["yaml", "yml"]

  /// `session.yaml` and `session.yml` in any case, with blanks around their parts, and with one more ending where it is of
  /// text (`session.yaml.txt`, which editors make): the manifest. Any other YAML file: misnamed, because no transcript and no
  /// recording is called so. Nil for all other names.
  static func role(of bytes: ArraySlice<UInt8>) -> FileRole? {
    var (stem, ending) = FileName.split(bytes)
    if !yaml.contains(trimmed(ending)) {
      let (inner, innerEnding) = FileName.split(stem)
      guard yaml.contains(trimmed(innerEnding)), !FileName.recordings.contains(ending) else { return nil }
      guard trimmed(ending) == "txt" || trimmed(ending) == "text" else { return .misnamedManifest }
      stem = inner
    } else if yaml.contains(trimmed(FileName.split(stem).ending)) {
      stem = FileName.split(stem).stem
    }
    return trimmed(String(decoding: stem, as: UTF8.self).lowercased()) == "session" ? .manifest : .misnamedManifest
  }

  /// Without blanks around it, and without characters that nobody sees (a byte order mark, a zero-width space).
  private static func trimmed(_ text: String) -> String {
    let seen = String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }))
    var rest = seen[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }

  /// Keys that stand in no transcript.
  private static let telling: Set<String> = ["consent", "accommodations", "attempts_allowed", "transcript_expected"]
  /// All keys: enough where the file is also called `session` or `manifest`.
  private static let keys: Set<String> = telling.union(["candidate", "role", "language", "questions", "deadline", "speaker"])

  /// Whether a text that goes by another name begins like a manifest, as YAML or JSON, at its outermost level. `head` is its
  /// beginning, some kilobytes.
  static func isManifest(_ head: [UInt8], called name: FileName) -> Bool {
    let isCalledSo = ["session", "manifest"].contains(trimmed(name.question.text.lowercased()))
    let wanted = isCalledSo ? keys : telling
    var text = String(decoding: head, as: UTF8.self)[...]
    while text.first == "\u{FEFF}" || text.first?.isWhitespace == true { text = text.dropFirst() }
    guard text.first == "{" else {
      return text.split(whereSeparator: \.isNewline).contains { line in wanted.contains { line.hasPrefix($0 + ":") } }
    }
    // In JSON a key stands at the outermost level where as many braces were opened as one more than closed.
    var depth = 0
    var key = ""
    var (isQuoted, wasKey) = (false, false)
    for character in text {
      switch character {
      case "\"":
        isQuoted.toggle()
        if isQuoted { key = "" } else { wasKey = true }
      case _ where isQuoted: key.append(character)
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case ":": if depth == 1, wasKey, wanted.contains(key) { return true }
      default: break
      }
      if !isQuoted, !character.isWhitespace, character != "\"" { wasKey = false }
    }
    return false
  }
}
