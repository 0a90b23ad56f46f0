/// What ICU, the scanner and the stemmer said before, for whoever looks at many texts in a row: the same answers, asked once.
///
/// Bounded by the characters and words in use and by the phrases that are looked for.
struct TextMemo {
  /// What a word is compared by, as numbers: equal numbers are equal words, stems or sounds.
  struct Keys {
    var exact: Int
    /// Its stem, or its sound without the tone.
    var loose: Int
    var toned: Int
    var isHan: Bool
  }

  private var asked: Set<Unicode.Scalar> = []
  private var folded: [Unicode.Scalar: Unicode.Scalar] = [:]
  private var sounded: Set<Unicode.Scalar> = []
  /// With tones.
  private(set) var pinyin: [Unicode.Scalar: String] = [:]
  /// By the pinyin with tones.
  private(set) var toneless: [String: String] = [:]
  /// The folded tokens of phrases, and what they are compared by.
  private(set) var phrases: [String: (tokens: [String], keys: [Keys])] = [:]
  private var keys: [String: Keys] = [:]
  private var numbers: [String: Int] = [:]

  mutating func folding(of scalars: Set<Unicode.Scalar>) -> [Unicode.Scalar: Unicode.Scalar] {
    let missing = scalars.subtracting(asked)
    if !missing.isEmpty {
      folded.merge(ICU.folding(of: missing)) { $1 }
      asked.formUnion(missing)
    }
    var map: [Unicode.Scalar: Unicode.Scalar] = [:]
    for scalar in scalars { map[scalar] = folded[scalar] }
    return map
  }

  /// Sees to it that the sounds of these are known.
  mutating func loadPinyin(_ scalars: some Sequence<Unicode.Scalar>) {
    let missing = Set(scalars.filter { $0.isHan && !sounded.contains($0) })
    guard !missing.isEmpty else { return }
    sounded.formUnion(missing)
    let found = ICU.pinyin(of: missing)
    pinyin.merge(found) { $1 }
    for sound in Set(found.values) where toneless[sound] == nil { toneless[sound] = ICU.toneless(sound) }
  }

  /// Sees to it that the tokens of these and their sounds are known.
  mutating func add(_ added: some Sequence<String>) {
    let missing = added.filter { phrases[$0] == nil }
    guard !missing.isEmpty else { return }
    let folding = Folding(missing, &self)
    loadPinyin(missing.flatMap { folding.scalars($0) })
    for phrase in missing {
      let tokens = folding.tokens(phrase)
      phrases[phrase] = (tokens, tokens.map { keys(of: $0) })
    }
  }

  /// - Precondition: the sound of a Han character was heard before, if it is to be compared by sound at all.
  mutating func keys(of folded: String) -> Keys {
    if let known = keys[folded] { return known }
    let made: Keys
    if let first = folded.unicodeScalars.first, first.isHan {
      let sound = pinyin[first]
      let loose = sound.flatMap { toneless[$0] } ?? folded
      made = Keys(exact: number(folded), loose: number("~" + loose), toned: number("^" + (sound ?? folded)), isHan: true)
    } else {
      let loose = number("~" + EnglishStem.stem(folded))
      made = Keys(exact: number(folded), loose: loose, toned: loose, isHan: false)
    }
    keys[folded] = made
    return made
  }

  private mutating func number(_ text: String) -> Int {
    if let number = numbers[text] { return number }
    numbers[text] = numbers.count
    return numbers.count - 1
  }
}
