/// Traditional and simplified, full and half width, upper and lower case made one, scalar by scalar, so that positions in
/// the folded text are positions in the text as written.
struct Folding {
  private let map: [Unicode.Scalar: Unicode.Scalar]

  /// - Parameter texts: all texts that will be folded; ICU is asked once for their distinct scalars.
  init(_ texts: [String]) {
    var memo = TextMemo()
    self.init(texts, &memo)
  }

  init(_ texts: [String], _ memo: inout TextMemo) {
    var scalars: Set<Unicode.Scalar> = []
    for text in texts {
      for scalar in text.unicodeScalars where scalar.value >= 0x80 { scalars.insert(scalar) }
    }
    map = memo.folding(of: scalars)
  }

  func callAsFunction(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value < 0x80 {
      return (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }
    switch scalar.value {
    // Full-width letters, digits and marks mirror ASCII; ICU's transform would also change 。 into its half-width form.
    case 0xFF01...0xFF5E: return self(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
    case 0x3000: return " "
    case 0xFFE5: return "¥"
    default: return map[scalar] ?? scalar
    }
  }

  func scalars(_ text: String) -> [Unicode.Scalar] { text.unicodeScalars.map { self($0) } }

  /// The folded tokens of a term.
  func tokens(_ text: String) -> [String] {
    let scalars = scalars(text)
    return TextScanner.pieces(scalars).pieces.map { String(String.UnicodeScalarView(scalars[$0.span])) }
  }
}

/// A light English stemmer, after the first steps of Porter (1980) and Harman's S-stemmer (1991): plural, past, progressive,
/// adverb, and the commonest noun endings. Enough that customers match customer and negotiated matches negotiating.
enum EnglishStem {
  static func stem(_ word: String) -> String {
    var text = Substring(word)
    if text.hasSuffix("'s") || text.hasSuffix("’s") { text = text.dropLast(2) }
    guard text.utf8.count > 3 else { return String(text) }
    if text.hasSuffix("ies"), text.count > 4 {
      text = text.dropLast(3) + "y"
    } else if ["sses", "ches", "shes", "xes", "zes"].contains(where: text.hasSuffix) {
      text = text.dropLast(2)
    } else if text.hasSuffix("s"), !["ss", "us", "is"].contains(where: text.hasSuffix) {
      text = text.dropLast()
    }
    for suffix in ["ations", "ation", "ements", "ingly", "edly", "ing", "ed", "ement", "ment", "ions", "ion", "ly", "ive"]
    where text.hasSuffix(suffix) {
      let bare = text.dropLast(suffix.count)
      // Something with a vowel must remain: sing, red, one stay.
      guard bare.count >= 4 || bare.count == 3 && ["ing", "ed"].contains(suffix), bare.contains(where: "aeiouy".contains) else { continue }
      text = bare
      if let last = text.last, text.dropLast().last == last, !"lsz".contains(last) { text = text.dropLast() }
      break
    }
    if text.count > 3, text.hasSuffix("e") { text = text.dropLast() }
    if text.count > 5, text.hasSuffix("at") { text = text.dropLast(2) }
    if text.count > 3, text.hasSuffix("y") { text = text.dropLast() + "i" }
    return String(text)
  }
}
