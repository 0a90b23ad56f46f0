import Interview

/// Names that are not deliveries: temporary files, and what desktops and servers leave lying about.
struct IgnoredNames: Sendable {
  private let patterns: [[UInt8]]

  /// Endings of unfinished transfers, of browsers, download managers, synchronisers and editors. A leading dot is ignored as
  /// well, which covers `.x`, rsync's `.name.XXXXXX`, `._x` of a Mac and `.~tmp~`.
  private static let endings =
    [
      ".part", ".tmp", ".temp", ".filepart", ".crdownload", ".partial", ".opdownload", ".download", ".downloading", ".unconfirmed",
      ".incomplete", ".uploading", ".upload", ".writing", ".aria2", ".aria2__temp", ".ytdl", ".!sync", ".!ut", ".!qb", ".!bt", ".bc!",
      ".!mv",
      ".jc!", ".dap", ".fdmdownload", ".td", ".td.cfg", ".xltd", ".xltd.cfg", ".dtapart", ".lftp-pget-status", ".rsync-partial", ".swp",
      ".swo",
      ".swx", ".kate-swp", ".lock", ".lck", "~",
    ].map { Array($0.utf8) }
  /// What editors and Office write beside an open file.
  private static let beginnings = ["~$", "~wrl", ".~lock", "#", "~syncthing~"].map { Array($0.utf8) }
  private static let names: Set<String> = [
    "thumbs.db", "ehthumbs.db", "desktop.ini", "lost+found", "@eadir", "#recycle", "$recycle.bin", "system volume information", "__macosx",
    "icon\r",
  ]

  init(patterns: [String]) { self.patterns = patterns.map { Array($0.utf8) } }

  func contains(_ name: OpaqueName) -> Bool {
    if name.bytes.first == UInt8(ascii: ".") { return true }
    let lower = name.bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
    return Self.endings.contains { lower.count > $0.count && lower.suffix($0.count).elementsEqual($0) }
      || Self.beginnings.contains { lower.count > $0.count && lower.starts(with: $0) } && Self.isBeside(lower)
      || Self.isStream(lower) || Self.isFragment(lower)
      || Self.names.contains(String(decoding: lower, as: UTF8.self))
      || patterns.contains { Self.matches(name.bytes, $0) }
  }

  /// `#q1.txt#` is an editor's; `#1.wav` is somebody's first question.
  private static func isBeside(_ lower: [UInt8]) -> Bool { lower.first != UInt8(ascii: "#") || lower.last == UInt8(ascii: "#") }

  /// What Windows keeps about where a file came from, after a copy to a system without streams: `q1.wav:Zone.Identifier`, with
  /// the colon as it is, left out, or as one of the characters that stand for it.
  private static func isStream(_ lower: [UInt8]) -> Bool {
    let end = Array("zone.identifier".utf8)
    return lower.count > end.count && lower.suffix(end.count).elementsEqual(end)
  }

  /// Pieces of a file that is still being loaded (`q1.mp4.part-Frag3`) or saved (`q1.wav.sb-8e0f1b2c-AbCdEf`).
  private static func isFragment(_ lower: [UInt8]) -> Bool {
    guard let dot = lower.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
    let ending = lower[(dot + 1)...]
    if ending.starts(with: "part-frag".utf8)
      || ending.starts(with: "part".utf8) && ending.dropFirst(4).allSatisfy({ (48...57).contains($0) })
    {
      return true
    }
    let parts = ending.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].elementsEqual("sb".utf8) && parts[1].count == 8 && parts[2].count == 6
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
