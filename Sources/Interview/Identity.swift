/// A file or directory name as the kernel gives it: any bytes but `/` and NUL.
///
/// Equality is by bytes. `text` is an injective, printable form: valid UTF-8 stands as it is, while `%`, control
/// characters and bytes that are not UTF-8 become `%XX`.
public struct OpaqueName: Sendable, Hashable, Comparable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }

  public static func < (left: OpaqueName, right: OpaqueName) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }

  public var text: String {
    var result = ""
    var rest = bytes[...]
    while let first = rest.first {
      var decoder = UTF8()
      var iterator = rest.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator), scalar != "%", scalar.properties.generalCategory != .control {
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        let hex = String(first, radix: 16, uppercase: true)
        result += "%" + (hex.count == 1 ? "0" + hex : hex)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

/// Which answer a recording holds: the session, the question, and the how-many-th attempt (1 is the first).
public struct AnswerKey: Sendable, Hashable, Comparable {
  public let session: OpaqueName
  public let question: OpaqueName
  public let attempt: Int

  /// - Precondition: `attempt >= 1`.
  public init(session: OpaqueName, question: OpaqueName, attempt: Int = 1) {
    precondition(attempt >= 1)
    self.session = session
    self.question = question
    self.attempt = attempt
  }

  /// The answer's id everywhere outside: `<session>__<question>`, with `.<attempt>` from the second attempt on; the
  /// same form that a recording at the top of the inbox is named by.
  public var id: String {
    session.text + "__" + question.text + (attempt == 1 ? "" : ".\(attempt)")
  }

  public static func < (left: AnswerKey, right: AnswerKey) -> Bool {
    (left.session, left.question, left.attempt) < (right.session, right.question, right.attempt)
  }
}

/// SHA-256 of a file's bytes, in lower-case hexadecimal: the identity of everything that arrives.
public struct ContentHash: Sendable, Hashable, Codable {
  public let hex: String

  /// - Precondition: 64 lower-case hexadecimal digits.
  public init(hex: String) {
    precondition(hex.utf8.count == 64 && hex.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) })
    self.hex = hex
  }

  /// - Precondition: 32 bytes.
  public init(bytes: some Collection<UInt8>) {
    let digits = Array("0123456789abcdef".utf8)
    self.init(hex: String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self))
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    let digits = hex.utf8.map { $0 <= UInt8(ascii: "9") ? $0 - UInt8(ascii: "0") : $0 - UInt8(ascii: "a") + 10 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let hex = try container.decode(String.self)
    guard hex.utf8.count == 64, hex.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a SHA-256 in lower-case hexadecimal")
    }
    self.hex = hex
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
