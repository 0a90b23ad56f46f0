import Crypto
import FoundationEssentials
import Interview

/// The chunks of a sealed file: 64 KiB of content each, the last one less or as much, with 16 bytes of authentication. The number
/// of a chunk and whether it is the last are part of its nonce: none can be left out, put elsewhere, or cut off unseen.
public struct SealCipher: Sendable {
  /// Bytes of content in a whole chunk.
  public static let chunk = 65_536
  static let tag = 16
  /// Bytes of a whole chunk in the file.
  public static let sealedChunk = chunk + tag
  static let nonceLength = 16

  private let key: SymmetricKey

  /// - Parameter nonce: the 16 bytes behind the header.
  init(_ fileKey: [UInt8], nonce: [UInt8]) {
    key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: fileKey), salt: nonce, info: Array("payload".utf8), outputByteCount: 32)
  }

  func seal(_ content: ArraySlice<UInt8>, number: UInt64, isLast: Bool) throws(Fault) -> [UInt8] {
    do {
      let box = try ChaChaPoly.seal(content, using: key, nonce: Self.nonce(number, isLast))
      return Array(box.ciphertext) + Array(box.tag)
    } catch {
      throw Fault(.sealTampered, "chunk \(number)")
    }
  }

  /// - Throws: `seal.tampered` with the chunk's number, counted from 0.
  public func open(_ sealed: ArraySlice<UInt8>, number: UInt64, isLast: Bool) throws(Fault) -> [UInt8] {
    do {
      let box = try ChaChaPoly.SealedBox(
        nonce: Self.nonce(number, isLast), ciphertext: sealed.dropLast(Self.tag), tag: sealed.suffix(Self.tag))
      return Array(try ChaChaPoly.open(box, using: key))
    } catch {
      throw Fault(.sealTampered, "chunk \(number)")
    }
  }

  /// Eleven bytes of number, one that says whether it is the last.
  private static func nonce(_ number: UInt64, _ isLast: Bool) throws -> ChaChaPoly.Nonce {
    let digits = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * (7 - UInt64($0)))) }
    return try ChaChaPoly.Nonce(data: [0, 0, 0] + digits + [isLast ? 1 : 0])
  }

  /// One message by a key that is used once, with a nonce of zeros.
  static func once(_ message: [UInt8], _ key: SymmetricKey) -> [UInt8] {
    guard let nonce = try? ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)),
      let box = try? ChaChaPoly.seal(message, using: key, nonce: nonce)
    else { preconditionFailure("a nonce of twelve bytes and a message of some are always sealed") }
    return Array(box.ciphertext) + Array(box.tag)
  }

  /// Nil where the key is another one.
  static func once(opening sealed: [UInt8], _ key: SymmetricKey) -> [UInt8]? {
    guard let nonce = try? ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)),
      let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: sealed.dropLast(tag), tag: sealed.suffix(tag))
    else { return nil }
    return (try? ChaChaPoly.open(box, using: key)).map { Array($0) }
  }
}

/// Where what is in a sealed file, by its size alone.
public struct SealLayout: Sendable, Equatable {
  /// Bytes of content.
  public let content: Int
  /// The offset of the first chunk.
  let start: Int
  let chunks: Int

  /// - Throws: `seal.tampered` where no file of this format has that size.
  public init(size: Int, header: SealHeader) throws(Fault) {
    start = header.length + SealCipher.nonceLength
    let payload = size - start
    chunks = payload < 0 ? 0 : (payload - 1) / SealCipher.sealedChunk + 1
    content = payload - chunks * SealCipher.tag
    let last = payload - (chunks - 1) * SealCipher.sealedChunk
    // Only an empty file has an empty chunk.
    guard payload >= SealCipher.tag, last > SealCipher.tag || (chunks == 1 && last == SealCipher.tag) else {
      throw Fault(.sealTampered, "cut off")
    }
  }

  /// Where a chunk lies, and whether it is the last.
  public func position(ofChunk number: Int, size: Int) -> (bytes: Range<Int>, isLast: Bool) {
    let first = start + number * SealCipher.sealedChunk
    return (first..<min(size, first + SealCipher.sealedChunk), number == chunks - 1)
  }
}
