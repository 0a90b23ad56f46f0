import Interview

/// Seals what comes in pieces, in bounded memory: two chunks beside what is given.
///
/// ```swift
/// var sealer = try Sealer(to: [recipient], random: random)
/// write(sealer.beginning)
/// while let block = read() { write(try sealer.add(block)) }
/// write(try sealer.finish())
/// ```
public struct Sealer: Sendable {
  /// Header and nonce: what the file begins with.
  public let beginning: [UInt8]
  private let cipher: SealCipher
  private var pending: [UInt8] = []
  private var number: UInt64 = 0

  /// - Parameters:
  ///   - notes: stanzas that age passes over; changed, they are found out.
  ///   - random: gives so many bytes of chance, from the system's generator but in tests.
  /// - Throws: `seal.header-invalid` for a recipient with which no agreement is possible.
  public init(to recipients: [SealRecipient], notes: [SealStanza] = [], random: (Int) -> [UInt8]) throws(Fault) {
    let fileKey = random(16)
    let header = try SealHeader.text(fileKey, to: recipients, notes: notes, random: random)
    let nonce = random(SealCipher.nonceLength)
    beginning = header + nonce
    cipher = SealCipher(fileKey, nonce: nonce)
  }

  /// - Returns: what may be written now. A whole chunk is kept back until more comes: it may be the last.
  public mutating func add(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
    pending += bytes
    var sealed: [UInt8] = []
    var start = 0
    while pending.count - start > SealCipher.chunk {
      sealed += try cipher.seal(pending[start..<(start + SealCipher.chunk)], number: number, isLast: false)
      number += 1
      start += SealCipher.chunk
    }
    pending.removeFirst(start)
    return sealed
  }

  /// The last chunk.
  public consuming func finish() throws(Fault) -> [UInt8] { try cipher.seal(pending[...], number: number, isLast: true) }

  /// All at once.
  public static func seal(_ bytes: [UInt8], to recipients: [SealRecipient], notes: [SealStanza] = [], random: (Int) -> [UInt8])
    throws(Fault) -> [UInt8]
  {
    var sealer = try Sealer(to: recipients, notes: notes, random: random)
    return try sealer.beginning + sealer.add(bytes) + sealer.finish()
  }
}

/// Opens a sealed file at any place: by header and nonce, a cipher for its chunks.
public struct Unsealer: Sendable {
  public let cipher: SealCipher
  public let layout: SealLayout
  private let size: Int

  /// - Parameters:
  ///   - beginning: the first `SealHeader.largest` bytes of the file and 16 more, or all there are.
  ///   - size: bytes of the whole file.
  /// - Throws: `seal.locked`, `seal.header-invalid`, `seal.tampered`.
  public init(_ header: SealHeader, beginning: [UInt8], size: Int, identities: [SealIdentity]) throws(Fault) {
    let fileKey = try header.fileKey(identities)
    layout = try SealLayout(size: size, header: header)
    cipher = SealCipher(fileKey, nonce: Array(beginning[header.length..<(header.length + SealCipher.nonceLength)]))
    self.size = size
  }

  /// The content from `offset` on, at most `count` bytes, by chunks that `chunk` gives for a range of the file.
  public func content(
    from offset: Int, count: Int, chunk: (_ bytes: Range<Int>) throws(Fault) -> [UInt8]
  ) throws(Fault) -> [UInt8] {
    let end = min(layout.content, offset + count)
    guard offset >= 0, offset < end else {
      // An empty file has its one chunk, which says that nothing was cut off.
      if layout.content == 0 { _ = try self.chunk(0, chunk) }
      return []
    }
    var found: [UInt8] = []
    found.reserveCapacity(end - offset)
    for number in (offset / SealCipher.chunk)...((end - 1) / SealCipher.chunk) {
      let opened = try self.chunk(number, chunk)
      let base = number * SealCipher.chunk
      found += opened[max(0, offset - base)..<min(opened.count, end - base)]
    }
    return found
  }

  private func chunk(_ number: Int, _ chunk: (Range<Int>) throws(Fault) -> [UInt8]) throws(Fault) -> [UInt8] {
    let chunkPosition = layout.position(ofChunk: number, size: size)
    return try cipher.open(chunk(chunkPosition.bytes)[...], number: UInt64(number), isLast: chunkPosition.isLast)
  }

  /// All of a sealed file that is in memory.
  public static func open(_ file: [UInt8], identities: [SealIdentity]) throws(Fault) -> [UInt8] {
    let unsealer = try Unsealer(SealHeader(file), beginning: file, size: file.count, identities: identities)
    return try unsealer.content(from: 0, count: .max / 2) { file[$0].map(\.self) }
  }
}
