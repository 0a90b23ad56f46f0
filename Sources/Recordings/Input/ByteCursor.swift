import Interview

/// A place in a source that moves forward, with a window of bytes after it.
package struct ByteCursor: ~Copyable {
  private static let windowLength = 65_536

  package let source: any ByteSource
  /// Where the cursor stands; may lie behind the end, where there is nothing to read.
  package private(set) var position: Int64
  private var window: [UInt8] = []
  private var windowStart: Int64 = 0
  private var windowCount = 0

  package init(_ source: any ByteSource, at position: Int64 = 0) {
    self.source = source
    self.position = position
  }

  package var remaining: Int64 { max(0, source.size - position) }

  /// Steps forward; a step too far ends behind the end of the source.
  package mutating func skip(_ count: Int64) {
    let (target, isTooFar) = position.addingReportingOverflow(max(0, count))
    position = isTooFar ? .max : target
  }

  package mutating func move(to position: Int64) { self.position = position }

  /// Makes up to `count` bytes (at most 65536) available to `subscript`.
  ///
  /// - Returns: how many there are; fewer than `count` only near the end.
  package mutating func peek(_ count: Int) throws(Fault) -> Int {
    let inside = position - windowStart
    if inside >= 0, inside <= Int64(windowCount), Int64(windowCount) - inside >= Int64(count) { return count }
    guard remaining > 0 else { return 0 }
    windowStart = position
    windowCount = try source.read(at: position, count: Self.windowLength, into: &window)
    return min(count, windowCount)
  }

  /// The byte `index` places on.
  ///
  /// - Precondition: `look` said that it is there.
  package subscript(index: Int) -> UInt8 { window[Int(position - windowStart) + index] }

  /// Replaces the content of `buffer` with the next `count` bytes and steps over them.
  ///
  /// - Returns: false if the source ends before; nothing is stepped over then.
  package mutating func take(_ count: Int, into buffer: inout [UInt8]) throws(Fault) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    guard Int64(count) <= remaining else { return false }
    if count <= Self.windowLength {
      guard try peek(count) == count else { return false }
      let start = Int(position - windowStart)
      buffer.append(contentsOf: window[start..<(start + count)])
    } else {
      let got = try source.read(at: position, count: count, into: &buffer)
      guard got == count else { return false }
    }
    position += Int64(count)
    return true
  }

  /// Steps forward to the next place where `pattern` stands.
  ///
  /// - Returns: false if there is none; the cursor is then at the end.
  package mutating func find(_ pattern: [UInt8]) throws(Fault) -> Bool {
    while true {
      let count = try peek(Self.windowLength)
      guard count >= pattern.count else {
        position = max(position, source.size)
        return false
      }
      let start = Int(position - windowStart)
      // The window may reach beyond what was looked at, never short of it.
      let end = start + count - pattern.count
      var offset = start
      while offset <= end {
        if window[offset] == pattern[0], window.has(pattern, at: offset) {
          position += Int64(offset - start)
          return true
        }
        offset += 1
      }
      position += Int64(count - pattern.count + 1)
    }
  }
}
