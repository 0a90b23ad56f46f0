/// What ffmpeg writes to standard error at `-v level+info`: `[demuxer @ 0x55…] [error] words`, the part in front only where a
/// component of its own speaks.
///
/// Files carry words of their senders (titles, names of streams), and ffmpeg repeats them in lines of its own. So a line counts
/// by the level that ffmpeg put in front of it, never by a level, or by words, that stand somewhere within it; and the table of
/// streams, by which the codec is known, is told from the metadata below it by its indentation.
struct FFmpegComplaints {
  private struct Line {
    let level: Substring
    /// What follows the level and one space, indentation included.
    let words: Substring
  }

  private let lines: [Line]

  init(_ bytes: [UInt8]) {
    lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap(Self.parse)
  }

  /// Nil for a line that goes on from the one before, as those of a text with line breaks do.
  private static func parse(_ text: Substring) -> Line? {
    var rest = text
    while rest.first == "[", let end = rest.firstIndex(of: "]") {
      let field = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...].drop(while: { $0 == " " })
      if field.contains(" @ 0x") { continue }
      // The space behind the level is ffmpeg's; more of them are the message's.
      let words = text[end...].dropFirst().dropFirst()
      return Line(level: field, words: words)
    }
    return nil
  }

  private static let troubles: Set<Substring> = ["error", "fatal", "panic"]

  /// The codecs of the input's audio streams, as in `[info]   Stream #0:0: Audio: aac (LC) …`.
  var codecs: [String] {
    var found: [String] = []
    for line in lines where line.level == "info" {
      // The output's stream is listed like the input's.
      if line.words.hasPrefix("Stream mapping:") || line.words.hasPrefix("Output #") { break }
      guard line.words.hasPrefix("  Stream #0:") else { continue }
      let words = line.words.split(separator: " ")
      if let marker = words.firstIndex(of: "Audio:"), marker + 1 < words.count {
        found.append(String(words[marker + 1].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }))
      }
    }
    return found
  }

  /// The first error, without the addresses that differ from run to run, printable, at most 200 characters.
  var first: String? {
    for line in lines where Self.troubles.contains(line.level) {
      let words = line.words.split(separator: " ").filter { !$0.hasPrefix("0x") && $0 != "@" }
      let text = words.joined(separator: " ").replacing("file:/proc/self/fd/0: ", with: "")
      return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.isPrintable ? $0 : "\u{FFFD}" }).prefix(200))
    }
    return nil
  }

  var hasNoAudio: Bool {
    lines.contains {
      Self.troubles.contains($0.level) && ($0.words.contains("matches no streams") || $0.words.contains("does not contain any stream"))
    }
  }

  var tellsOfMissingEnd: Bool {
    lines.contains {
      (Self.troubles.contains($0.level) || $0.level == "warning")
        && ($0.words.contains("ended prematurely") || $0.words.contains("partial file") || $0.words.contains("Truncated"))
    }
  }
}

extension Unicode.Scalar.Properties {
  /// Whether a terminal shows it and obeys nothing: no control, format, surrogate, private or unassigned character.
  fileprivate var isPrintable: Bool {
    switch generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
