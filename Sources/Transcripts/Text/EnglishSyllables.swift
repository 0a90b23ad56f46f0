/// Syllables of English words: a list of exceptions, else vowel groups with the usual silent letters.
///
/// The rule follows the common reading of orthographic counters (vowel groups less silent e); the exceptions are
/// frequent words where it is wrong. Fluent speech drops a few per cent of canonical syllables all the same.
enum EnglishSyllables {
  static func count(_ word: String, exceptions: [String: Int]) -> Int {
    let lower = word.lowercased()
    if let known = exceptions[lower] { return known }
    // An acronym is read letter by letter; W has three syllables.
    let letters = word.filter(\.isLetter)
    if letters.count > 1, letters.count <= 5, letters.allSatisfy(\.isUppercase),
      !letters.contains(where: { "AEIOU".contains($0) }) || letters.count <= 3
    {
      return letters.reduce(0) { $0 + ($1 == "W" ? 3 : 1) }
    }
    return lower.split(separator: "-").reduce(0) { $0 + part(String($1), exceptions) }
  }

  private static func part(_ word: String, _ exceptions: [String: Int]) -> Int {
    if let known = exceptions[word] { return known }
    var stem = word
    var extra = 0
    if let apostrophe = word.firstIndex(of: "'") {
      let tail = word[word.index(after: apostrophe)...]
      stem = String(word[..<apostrophe])
      // didn't, isn't: the n is a syllable after a consonant; can't, don't: it is not.
      if tail == "t", stem.count > 3, stem.hasSuffix("n"), let before = stem.dropLast().last, !"aeiouwr".contains(before) { extra = 1 }
      if tail == "s", let last = stem.last, "sxz".contains(last) { extra = 1 }
    }
    let letters = Array(stem.filter(\.isLetter))
    guard !letters.isEmpty else { return max(1, extra) }
    func isVowel(_ index: Int) -> Bool { "aeiou".contains(letters[index]) || letters[index] == "y" && index > 0 }
    var count = 0
    for index in letters.indices where isVowel(index) && (index == 0 || !isVowel(index - 1)) { count += 1 }
    let text = String(letters)
    let ending = letters.count
    func isConsonant(_ back: Int) -> Bool { ending > back && !isVowel(ending - 1 - back) }
    if text.hasSuffix("e"), !text.hasSuffix("ee"), isConsonant(1), !(text.hasSuffix("le") && isConsonant(2)), count > 1 { count -= 1 }
    if text.hasSuffix("ed"), isConsonant(2), !text.hasSuffix("ted"), !text.hasSuffix("ded"), count > 1 { count -= 1 }
    if text.hasSuffix("es"), isConsonant(2), count > 1,
      !["ses", "zes", "xes", "ches", "shes", "ces", "ges"].contains(where: text.hasSuffix)
    {
      count -= 1
    }
    if text.hasSuffix("sm"), count >= 1 { count += 1 }
    // Two vowels that do not make one syllable.
    for pair in ["ia", "iou", "io", "ua", "uou", "eo", "ii"] where text.contains(pair) {
      let silent = ["tia", "cia", "sia", "tio", "sio", "cio", "gio", "gia", "qua", "gua", "eou", "xio", "dio", "people"].contains(
        where: text.contains)
      if !silent, !(pair == "io" && text.contains("iou")) { count += 1 }
    }
    return max(1, count) + extra
  }
}
