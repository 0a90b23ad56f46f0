import Crypto
import FoundationEssentials
import Interview

/// Whom something is sealed to: an X25519 public key, `age1…`.
public struct SealRecipient: Sendable, Hashable, CustomStringConvertible {
  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Throws: `seal.key-invalid`.
  public init(_ text: String) throws(Fault) {
    guard let bytes = Bech32.bytes(text, prefix: "age"), bytes.count == 32, text == text.lowercased() else {
      throw Fault(.sealKeyInvalid, String(text.prefix(12)))
    }
    self.bytes = bytes
  }

  public var description: String { Bech32.text(bytes, prefix: "age") }
}

/// Who can open what was sealed to its recipient: an X25519 private key, `AGE-SECRET-KEY-1…`. It has no description, so that it
/// gets into no log by accident.
public struct SealIdentity: Sendable, Equatable {
  let bytes: [UInt8]
  public let recipient: SealRecipient

  /// - Parameter bytes: 32 bytes of chance.
  /// - Throws: `seal.key-invalid`.
  public init(bytes: [UInt8]) throws(Fault) {
    do {
      recipient = SealRecipient(bytes: Array(try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes).publicKey.rawRepresentation))
    } catch {
      throw Fault(.sealKeyInvalid, "\(bytes.count) bytes")
    }
    self.bytes = bytes
  }

  /// - Throws: `seal.key-invalid`, which repeats nothing of the text.
  public init(_ text: String) throws(Fault) {
    guard text == text.uppercased(), let bytes = Bech32.bytes(text, prefix: "age-secret-key-") else { throw Fault(.sealKeyInvalid) }
    try self.init(bytes: bytes)
  }

  /// As age spells it, for what is itself sealed.
  public var secret: String { Bech32.text(bytes, prefix: "age-secret-key-").uppercased() }

  /// The identities of a file as `age-keygen` writes it: one a line, remarks after `#`.
  /// - Throws: `seal.key-invalid` with the number of the line; also where there is none.
  public static func list(_ file: [UInt8]) throws(Fault) -> [SealIdentity] {
    var found: [SealIdentity] = []
    let lines = String(decoding: file, as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      guard let word = line.split(whereSeparator: \.isWhitespace).first, !word.hasPrefix("#") else { continue }
      do { found.append(try SealIdentity(String(word))) } catch { throw Fault(.sealKeyInvalid, "line \(number + 1)") }
    }
    guard !found.isEmpty else { throw Fault(.sealKeyInvalid, "no identity") }
    return found
  }

  /// What both ends of an agreement know.
  /// - Throws: `seal.header-invalid` for a share of low order, which agrees with everybody.
  func agreed(with share: [UInt8]) throws(Fault) -> SharedSecret {
    let secret: SharedSecret
    do {
      let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
      secret = try key.sharedSecretFromKeyAgreement(with: Curve25519.KeyAgreement.PublicKey(rawRepresentation: share))
    } catch {
      throw Fault(.sealHeaderInvalid, "X25519")
    }
    guard !(secret == Data(count: 32)) else { throw Fault(.sealHeaderInvalid, "X25519") }
    return secret
  }
}
