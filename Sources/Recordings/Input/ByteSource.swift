import Interview

/// Bytes that can be read at any place: a file, or memory in tests and fuzzing.
package protocol ByteSource: AnyObject {
  var size: Int64 { get }

  /// Copies up to `count` bytes from `offset` on to the front of `buffer`, growing it as needed; fewer only at the end.
  ///
  /// - Returns: how many bytes were copied; 0 at or behind the end.
  func read(at offset: Int64, count: Int, into buffer: inout [UInt8]) throws(Fault) -> Int
}

extension ByteSource {
  /// Up to `count` bytes from `offset` on; fewer only at the end of the source, none for an offset outside it.
  package func bytes(at offset: Int64, count: Int) throws(Fault) -> [UInt8] {
    guard offset >= 0, offset < size, count > 0 else { return [] }
    var buffer: [UInt8] = []
    let got = try read(at: offset, count: Int(min(Int64(count), size - offset)), into: &buffer)
    buffer.removeLast(buffer.count - got)
    return buffer
  }
}

/// A source in memory.
package final class MemoryBytes: ByteSource {
  private let content: [UInt8]

  package init(_ content: [UInt8]) { self.content = content }

  package var size: Int64 { Int64(content.count) }

  package func read(at offset: Int64, count: Int, into buffer: inout [UInt8]) throws(Fault) -> Int {
    guard offset >= 0, offset < size, count > 0 else { return 0 }
    let piece = content[Int(offset)..<min(content.count, Int(offset) + count)]
    if buffer.count < piece.count { buffer.append(contentsOf: repeatElement(0, count: piece.count - buffer.count)) }
    buffer.replaceSubrange(0..<piece.count, with: piece)
    return piece.count
  }
}
