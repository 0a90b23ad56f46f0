/// The distinct words of a text, numbered from 0 in the order said, so that finders compare integers.
///
/// A word is walked scalar by scalar through a tree of its beginnings: no string is made of a word that is known already.
/// Making and hashing strings of Han characters, which are normalised first, cost more than all finders together.
struct Vocabulary {
  /// By number.
  private(set) var words: [String] = []
  private var beginnings = SequenceTree()

  var count: Int { words.count }

  /// The number of a word, a new one where it was not said before. Linear in its length.
  mutating func number(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    var node = SequenceTree.root
    for scalar in scalars { node = beginnings.grow(node, Int(scalar.value)) }
    let (number, isNew) = beginnings.number(node)
    if isNew {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      words.append(String(text))
    }
    return number
  }

  /// The number of a word that was said; nil for others. Linear in its length.
  subscript(word: String) -> Int? {
    var node = SequenceTree.root
    for scalar in word.unicodeScalars {
      guard let next = beginnings.next(node, Int(scalar.value)) else { return nil }
      node = next
    }
    return beginnings.knownNumber(node)
  }

  /// For each word whether it is one of these.
  func marks(_ words: Set<String>) -> [Bool] {
    var marks = [Bool](repeating: false, count: count)
    for word in words {
      if let number = self[word] { marks[number] = true }
    }
    return marks
  }
}

/// Numbers for sequences of small integers, by a tree of their beginnings: one look-up for each member.
struct SequenceTree {
  static let root = 0

  /// By node in the upper half and member in the lower.
  private var edges: [UInt64: Int] = [:]
  /// By node; -1 where no sequence ends.
  private var numbers = [-1]
  private var count = 0

  private static func edge(_ node: Int, _ member: Int) -> UInt64 { UInt64(node) << 32 | UInt64(UInt32(truncatingIfNeeded: member)) }

  func next(_ node: Int, _ member: Int) -> Int? { edges[Self.edge(node, member)] }

  /// The node behind a member, made where there is none.
  mutating func grow(_ node: Int, _ member: Int) -> Int {
    let edge = Self.edge(node, member)
    if let next = edges[edge] { return next }
    edges[edge] = numbers.count
    numbers.append(-1)
    return numbers.count - 1
  }

  /// The number of the sequence that ends at a node, given in the order asked.
  mutating func number(_ node: Int) -> (number: Int, isNew: Bool) {
    if numbers[node] >= 0 { return (numbers[node], false) }
    numbers[node] = count
    count += 1
    return (count - 1, true)
  }

  func knownNumber(_ node: Int) -> Int? { numbers[node] < 0 ? nil : numbers[node] }
}
