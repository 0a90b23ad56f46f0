/// Syllables of English words: the lexicon's exceptions first, else by rule.
///
/// The rule counts vowel groups and corrects them by the spelling's known habits: silent e, -ed, -es, -le, -ism, and vowel
/// pairs that are two syllables (i-a, i-o, e-o, u-a …). Contractions count the word before the apostrophe (n't after a
/// consonant is a syllable).
struct EnglishSyllables: Sendable {
  private let exceptions: [String: Int]

  init(exceptions: [String: Int]) { self.exceptions = exceptions }

  /// - Parameters:
  ///   - folded: lower case.
  ///   - spelled: whether it is read letter by letter.
  func count(_ folded: String, spelled: Bool = false) -> Int {
    if spelled { return letters(folded) }
    if let known = exceptions[folded] { return known }
    var total = 0
    for part in folded.split(whereSeparator: { $0 == "-" || $0 == "\u{2010}" || $0 == "\u{2011}" || $0 == "\u{2013}" }) {
      total += contraction(part)
    }
    return max(1, total)
  }

  /// Letters are a syllable each, w three.
  private func letters(_ word: String) -> Int { max(1, word.reduce(0) { $0 + ($1 == "w" ? 3 : $1.isLetter ? 1 : 0) }) }

  /// A final é is heard: café, résumé.
  private static func endsInAccent(_ word: String) -> Bool { word.unicodeScalars.last == "é" }

  private func contraction(_ word: Substring) -> Int {
    guard let mark = word.firstIndex(where: { $0 == "'" || $0 == "’" }) else { return stem(String(word)) }
    let head = String(word[..<mark])
    let tail = word[word.index(after: mark)...]
    if tail == "t", head.hasSuffix("n"), let before = head.dropLast().last, !"aeiou".contains(before), before != "r" {
      // didn't, wouldn't, isn't: the n is a syllable; don't, can't, aren't are one.
      return stem(String(head.dropLast())) + 1
    }
    let base = stem(head)
    if tail == "s", "sxz".contains(head.last ?? "a") || head.hasSuffix("ch") || head.hasSuffix("sh") || head.hasSuffix("ce") {
      return base + 1
    }
    return tail == "d" && "td".contains(head.last ?? "a") ? base + 1 : base
  }

  /// With the lexicon's word inside an inflected form: managers → manager.
  private func stem(_ word: String) -> Int {
    if let known = exceptions[word] { return known }
    if word.hasSuffix("s"), !word.hasSuffix("ss"), let known = exceptions[String(word.dropLast())] {
      let sibilant = ["ses", "zes", "ces", "ges", "xes"].contains(where: word.hasSuffix)
      return known + (sibilant ? 1 : 0)
    }
    if word.hasSuffix("ly"), let known = exceptions[String(word.dropLast(2))] { return known + 1 }
    for (suffix, more) in [("ing", 1), ("ed", 0)] where word.hasSuffix(suffix) {
      let bare = String(word.dropLast(suffix.count))
      guard let known = exceptions[bare] ?? exceptions[bare + "e"] else { continue }
      return known + more + (suffix == "ed" && "td".contains(bare.last ?? "a") ? 1 : 0)
    }
    let plain = word.unicodeScalars.map { Self.plain($0) }
    return Self.rule(plain) + (Self.endsInAccent(word) && plain.count > 2 ? 1 : 0)
  }

  private static let accents: [Unicode.Scalar: Unicode.Scalar] = [
    "à": "a", "á": "a", "â": "a", "ä": "a", "ã": "a", "å": "a", "è": "e", "é": "e", "ê": "e", "ë": "e", "ì": "i", "í": "i", "î": "i",
    "ï": "i", "ò": "o", "ó": "o", "ô": "o", "ö": "o", "õ": "o", "ù": "u", "ú": "u", "û": "u", "ü": "u", "ñ": "n", "ç": "c",
  ]

  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar { accents[scalar] ?? scalar }

  private static func rule(_ word: [Unicode.Scalar]) -> Int {
    let vowels: Set<Unicode.Scalar> = ["a", "e", "i", "o", "u", "y"]
    func isVowel(_ index: Int) -> Bool {
      guard word.indices.contains(index), vowels.contains(word[index]) else { return false }
      // y before a vowel is a consonant, u after q too.
      if word[index] == "y", index + 1 < word.count, vowels.contains(word[index + 1]), index == 0 || vowels.contains(word[index - 1]) {
        return false
      }
      return !(word[index] == "u" && index > 0 && word[index - 1] == "q")
    }
    guard word.contains(where: vowels.contains) else {
      // No vowel: read letter by letter.
      return word.reduce(0) { $0 + ($1 == "w" ? 3 : 1) }
    }
    var count = 0
    for index in word.indices where isVowel(index) && !isVowel(index - 1) { count += 1 }
    func ends(_ suffix: String) -> Bool {
      word.count >= suffix.unicodeScalars.count && word.suffix(suffix.unicodeScalars.count).elementsEqual(suffix.unicodeScalars)
    }
    let last = word.count - 1

    // Vowel pairs that are two syllables.
    for index in word.indices.dropLast() where isVowel(index) && isVowel(index + 1) {
      let pair = String(String.UnicodeScalarView([word[index], word[index + 1]]))
      let next = index + 2 < word.count ? word[index + 2] : " "
      let before = index > 0 ? word[index - 1] : " "
      switch pair {
      case "ia": if !"tc".unicodeScalars.contains(before) || next == "t" { count += 1 }
      case "io": if !"tsxcg".unicodeScalars.contains(before) { count += 1 }
      case "iu", "eo", "uo": if !(pair == "eo" && before == "g") { count += 1 }
      case "ua": if !"gq".unicodeScalars.contains(before) { count += 1 }
      case "ie": if next == "t" || next == "n" && !"tcr".unicodeScalars.contains(before) && !(index == 1) { count += 1 }
      case "ea": if next == "t" && index + 3 < word.count && "eio".unicodeScalars.contains(word[index + 3]) && before == "r" { count += 1 }
      case "ui": if next == "t" && index + 3 < word.count && before != "r" && before != "s" && before != "c" { count += 1 }
      case "oi": if next == "n" && index + 3 < word.count && word[index + 3] == "c" { count += 1 }
      default: break
      }
    }
    if ends("ying") || ends("uing") || ends("eing") || ends("oing") { count += 1 }

    // Silent e at the end, and in -ed and -es.
    if ends("e"), count > 1, !isVowel(last - 1), !(ends("le") && last >= 2 && !isVowel(last - 2) && word[last - 2] != "l") { count -= 1 }
    if ends("ed"), count > 1, !isVowel(last - 2), last >= 2, word[last - 2] != "t", word[last - 2] != "d",
      !(word[last - 2] == "l" && last >= 3 && !isVowel(last - 3))
    {
      count -= 1
    }
    if ends("es"), count > 1, last >= 2, !isVowel(last - 2), !"szxgc".unicodeScalars.contains(word[last - 2]), !ends("ches"), !ends("shes"),
      !(word[last - 2] == "l" && last >= 3 && !isVowel(last - 3))
    {
      count -= 1
    }
    // Silent e before -ment, -ful, -less, -ly, -ness.
    for suffix in ["ement", "eful", "eless", "ely", "eness"] where ends(suffix) {
      let at = word.count - suffix.count
      if at > 1, !isVowel(at - 1), count > 2 || suffix == "ely" && count > 1 { count -= 1 }
    }
    if ends("ism") || ends("isms") || ends("rhythm") { count += 1 }
    return max(1, count)
  }
}
