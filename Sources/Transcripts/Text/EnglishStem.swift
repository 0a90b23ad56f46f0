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
