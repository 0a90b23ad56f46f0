import Interview

/// Formats that are lines of text, told apart by their first lines.
enum TextFormats {
  /// - Parameters:
  ///   - most: lines.
  ///   - speaker: the speaker whom the manifest names; a name in the text that is the same is a speaker's.
  static func read(_ text: String, limit: Int, speaker: String? = nil) throws(Fault) -> RawTranscript {
    let text = withoutBold(withoutEscapes(text))
    let lines = lines(text, upTo: limit)
    guard lines.count <= limit else { throw Fault(.transcriptTooLarge, "more than \(limit) lines") }
    // A first line says in its beginning what it is; a text may be one line of megabytes.
    let head = lines.prefix(12).map { String($0.prefix(200)).trimmed }
    let first = head.first ?? ""
    func made(_ format: TranscriptFormat, _ blocks: [RawTranscript.Block], language: String? = nil) -> RawTranscript {
      var draft = RawTranscript(format, language: language)
      draft.addSegments(blocks, wanted: speaker)
      return draft
    }
    if first.hasPrefix("WEBVTT") {
      let blocks = try Cues.blocks(lines[1...], .webVTT)
      return made(.webVTT, blocks, language: Cues.language(lines[...]))
    }
    if let markup = ["<?xml", "<!DOCTYPE", "<!doctype", "<html", "<tt ", "<tt>"].first(where: first.hasPrefix) {
      throw Fault(.transcriptFormatUnknown, "markup beginning with \(markup); known: \(TranscriptFormat.list)")
    }
    if head.contains(where: { $0.contains("ooTextFile") }) || head.contains(where: { $0.contains("Object class = \"TextGrid\"") }) {
      return try TextGrid.read(text)
    }
    if head.contains("[Script Info]") || head.contains("[Events]") { return made(.subStation, SubStation.blocks(lines)) }
    if lines.prefix(40).contains(where: Cues.isTiming) { return made(.subRip, try Cues.blocks(lines[...], .subRip)) }
    if first.lowercased() == "start\tend\ttext" { return tsv(lines.dropFirst()) }
    if let table = TimeTable.blocks(text, lines) { return made(.table, table) }
    if let draft = ctm(lines) { return draft }
    if let (blocks, titles) = TimedText.blocks(lines) {
      var draft = made(.timedText, blocks)
      if titles > 0 { draft.notes.append("\(titles) lines before the first time were left out") }
      return draft
    }
    let plain = lines.compactMap { $0.isBlank ? nil : RawTranscript.Block(lines: [.init(text: String($0).trimmed)]) }
    return made(first.hasPrefix("<|") ? .senseVoice : .plainText, plain)
  }

  /// The text without Markdown's bold, in which language models set names and times: **[00:06]** **Speaker 1:** text.
  private static func withoutBold(_ text: String) -> String {
    let star = UInt8(ascii: "*")
    var isBehindStar = false
    for byte in text.utf8 {
      if byte == star, isBehindStar { return String(decoding: unpaired(Array(text.utf8), star), as: UTF8.self) }
      isBehindStar = byte == star
    }
    return text
  }

  /// The bytes without pairs of `mark`.
  private static func unpaired(_ bytes: [UInt8], _ mark: UInt8) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == mark, index + 1 < bytes.count, bytes[index + 1] == mark {
        index += 2
      } else {
        kept.append(bytes[index])
        index += 1
      }
    }
    return kept
  }

  /// The text without a terminal's colours, which programs write into their output: ESC [ 38;5;71 m.
  private static func withoutEscapes(_ text: String) -> String {
    guard text.utf8.contains(0x1B) else { return text }
    var kept = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\u{1B}" else {
        kept.append(scalar)
        continue
      }
      guard scalars.first == "[" else { continue }
      repeat { scalars.removeFirst() } while scalars.first.map { (0x20...0x3F).contains($0.value) } ?? false
      _ = scalars.popFirst()
    }
    return String(kept)
  }

  /// The lines, cut as `Character.isNewline` cuts: at LF, VT, FF, CR, CR LF, NEL, LS and PS. By bytes, because looking at each
  /// character for it took a tenth of the time that all else takes.
  ///
  /// - Parameter most: behind so many lines the rest is one.
  static func lines(_ text: String, upTo limit: Int = .max) -> [Substring] {
    var lines: [Substring] = []
    let bytes = text.utf8
    var (start, index) = (bytes.startIndex, bytes.startIndex)
    while index < bytes.endIndex, lines.count < limit {
      let width = newline(bytes[index...])
      if width == 0 {
        bytes.formIndex(after: &index)
      } else {
        lines.append(text[start..<index])
        index = bytes.index(index, offsetBy: width)
        start = index
      }
    }
    return lines + [text[start...]]
  }

  /// The bytes of the line break that begins here; 0 where none does.
  private static func newline(_ rest: Substring.UTF8View) -> Int {
    guard let first = rest.first else { return 0 }
    switch first {
    case 0x0D: return rest.dropFirst().first == 0x0A ? 2 : 1
    case 0x0A...0x0C: return 1
    case 0xC2: return rest.dropFirst().first == 0x85 ? 2 : 0
    case 0xE2: return rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9]) ? 3 : 0
    default: return 0
    }
  }

  /// whisper's `.tsv`: whole milliseconds, then the text.
  private static func tsv(_ lines: ArraySlice<Substring>) -> RawTranscript {
    var draft = RawTranscript(.whisperTSV)
    for line in lines {
      let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      draft.segments.append(
        RawTranscript.Segment(text: String(fields[2]), start: Double(fields[0]).map { $0 / 1000 }, end: Double(fields[1]).map { $0 / 1000 })
      )
    }
    return draft
  }

  /// `utterance channel start duration word [confidence]`; `;;` opens a comment. Every line must fit, or it is text.
  private static func ctm(_ lines: [Substring]) -> RawTranscript? {
    var words: [RawTranscript.Piece] = []
    for line in lines where !line.hasPrefix(";;") && !line.isBlank {
      // The format's separators are ASCII; looking at bytes takes a third of the time that looking at characters takes.
      let fields = line.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map(Substring.init)
      guard (5...8).contains(fields.count), let start = Double(fields[2]), let length = Double(fields[3]), length >= 0 else { return nil }
      let word = String(fields[4])
      // Silence and noise stand in brackets: <eps>, <s>, [NOISE].
      if word.hasPrefix("<") && word.hasSuffix(">") || word.hasPrefix("[") && word.hasSuffix("]") { continue }
      words.append(
        RawTranscript.Piece(text: word, start: start, end: start + length, confidence: fields.count > 5 ? Double(fields[5]) : nil))
    }
    guard !words.isEmpty else { return nil }
    var draft = RawTranscript(.ctm)
    draft.addRuns(words)
    return draft
  }
}

extension Substring {
  /// Whether it is white space alone.
  var isBlank: Bool {
    // Told by the first character in all lines that are not.
    if let first = unicodeScalars.first, first.isInk { return false }
    return allSatisfy(\.isWhitespace)
  }
}
