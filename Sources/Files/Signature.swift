import Crypto
import Interview

/// HMAC-SHA256 (RFC 2104).
public enum Signature {
  /// In lower-case hexadecimal.
  public static func hex(of bytes: [UInt8], key: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let code = HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key))
    return String(decoding: code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
