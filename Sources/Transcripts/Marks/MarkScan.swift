import Interview

/// One walk over a text's scalars that keeps what is said.
struct MarkScan {
  private let scalars: [Unicode.Scalar]
  private(set) var kept: [Unicode.Scalar] = []
  private(set) var steps = 0
  private(set) var tags = false
  private(set) var emoji = false
  private(set) var sounds = 0
  private(set) var language: Language?
  /// Whether something was taken out since the last scalar kept.
  private var isGap = false

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    kept.reserveCapacity(scalars.count)
  }

  mutating func run() {
    var index = 0
    while index < scalars.count {
      steps += 1
      if let end = mark(at: index) {
        index = end
      } else {
        keep(scalars[index])
        index += 1
      }
    }
  }

  private mutating func keep(_ scalar: Unicode.Scalar) {
    if isGap {
      isGap = false
      let isSpace = scalar.properties.isWhitespace
      let wasSpace = kept.last?.properties.isWhitespace ?? true
      // What was taken out parted two words, or stood between two spaces.
      if let last = kept.last, last.isSpoken, scalar.isSpoken, !last.isHan, !scalar.isHan { kept.append(" ") }
      if isSpace, wasSpace { return }
    }
    kept.append(scalar)
  }

  /// The end of the mark that begins here; nil where none does.
  private mutating func mark(at index: Int) -> Int? {
    let scalar = scalars[index]
    switch scalar {
    case "<": return tag(at: index)
    case "[", "【", "［", "〔": return bracket(at: index, .square)
    case "(", "（": return bracket(at: index, .round)
    case "*": return bracket(at: index, .star)
    case "{": return style(at: index)
    case "\\": return lineBreak(at: index)
    case "\u{1B}": return escape(at: index)
    case "♪", "♫", "♬", "♩", "\u{1F3B5}", "\u{1F3B6}": return song(at: index)
    default:
      guard scalar.isEmoji(after: index > 0 ? scalars[index - 1] : nil, before: index + 1 < scalars.count ? scalars[index + 1] : nil)
      else { return nil }
      emoji = true
      isGap = true
      return index + 1
    }
  }

  private mutating func find(_ wanted: Unicode.Scalar, from start: Int) -> Int? {
    let limit = min(scalars.count, start + Cleaning.longest)
    var index = start
    while index < limit {
      steps += 1
      if scalars[index] == wanted { return index }
      index += 1
    }
    return nil
  }

  /// `<|zh|>`; `<unk>`, `<laugh>`, `</i>`, `<00:12.34>`. `List<String>` and `a < b` are text.
  private mutating func tag(at index: Int) -> Int? {
    guard index + 1 < scalars.count, let close = find(">", from: index + 1), close > index + 1 else { return nil }
    let inner = scalars[(index + 1)..<close]
    if inner.first == "|", inner.last == "|", inner.count > 2 {
      if language == nil { language = RawTranscript.language(String(String.UnicodeScalarView(inner))) }
      tags = true
      isGap = true
      return close + 1
    }
    let isClosing = inner.first == "/"
    let isGlued = index > 0 && scalars[index - 1].isSpoken
    let isClock = inner.contains(":") && inner.allSatisfy { $0.isASCIIDigit || $0 == ":" || $0 == "." }
    if !isClock, inner.contains(where: \.isHan), SoundNotes.isNote(inner, .star, isAlone: false) {
      sounds += 1
      isGap = true
      return close + 1
    }
    let isPlain = inner.allSatisfy { $0.value < 0x80 && ($0.isSpoken || "_-/:.".unicodeScalars.contains($0)) }
    guard isPlain, isClosing || isClock || !isGlued, inner.count <= 24 else { return nil }
    tags = true
    return close + 1
  }

  /// `{\an8}`, the style of an ASS subtitle; `{laughs}`.
  private mutating func style(at index: Int) -> Int? {
    guard index + 1 < scalars.count, let close = find("}", from: index + 1), close > index + 1 else { return nil }
    if scalars[index + 1] == "\\" {
      tags = true
    } else {
      guard SoundNotes.isNote(scalars[(index + 1)..<close], .star, isAlone: false) else { return nil }
      sounds += 1
      isGap = true
    }
    return close + 1
  }

  /// A terminal's colours, which programs write into their output: ESC [ 38;5;71 m.
  private mutating func escape(at index: Int) -> Int? {
    guard index + 1 < scalars.count, scalars[index + 1] == "[" else { return index + 1 }
    var end = index + 2
    while end < scalars.count, end < index + Cleaning.longest, (0x20...0x3F).contains(scalars[end].value) { end += 1 }
    steps += end - index
    tags = true
    return min(end + 1, scalars.count)
  }

  private mutating func bracket(at index: Int, _ kind: SoundNotes.Bracket) -> Int? {
    let closing: Unicode.Scalar =
      switch scalars[index] {
      case "[": "]"
      case "【": "】"
      case "［": "］"
      case "〔": "〕"
      case "(": ")"
      case "（": "）"
      default: "*"
      }
    // Markdown's ** is no note on a sound; the word behind it is looked at all the same.
    guard let close = find(closing, from: index + 1), close > index + 1 else { return nil }
    let inner = scalars[(index + 1)..<close]
    if kind == .square, inner.first == "_" || inner.allSatisfy({ $0.value < 0x80 && !$0.isLetter }) && inner.contains(":") {
      tags = true
      isGap = true
      return close + 1
    }
    let isGlued = kind == .square && index > 0 && scalars[index - 1].isSpoken && !scalars[index - 1].isHan
    let isAlone = index == 0 && close == scalars.count - 1
    steps += inner.count
    guard !isGlued, SoundNotes.isNote(inner, kind, isAlone: isAlone) else { return nil }
    sounds += 1
    isGap = true
    return close + 1
  }

  /// Between two notes stands a song; one note alone says that there is music.
  private mutating func song(at index: Int) -> Int? {
    sounds += 1
    isGap = true
    let limit = min(scalars.count, index + 4 * Cleaning.longest)
    var end = index + 1
    while end < limit {
      steps += 1
      if "♪♫♬♩\u{1F3B5}\u{1F3B6}".unicodeScalars.contains(scalars[end]) { return end + 1 }
      end += 1
    }
    return index + 1
  }

  /// A subtitle's own line break, `\N`; not the path `C:\New`.
  private mutating func lineBreak(at index: Int) -> Int? {
    guard index + 1 < scalars.count, "Nnh".unicodeScalars.contains(scalars[index + 1]), index == 0 || scalars[index - 1] != ":" else {
      return nil
    }
    tags = true
    keep(" ")
    return index + 2
  }
}
