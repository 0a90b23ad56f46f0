import Crypto
import FoundationEssentials

/// SHA-256 of what comes in pieces.
public struct SHA256Digest: Sendable {
  private var hasher = SHA256()

  public init() {}

  public mutating func add(_ bytes: some DataProtocol) { hasher.update(data: bytes) }

  /// In lower-case hexadecimal.
  public func hex() -> String { Hexadecimal.text(hasher.finalize()) }

  /// Of bytes, in lower-case hexadecimal.
  public static func hex(of bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: bytes)) }

  /// The 32 bytes.
  public static func bytes(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

/// HMAC-SHA256 (RFC 2104).
public enum Signature {
  /// The 32 bytes.
  public static func bytes(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
  }

  /// In lower-case hexadecimal.
  public static func hex(of bytes: [UInt8], key: [UInt8]) -> String {
    Hexadecimal.text(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
  }
}

enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
