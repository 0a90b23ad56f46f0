/// What a program or a community says of itself before or behind a transcript: `Transcribed by https://example.ai`,
/// `字幕由 example.org 社区提供`.
///
/// Exports of meeting tools end with it, and recognisers that learnt from subtitles invent it where nobody speaks. Nobody says
/// an address and who wrote the captions in one short breath: both must stand there, at the very beginning or end.
enum Credits {
  /// Longest line, in words of Latin script and Han characters.
  private static let longest = 12
  private static let longestBytes = 400

  static func areCredits(_ text: String) -> Bool {
    // Counting the words of a whole answer, which may be one line of megabytes, costs more than all else here.
    guard text.utf8.count <= longestBytes, TextScanner.count(text) <= longest else { return false }
    let lower = text.lowercased()
    return ["transcri", "caption", "subtitl", "字幕", "转写", "轉寫", "转录", "轉錄", "听写"].contains { lower.contains($0) } && hasAddress(lower)
  }

  /// A name of a host: letters, digits and hyphens around a dot with at least two letters behind it, as in `example.ai`.
  private static func hasAddress(_ text: String) -> Bool {
    let parts = text.unicodeScalars.split { scalar in
      !(scalar.isASCIIDigit || scalar == "." || scalar == "-" || ("a"..."z").contains(scalar))
    }
    return parts.contains { part in
      let labels = part.split(separator: ".", omittingEmptySubsequences: false)
      guard labels.count >= 2, let last = labels.last(where: { !$0.isEmpty }), last.count >= 2 else { return false }
      return last.allSatisfy { ("a"..."z").contains($0) } && labels.first?.isEmpty == false && last.startIndex != part.startIndex
    }
  }
}
