extension OpaqueName {
  /// The name whose `text` this is; nil where it is not such a form (a `%` without two hexadecimal digits, or a name
  /// that would be spelled otherwise).
  public init?(printed text: String) {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst(), let low = rest.popFirst(),
        let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
    }
    self.init(bytes: bytes)
    guard self.text == text else { return nil }
  }
}

extension AnswerKey {
  /// The key whose `id` this is: the session ends at the first `__`, the attempt is a number of at least 2 after the last
  /// dot. Nil where there is no such key.
  public init?(id: String) {
    let bytes = Array(id.utf8)
    guard let cut = bytes.indices.dropLast().first(where: { bytes[$0] == 0x5F && bytes[$0 + 1] == 0x5F }) else { return nil }
    let session = String(decoding: bytes[..<cut], as: UTF8.self)
    var question = String(decoding: bytes[(cut + 2)...], as: UTF8.self)
    var attempt = 1
    if let dot = question.lastIndex(of: "."), let number = Self.attempt(question[question.index(after: dot)...]), number > 1 {
      attempt = number
      question = String(question[..<dot])
    }
    guard let session = OpaqueName(printed: session), let question = OpaqueName(printed: question),
      !session.bytes.isEmpty, !question.bytes.isEmpty
    else { return nil }
    self.init(session: session, question: question, attempt: attempt)
  }

  /// The number of an attempt as names carry it: 1 to 9999, without leading zeros.
  public static func attempt(_ digits: some StringProtocol) -> Int? {
    guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }), digits.first != "0" else { return nil }
    return Int(digits)
  }
}
