import Crypto
import FoundationEssentials
import Interview

/// A text with signatures, in the form that C2SP describes (https://c2sp.org/signed-note): lines, an empty line, and one line for each
/// signature, `— <name> <base64 of the key's id and the Ed25519 signature>`.
public struct SignedNote: Sendable, Equatable {
  /// With the line feed at its end.
  public let text: String
  private let signatures: [(name: String, bytes: [UInt8])]

  /// Longer notes are none of ours.
  private static let largest = 1 << 20

  /// - Throws: `note.invalid` for what is no signed note.
  public init(_ note: String) throws(Fault) {
    guard note.utf8.count <= Self.largest, let gap = note.ranges(of: "\n\n").last, note.hasSuffix("\n") else {
      throw Fault(.noteInvalid, "form")
    }
    text = String(note[..<gap.lowerBound]) + "\n"
    var found: [(name: String, bytes: [UInt8])] = []
    for line in note[gap.upperBound...].split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 3, words[0] == "—", let data = Data(base64Encoded: String(words[2])), data.count > 4 else {
        throw Fault(.noteInvalid, "signature")
      }
      found.append((String(words[1]), Array(data)))
    }
    guard !found.isEmpty else { throw Fault(.noteInvalid, "no signature") }
    signatures = found
  }

  public static func == (left: SignedNote, right: SignedNote) -> Bool {
    left.text == right.text && left.signatures.elementsEqual(right.signatures) { $0.name == $1.name && $0.bytes == $1.bytes }
  }

  /// - Throws: `note.foreign` where no signature is by this key, `note.invalid` where the one that is does not fit the text.
  public func verify(by key: NoteKey) throws(Fault) {
    guard let signature = signatures.first(where: { $0.name == key.name && Array($0.bytes.prefix(4)) == key.id }) else {
      throw Fault(.noteForeign, signatures.map(\.name).joined(separator: ", "))
    }
    guard key.isSignature(Array(signature.bytes.dropFirst(4)), of: text) else { throw Fault(.noteInvalid, key.name) }
  }
}

/// By whom a note is signed: `<name>+<id>+<base64>`, as C2SP spells the keys of notes.
public struct NoteKey: Sendable, Equatable, CustomStringConvertible {
  public let name: String
  fileprivate let bytes: [UInt8]

  /// Of Ed25519, in keys and ids of notes.
  private static let algorithm: UInt8 = 1

  fileprivate init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// - Throws: `note.key-invalid`.
  public init(_ text: String) throws(Fault) {
    let words = text.trimmed.split(separator: "+", maxSplits: 2)
    guard words.count == 3, let data = Data(base64Encoded: String(words[2])), data.count == 33, data.first == Self.algorithm else {
      throw Fault(.noteKeyInvalid)
    }
    self.init(name: String(words[0]), bytes: Array(data.dropFirst()))
    guard Hexadecimal.text(id) == words[1] else { throw Fault(.noteKeyInvalid) }
  }

  /// Four bytes that tell keys apart.
  fileprivate var id: [UInt8] { Array(SHA256Digest.bytes(of: Array(name.utf8) + [0x0A, Self.algorithm] + bytes).prefix(4)) }

  public var description: String {
    "\(name)+\(Hexadecimal.text(id))+\(Data([Self.algorithm] + bytes).base64EncodedString())"
  }

  fileprivate func isSignature(_ signature: [UInt8], of text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
    return key.isValidSignature(signature, for: Array(text.utf8))
  }
}

/// Who signs notes: a name and an Ed25519 key.
public struct NoteSigner: Sendable {
  public let key: NoteKey
  private let seed: [UInt8]

  /// - Parameters:
  ///   - name: without blanks and `+`.
  ///   - seed: 32 bytes of chance, kept.
  /// - Throws: `note.key-invalid`.
  public init(name: String, seed: [UInt8]) throws(Fault) {
    guard !name.isEmpty, !name.contains(where: { $0.isWhitespace || $0 == "+" }),
      let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else { throw Fault(.noteKeyInvalid) }
    key = NoteKey(name: name, bytes: Array(secret.publicKey.rawRepresentation))
    self.seed = seed
  }

  /// - Parameter text: lines, each with its line feed, none of them empty.
  public func sign(_ text: String) throws(Fault) -> String {
    guard text.hasSuffix("\n"), !text.contains("\n\n"), let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
      let signature = try? secret.signature(for: Array(text.utf8))
    else { throw Fault(.noteInvalid, "text") }
    return "\(text)\n— \(key.name) \(Data(key.id + Array(signature)).base64EncodedString())\n"
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}

extension FaultCode {
  public static let noteInvalid = FaultCode(
    "note.invalid",
    cause: Bilingual(zh: "签名便条不合格式，或与签名不符", en: "a signed note is malformed, or its text is not what was signed"),
    action: Bilingual(zh: "请用 intone audit checkpoint 原样保存的文件。", en: "Use the file exactly as intone audit checkpoint printed it."))
  public static let noteForeign = FaultCode(
    "note.foreign",
    cause: Bilingual(zh: "签名便条不是由这把钥匙签的", en: "the signed note was not made with this key"),
    action: Bilingual(
      zh: "用 --key 指明签发时的公钥；若服务器上的签名密钥被换过，请查明原因。",
      en: "Give the key that was in use then with --key; if the installation's key was replaced, find out by whom."))
  public static let noteKeyInvalid = FaultCode(
    "note.key-invalid",
    cause: Bilingual(zh: "这不是签名便条的公钥", en: "this is not a key for signed notes"),
    action: Bilingual(
      zh: "形如 名称+编号+base64，由 intone audit checkpoint --show-key 打印。",
      en: "It has the form name+id+base64; intone audit checkpoint --show-key prints it."))

  public static let noteCodes: [FaultCode] = [.noteInvalid, .noteForeign, .noteKeyInvalid]
}
