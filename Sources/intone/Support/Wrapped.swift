import Interview

extension String {
  /// Lines of at most so many columns (a Chinese character takes two), broken at spaces, or within a word that is longer than
  /// a line. The lines after the first are indented.
  func wrapped(to columns: Int, indent: Int = 0) -> [String] {
    let indentation = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    // Columns of `line`, and of it up to the last place where it may be broken, behind a space or a wide character.
    var width = 0
    var cut: (index: String.Index, width: Int)?
    for character in self {
      if character.isNewline {
        lines.append(line)
        (line, width, cut) = (indentation, indent, nil)
        continue
      }
      let own = String(character).displayWidth
      if width + own > columns, width > indent {
        let rest = cut.map { String(line[$0.index...]) } ?? ""
        let head = cut.map { String(line[..<$0.index]) } ?? line
        lines.append(String(head.reversed().drop { $0 == " " }.reversed()))
        (line, cut) = (indentation + rest, nil)
        width = line.displayWidth
        if character == " ", rest.isEmpty { continue }
      }
      line.append(character)
      width += own
      if character == " " || own == 2, width > indent { cut = (line.endIndex, width) }
    }
    lines.append(line)
    return lines
  }
}
