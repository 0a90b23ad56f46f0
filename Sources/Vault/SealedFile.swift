import FoundationEssentials
import Files
import Interview
import Seal

/// What a sealed file says of itself, readable and covered by its code: whom it is sealed to, and what it was.
public struct SealMark: Sendable, Hashable {
  public enum Kind: String, Sendable { case recording, transcript, manifest, other }

  /// The session's recipient.
  public var recipient: String
  /// Of the content.
  public var hash: ContentHash
  public var kind: Kind

  static let type = "intone.file"

  public init(recipient: String, hash: ContentHash, kind: Kind) {
    self.recipient = recipient
    self.hash = hash
    self.kind = kind
  }

  /// - Parameter beginning: the first `SealHeader.largest` bytes of a file.
  /// - Returns: nil for a file that was not sealed here.
  public init?(_ beginning: [UInt8]) {
    guard SealHeader.begins(beginning), let header = try? SealHeader(beginning) else { return nil }
    self.init(header)
  }

  init?(_ header: SealHeader) {
    guard let words = header.stanzas.first(where: { $0.type == Self.type })?.arguments, words.count == 3, words[1].utf8.count == 64,
      let kind = Kind(rawValue: words[2])
    else { return nil }
    self.init(recipient: words[0], hash: ContentHash(hex: words[1]), kind: kind)
  }

  public var stanza: SealStanza { SealStanza(Self.type, [recipient, hash.hex, kind.rawValue]) }
}

extension Vault {
  /// Bytes that are read to know a file: its header and the nonce.
  public static let beginning = SealHeader.largest + 16

  /// What opens a file of this session that was sealed here.
  ///
  /// - Returns: nil for one that was not.
  /// - Throws: `seal.locked`, `seal.tampered`.
  public func unsealer(_ beginning: [UInt8], size: Int, session: String) throws(Fault) -> (mark: SealMark, unsealer: Unsealer)? {
    guard SealHeader.begins(beginning), let header = try? SealHeader(beginning), let mark = SealMark(header) else { return nil }
    let identity = try identity(of: mark.recipient, session: session)
    return (mark, try Unsealer(header, beginning: beginning, size: size, identities: [identity]))
  }

  /// An open file of the archive that was sealed; nil for any other.
  ///
  /// - Parameter own: whether only the daemon's own file is opened.
  /// - Throws: `file.…`, `state.foreign`, `seal.locked`, `seal.tampered`.
  public func sealedFile(_ path: String, own: Bool = false) throws(Fault) -> SealedFile? {
    guard path.hasPrefix(archive), let session = path.dropFirst(archive.count).split(separator: "/").first else { return nil }
    let localPath = try local(path)
    let (beginning, size) = try Files.beginning(of: localPath, count: Self.beginning, own: own)
    guard let (mark, unsealer) = try unsealer(beginning, size: size, session: String(session)) else { return nil }
    return try SealedFile(localPath, mark, unsealer)
  }

  /// What a file says that it is, without opening it; nil for one that was not sealed here.
  public static func mark(ofFile path: String) throws(Fault) -> SealMark? {
    let beginning = try Files.beginning(of: path, count: max(SealHeader.largest, ObjectStub.largest)).bytes
    return ObjectStub(beginning)?.mark ?? SealMark(beginning)
  }

  /// As `Files.read`, of the content.
  public func read(_ path: String, limit: Int, own: Bool = false) throws(Fault) -> [UInt8] {
    guard let file = try sealedFile(path, own: own) else { return try Files.read(path: local(path), limit: limit, own: own) }
    guard file.size <= limit else { throw Fault(.fileTooLarge, "\(path): > \(limit) bytes") }
    return try file.read(from: 0, count: file.size)
  }

  /// SHA-256 of the content.
  /// - Complexity: linear, in bounded memory.
  public func hash(_ path: String) throws(Fault) -> ContentHash {
    guard let file = try sealedFile(path) else { return try Files.hashed(path: local(path)).hash }
    return try Files.hash { offset, block throws(Fault) in
      block = try file.read(from: Int(offset), count: 1 << 20)
      return block.count
    }
  }

  /// As `Files.part`, of the content.
  public func part(of path: String, from start: Int, count: Int) throws(Fault) -> (bytes: [UInt8], total: Int) {
    guard let file = try sealedFile(path, own: true) else { return try Files.part(of: local(path), from: start, count: count) }
    return (try file.read(from: start, count: count), file.size)
  }
}

/// A sealed file that is open: its content at any place, in bounded memory. For one thread at a time.
public final class SealedFile {
  public let mark: SealMark
  private let unsealer: Unsealer
  private let file: DescriptorReader
  /// What was opened last: decoders read on in small steps.
  private var window: (start: Int, bytes: [UInt8]) = (0, [])
  /// Four chunks: little memory, and few looks at the file.
  private static let span = 4 * SealCipher.chunk

  init(_ path: String, _ mark: SealMark, _ unsealer: Unsealer) throws(Fault) {
    file = try DescriptorReader(path: path)
    self.mark = mark
    self.unsealer = unsealer
  }

  /// Bytes of content.
  public var size: Int { unsealer.layout.content }

  /// The content from `start` on, at most `count` bytes; fewer only at the end.
  /// - Throws: `seal.tampered`, `file.unreadable`.
  public func read(from start: Int, count: Int) throws(Fault) -> [UInt8] {
    let end = min(size, start + count)
    guard start >= 0, start < end else { return try content(0..<0) }
    if end - start > Self.span { return try content(start..<end) }
    if start < window.start || end > window.start + window.bytes.count {
      let first = start / SealCipher.chunk * SealCipher.chunk
      window = (first, try content(first..<min(size, max(end, first + Self.span))))
    }
    return Array(window.bytes[(start - window.start)..<(end - window.start)])
  }

  private func content(_ range: Range<Int>) throws(Fault) -> [UInt8] {
    try unsealer.content(from: range.lowerBound, count: range.count) { bytes throws(Fault) in
      try file.part(from: bytes.lowerBound, count: bytes.count).bytes
    }
  }
}

extension Vault {
  /// A file of a filing directory for reading piece by piece: its content, where it is sealed to this session.
  ///
  /// - Throws: as `sealedFile`.
  public func file(_ path: String, ofSession session: String) throws(Fault) -> (
    size: Int, read: (_ start: Int, _ count: Int) throws(Fault) -> [UInt8]
  ) {
    let path = try local(path)
    let (beginning, size) = try Files.beginning(of: path, count: Self.beginning)
    if let (mark, unsealer) = try unsealer(beginning, size: size, session: session) {
      let file = try SealedFile(path, mark, unsealer)
      return (file.size, { start, count throws(Fault) in try file.read(from: start, count: count) })
    }
    return (size, { start, count throws(Fault) in try Files.part(of: path, from: start, count: count, own: false).bytes })
  }
}
