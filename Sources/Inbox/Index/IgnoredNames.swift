import Interview

/// Names that are not deliveries: temporary files, and what desktops and servers leave lying about.
struct IgnoredNames: Sendable {
  private let patterns: [[UInt8]]

  /// Endings of unfinished transfers (contract, section 1). A leading dot is ignored as well, which covers `.x` and
  /// rsync's `.name.XXXXXX`.
  private static let endings = [".part", ".tmp", ".temp", ".filepart", ".crdownload", ".partial", ".swp", "~"].map { Array($0.utf8) }
  private static let names: Set<String> = ["thumbs.db", "desktop.ini", "lost+found", "@eadir", "#recycle", "$recycle.bin"]

  init(patterns: [String]) { self.patterns = patterns.map { Array($0.utf8) } }

  func contains(_ name: OpaqueName) -> Bool {
    if name.bytes.first == UInt8(ascii: ".") { return true }
    let lower = name.bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
    return Self.endings.contains { lower.count > $0.count && lower.suffix($0.count).elementsEqual($0) }
      || Self.names.contains(String(decoding: lower, as: UTF8.self))
      || patterns.contains { Self.matches(name.bytes, $0) }
  }

  /// Greedy matching with one step back to the last `*`: linear for the patterns people write, never exponential.
  static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
    var (n, p) = (0, 0)
    var star: (n: Int, p: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (n, p)
        p += 1
      } else if p < pattern.count, pattern[p] == name[n] || pattern[p] == UInt8(ascii: "?") {
        (n, p) = (n + 1, p + 1)
      } else if let last = star {
        star = (last.n + 1, last.p)
        (n, p) = (last.n + 1, last.p + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
