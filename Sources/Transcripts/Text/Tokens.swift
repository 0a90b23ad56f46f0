import Interview

/// The smallest pieces that are counted: a Han character, or a run of Latin letters and digits.
enum Tokens {
  /// Splits a text; punctuation, space, emoji vanish. `don't`, `state-of-the-art`, `3.5`, `30%` stay whole.
  static func split(_ text: String) -> [String] {
    var tokens: [String] = []
    var run = ""
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      if character.isHan {
        if !run.isEmpty { tokens.append(run) }
        run = ""
        tokens.append(String(character))
      } else if character.isLetterOrNumber {
        run.append(character)
      } else {
        let next = index + 1 < characters.count ? characters[index + 1] : " "
        let joins = "'’-".contains(character) && next.isLetter || ".,:/".contains(character) && next.isNumber && run.last?.isNumber == true
        if joins, !run.isEmpty {
          run.append(character == "’" ? "'" : character)
        } else {
          if "%％".contains(character), run.last?.isNumber == true { run.append("%") }
          if !run.isEmpty { tokens.append(run) }
          run = ""
        }
      }
    }
    if !run.isEmpty { tokens.append(run) }
    return tokens
  }
}

extension Character {
  /// A Chinese character, simplified or traditional.
  var isHan: Bool {
    guard let scalar = unicodeScalars.first else { return false }
    switch scalar.value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3007: return true
    default: return false
    }
  }

  var isLatinLetter: Bool { isLetter && !isHan }
}
