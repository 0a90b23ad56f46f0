import FoundationEssentials
import Interview
import Seal

/// What lies in the archive in the place of a recording that is in a store of objects: under its name, a text that says where it is.
public struct ObjectStub: Codable, Sendable, Equatable {
  /// The object's name.
  public var name: String
  /// Of the file as it lay here, sealed or not.
  public var bytes: Int
  public var sha256: ContentHash
  /// What the file said of itself, where it was sealed.
  private var recipient: String?
  private var content: ContentHash?
  private var kind: String?

  private static let first = Array("intone.object/1\n".utf8)
  /// Bytes of one, at most.
  public static let largest = 8192

  public init(name: String, bytes: Int, hash: ContentHash, mark: SealMark?) {
    (self.name, self.bytes, sha256) = (name, bytes, hash)
    (recipient, content, kind) = (mark?.recipient, mark?.hash, mark?.kind.rawValue)
  }

  /// - Parameter beginning: the first bytes of a file, `largest` or more.
  /// - Returns: nil for any other file.
  public init?(_ beginning: [UInt8]) {
    guard beginning.starts(with: Self.first), beginning.count < Self.largest,
      let read = try? JSONDecoder().decode(Self.self, from: Data(beginning.dropFirst(Self.first.count))), read.bytes >= 0
    else { return nil }
    self = read
  }

  public var mark: SealMark? {
    guard let recipient, let content, let kind = kind.flatMap(SealMark.Kind.init) else { return nil }
    return SealMark(recipient: recipient, hash: content, kind: kind)
  }

  /// Of what was delivered.
  public var contentHash: ContentHash { mark?.hash ?? sha256 }

  public var text: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Self.first + Array((try? encoder.encode(self)) ?? Data()) + [0x0A]
  }
}
