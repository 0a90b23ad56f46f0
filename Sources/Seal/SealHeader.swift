import Crypto
import FoundationEssentials
import Interview

/// One paragraph of a header: `-> type argument…` and a body in base64.
public struct SealStanza: Sendable, Hashable {
  public var type: String
  public var arguments: [String]
  public var body: [UInt8]

  public init(_ type: String, _ arguments: [String], body: [UInt8] = []) {
    self.type = type
    self.arguments = arguments
    self.body = body
  }

  /// Lines of a body have 64 characters, the last one fewer: so many bytes, and an empty line where they are a multiple.
  private static let bytesOfLine = 48

  var text: String {
    let lines = stride(from: 0, through: body.count, by: Self.bytesOfLine).map { Base64.text(body.dropFirst($0).prefix(Self.bytesOfLine)) }
    return (["-> " + ([type] + arguments).joined(separator: " ")] + lines).joined(separator: "\n") + "\n"
  }
}

/// The beginning of a file in the format age v1 (https://age-encryption.org/v1): who can open it, and a code that shows whether
/// it was changed.
///
/// ```
/// age-encryption.org/v1
/// -> X25519 <share>
/// <the file's key, wrapped>
/// --- <HMAC of all before, by a key of the file's key>
/// ```
/// Then 16 bytes of nonce and the chunks (`SealCipher`). Stanzas of another type are passed over, as the format asks.
public struct SealHeader: Sendable, Equatable {
  public let stanzas: [SealStanza]
  /// Bytes up to and with the line of the code.
  public let length: Int
  private let mac: [UInt8]
  private let covered: [UInt8]

  static let version = "age-encryption.org/v1\n"
  /// More bytes than any header of ours or age's has with some dozens of recipients.
  public static let largest = 16_384

  /// Whether a file that begins so claims to be one of this format.
  public static func begins(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: version.utf8) }

  /// - Parameter file: its first bytes, `largest` of them or all there are.
  /// - Throws: `seal.header-invalid`.
  public init(_ file: [UInt8]) throws(Fault) {
    var lines = Lines(file.prefix(Self.largest))
    guard Self.begins(file), lines.next() != nil else { throw Fault(.sealHeaderInvalid, "version") }
    var stanzas: [SealStanza] = []
    while true {
      let start = lines.offset
      guard let line = lines.next() else { throw Fault(.sealHeaderInvalid, "end") }
      if line.hasPrefix("--- ") {
        guard !stanzas.isEmpty, let mac = Base64.bytes(line.dropFirst(4)), mac.count == 32 else { throw Fault(.sealHeaderInvalid, "MAC") }
        (self.stanzas, self.mac, length) = (stanzas, mac, lines.offset)
        covered = Array(file[..<(start + 3)])
        return
      }
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count >= 2, words[0] == "->",
        words.dropFirst().allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (33...126).contains($0) } })
      else { throw Fault(.sealHeaderInvalid, "stanza") }
      var body: [UInt8] = []
      while true {
        guard let line = lines.next(), line.utf8.count <= 64, let bytes = Base64.bytes(line[...]) else {
          throw Fault(.sealHeaderInvalid, "body")
        }
        body += bytes
        if line.utf8.count < 64 { break }
      }
      stanzas.append(SealStanza(String(words[1]), words.dropFirst(2).map(String.init), body: body))
    }
  }

  /// Makes the header of a new file.
  ///
  /// - Parameters:
  ///   - fileKey: 16 bytes of chance.
  ///   - notes: further stanzas, which age passes over and which the code covers.
  ///   - random: gives so many bytes of chance.
  static func text(_ fileKey: [UInt8], to recipients: [SealRecipient], notes: [SealStanza], random: (Int) -> [UInt8]) throws(Fault)
    -> [UInt8]
  {
    var text = version
    for recipient in recipients {
      let ephemeral = try SealIdentity(bytes: random(32))
      let share = ephemeral.recipient.bytes
      let key = wrapping(try ephemeral.agreed(with: recipient.bytes), share, recipient)
      text += SealStanza("X25519", [Base64.text(share[...])], body: SealCipher.once(fileKey, key)).text
    }
    for note in notes { text += note.text }
    text += "---"
    let covered = Array(text.utf8)
    return covered + Array((" " + Base64.text(code(covered, fileKey)[...]) + "\n").utf8)
  }

  /// The file's key, by the first identity that opens one of its stanzas.
  ///
  /// - Throws: `seal.locked` where none does; `seal.header-invalid`; `seal.tampered` where the code does not fit.
  func fileKey(_ identities: [SealIdentity]) throws(Fault) -> [UInt8] {
    for stanza in stanzas where stanza.type == "X25519" {
      guard stanza.arguments.count == 1, let share = Base64.bytes(stanza.arguments[0][...]), share.count == 32, stanza.body.count == 32
      else { throw Fault(.sealHeaderInvalid, "X25519") }
      for identity in identities {
        let key = Self.wrapping(try identity.agreed(with: share), share, identity.recipient)
        guard let fileKey = SealCipher.once(opening: stanza.body, key), fileKey.count == 16 else { continue }
        guard HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: covered, using: Self.codeKey(fileKey)) else {
          throw Fault(.sealTampered, "header")
        }
        return fileKey
      }
    }
    throw Fault(.sealLocked)
  }

  private static func wrapping(_ secret: SharedSecret, _ share: [UInt8], _ recipient: SealRecipient) -> SymmetricKey {
    secret.hkdfDerivedSymmetricKey(
      using: SHA256.self, salt: share + recipient.bytes, sharedInfo: Array("age-encryption.org/v1/X25519".utf8), outputByteCount: 32)
  }

  private static func codeKey(_ fileKey: [UInt8]) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(inputKeyMaterial: SymmetricKey(data: fileKey), info: Array("header".utf8), outputByteCount: 32)
  }

  private static func code(_ covered: [UInt8], _ fileKey: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: covered, using: codeKey(fileKey)))
  }
}

/// Lines that end with a line feed, one after the other.
private struct Lines {
  private let bytes: ArraySlice<UInt8>
  /// Behind the last line that was given.
  private(set) var offset = 0

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  mutating func next() -> String? {
    guard let end = bytes[offset...].firstIndex(of: 0x0A) else { return nil }
    defer { offset = end + 1 }
    return String(validating: bytes[offset..<end], as: UTF8.self)
  }
}

/// Base64 without padding (RFC 4648), in the one spelling that each value has.
enum Base64 {
  static func text(_ bytes: ArraySlice<UInt8>) -> String { String(Data(bytes).base64EncodedString().prefix { $0 != "=" }) }

  static func bytes(_ text: Substring) -> [UInt8]? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: text + padding), Self.text(Array(data)[...]) == text else { return nil }
    return Array(data)
  }
}
