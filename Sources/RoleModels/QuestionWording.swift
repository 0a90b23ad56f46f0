import Interview

/// Whether two wordings ask the same question.
///
/// What every question is framed in (please describe a time when, 请讲一次) is left out; of the rest, pairs of Han characters and
/// Latin words are compared. Dice's coefficient (Dice 1945) of 0.6 and more is the same question: a word or two may differ, the
/// matter may not.
enum QuestionWording {
  private static let same = 0.6

  private static let frames = [
    "请你", "请问", "请", "描述", "介绍", "谈一谈", "谈谈", "谈", "讲述", "讲讲", "讲", "说说", "举一个例子", "举个例子", "举例", "例子", "一次", "一个", "一段", "一下", "你的", "您的",
    "你", "您", "我们", "我", "经历", "经验", "故事", "案例", "怎么样", "怎么办", "怎么", "怎样", "如何", "什么", "哪些", "会", "的", "了", "时候", "是",
  ]
  private static let frameWords: Set<String> = [
    "please", "describe", "tell", "us", "me", "about", "give", "an", "a", "the", "example", "explain", "talk", "share", "time", "when",
    "where", "you",
    "your", "how", "what", "which", "do", "did", "does", "would", "could", "can", "have", "had", "has", "were", "was", "is", "are", "of",
    "to", "in",
    "on", "and", "for", "it", "that", "this", "with", "we", "i", "experience", "situation",
  ]

  static func isSame(_ asked: String, _ question: Bilingual) -> Bool { [question.zh, question.en].contains { isSame(asked, $0) } }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    // Most manifests hold the model's own wording.
    if left == right { return true }
    let (a, b) = (parts(left), parts(right))
    guard !a.isEmpty, !b.isEmpty else { return letters(left) == letters(right) }
    return Double(2 * a.intersection(b).count) >= same * Double(a.count + b.count)
  }

  private static func letters(_ text: String) -> [Character] { text.lowercased().filter { $0.isLetter || $0.isNumber } }

  private static func parts(_ text: String) -> Set<String> {
    var rest = text.lowercased()
    for frame in frames { rest = rest.split(separator: frame).joined(separator: " ") }
    var parts: Set<String> = []
    var word = ""
    var last: Character?
    func isHan(_ character: Character) -> Bool { character.unicodeScalars.first.map { (0x4E00...0x9FFF).contains($0.value) } ?? false }
    for character in rest + " " {
      if isHan(character) {
        if let last { parts.insert(String([last, character])) }
        last = character
      } else {
        last = nil
      }
      if character.isLetter, !isHan(character) || character == "'" {
        word.append(character)
      } else if !word.isEmpty {
        if !frameWords.contains(word) { parts.insert(plain(word)) }
        word = ""
      }
    }
    return parts
  }

  /// Without the plural.
  private static func plain(_ word: String) -> String {
    word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
  }
}
