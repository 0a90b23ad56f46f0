/// What ICU and the scanner said before, for whoever looks at many texts in a row: the same answers, asked once.
///
/// Bounded by the characters in use and by the terms that are looked for.
struct ScalarMemo {
  private var asked: Set<Unicode.Scalar> = []
  private var folded: [Unicode.Scalar: Unicode.Scalar] = [:]
  private var sounded: Set<Unicode.Scalar> = []
  /// With tones.
  private(set) var pinyin: [Unicode.Scalar: String] = [:]
  /// By the pinyin with tones.
  private(set) var toneless: [String: String] = [:]
  /// The folded tokens of terms.
  private(set) var terms: [String: [String]] = [:]

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
  mutating func hear(_ scalars: some Sequence<Unicode.Scalar>) {
    let missing = Set(scalars.filter { $0.isHan && !sounded.contains($0) })
    guard !missing.isEmpty else { return }
    sounded.formUnion(missing)
    let found = ICU.pinyin(of: missing)
    pinyin.merge(found) { $1 }
    for sound in Set(found.values) where toneless[sound] == nil { toneless[sound] = ICU.toneless(sound) }
  }

  mutating func add(terms added: [String]) {
    let missing = added.filter { terms[$0] == nil }
    guard !missing.isEmpty else { return }
    let folding = Folding(missing, &self)
    for term in missing {
      terms[term] = folding.tokens(term)
      hear(folding.scalars(term))
    }
  }
}
