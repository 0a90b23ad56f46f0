import Assessment
import Interview

/// A transcript with what was found in it marked: keywords, figures, fillers.
struct MarkedText {
  let html: String

  /// - Parameter isFitting: false for the text of something else: nothing in it is marked.
  init(_ text: AnalysisDocument.Text, isFitting: Bool = true) {
    guard isFitting else {
      html = escaped(text.content).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>")
      return
    }
    var marks: [(needle: String, kind: String)] = []
    for group in text.keywords.groups { marks += group.hits.map { ($0.text, "keyword") } }
    marks += (text.specificity?.hits ?? []).map { ($0.text, "figure") }
    marks += (text.fillers?.hits ?? []).map { ($0.text, "filler") }
    // The longest first, so that a figure inside a longer one is not marked on its own.
    let needles = Dictionary(marks.filter { !$0.needle.isEmpty }, uniquingKeysWith: { first, _ in first })
      .map { (needle: Array($0.key), kind: $0.value) }
      .sorted { ($1.needle.count, String($0.needle)) < ($0.needle.count, String($1.needle)) }

    let characters = Array(text.content)
    var result = ""
    var index = 0
    while index < characters.count {
      let found = needles.first { Self.stands($0.needle, in: characters, at: index) }
      if let found {
        result += "<mark class=\"\(found.kind)\">" + escaped(String(found.needle)) + "</mark>"
        index += found.needle.count
      } else {
        result += characters[index] == "\n" ? "<br>" : escaped(String(characters[index]))
        index += 1
      }
    }
    html = result
  }

  /// Whether the needle stands at `index`; a Latin word only as a whole word.
  private static func stands(_ needle: [Character], in text: [Character], at index: Int) -> Bool {
    guard index + needle.count <= text.count, text[index..<index + needle.count].elementsEqual(needle) else { return false }
    func isLatin(_ character: Character) -> Bool { character.isASCII && character.isLetter }
    let opens = index == 0 || !isLatin(text[index - 1]) || !(needle.first.map(isLatin) ?? false)
    let end = index + needle.count
    let closes = end == text.count || !isLatin(text[end]) || !(needle.last.map(isLatin) ?? false)
    return opens && closes
  }
}
