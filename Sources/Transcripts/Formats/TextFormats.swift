import Interview

/// Formats that are lines of text, told apart by their first lines.
enum TextFormats {
  static func read(_ text: String) throws(Fault) -> Draft {
    let lines = lines(text)
    // A first line says in its beginning what it is; a text may be one line of megabytes.
    let head = lines.prefix(12).map { String($0.prefix(200)).trimmed }
    let first = head.first ?? ""
    if first.hasPrefix("WEBVTT") { return try Cues.read(lines.dropFirst(), .webVTT) }
    if let markup = ["<?xml", "<!DOCTYPE", "<!doctype", "<html", "<tt ", "<tt>"].first(where: first.hasPrefix) {
      throw Fault(.transcriptFormatUnknown, "markup beginning with \(markup); known: \(TranscriptFormat.list)")
    }
    if head.contains(where: { $0.contains("ooTextFile") }) || head.contains(where: { $0.contains("Object class = \"TextGrid\"") }) {
      return try TextGrid.read(text)
    }
    if lines.prefix(40).contains(where: Cues.isTiming) { return try Cues.read(lines[...], .subRip) }
    if first == "start\tend\ttext" { return tsv(lines.dropFirst()) }
    if let draft = ctm(lines) { return draft }
    return plain(lines, tagged: first.hasPrefix("<|"))
  }

  /// The lines, cut as `Character.isNewline` cuts: at LF, VT, FF, CR, CR LF, NEL, LS and PS. By bytes, because looking at each
  /// character for it took a tenth of the time that all else takes.
  static func lines(_ text: String) -> [Substring] {
    var lines: [Substring] = []
    let bytes = text.utf8
    var (start, index) = (bytes.startIndex, bytes.startIndex)
    while index < bytes.endIndex {
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
  private static func tsv(_ lines: ArraySlice<Substring>) -> Draft {
    var draft = Draft(.whisperTSV)
    for line in lines {
      let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      draft.segments.append(
        Draft.Segment(text: String(fields[2]), start: Double(fields[0]).map { $0 / 1000 }, end: Double(fields[1]).map { $0 / 1000 }))
    }
    return draft
  }

  /// `utterance channel start duration word [confidence]`; `;;` opens a comment. Every line must fit, or it is text.
  private static func ctm(_ lines: [Substring]) -> Draft? {
    var words: [Draft.Piece] = []
    for line in lines where !line.hasPrefix(";;") && !line.isBlank {
      // The format's separators are ASCII; looking at bytes takes a third of the time that looking at characters takes.
      let fields = line.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map(Substring.init)
      guard (5...8).contains(fields.count), let start = Double(fields[2]), let length = Double(fields[3]), length >= 0 else { return nil }
      let word = String(fields[4])
      // Silence and noise stand in brackets: <eps>, <s>, [NOISE].
      if word.hasPrefix("<") && word.hasSuffix(">") || word.hasPrefix("[") && word.hasSuffix("]") { continue }
      words.append(
        Draft.Piece(text: word, start: start, end: start + length, confidence: fields.count > 5 ? Double(fields[5]) : nil))
    }
    guard !words.isEmpty else { return nil }
    var draft = Draft(.ctm)
    // A segment for each stretch without a pause of a second, so that a sentence does not last the whole answer.
    var run: [Draft.Piece] = []
    for word in words {
      if let last = run.last?.end, let start = word.start, start - last > 1 {
        draft.add(words: run)
        run = []
      }
      run.append(word)
    }
    draft.add(words: run)
    return draft
  }

  private static func plain(_ lines: [Substring], tagged: Bool) -> Draft {
    var draft = Draft(tagged ? .senseVoice : .plainText)
    for line in lines where !line.isBlank {
      let (speaker, text) = Cues.speaker(of: String(line).trimmed)
      draft.segments.append(Draft.Segment(text: text, speaker: speaker))
    }
    return draft
  }
}

/// What SubRip and WebVTT share.
enum Cues {
  static func isTiming(_ line: Substring) -> Bool { times(line) != nil }

  private static func times(_ line: Substring) -> (Double, Double)? {
    guard let arrow = line.firstRange(of: "-->") else { return nil }
    let left = line[..<arrow.lowerBound].split(whereSeparator: \.isWhitespace)
    let right = line[arrow.upperBound...].split(whereSeparator: \.isWhitespace)
    guard left.count == 1, let first = right.first, let start = Clock.seconds(left[0]), let end = Clock.seconds(first) else { return nil }
    return (start, end)
  }

  /// - Throws: `transcript.unparseable` where a line has an arrow and no times.
  static func read(_ lines: ArraySlice<Substring>, _ format: TranscriptFormat) throws(Fault) -> Draft {
    var draft = Draft(format)
    var cue: (start: Double, end: Double, lines: [String])?
    func close(_ draft: inout Draft) {
      guard let done = cue else { return }
      cue = nil
      // A cue of several lines may hold several speakers, a line each.
      for line in joinedLines(done.lines) {
        draft.segments.append(Draft.Segment(text: line.text, start: done.start, end: done.end, speaker: line.speaker))
      }
    }
    for (index, line) in lines.enumerated() {
      if line.contains("-->") {
        close(&draft)
        guard let (start, end) = times(line) else {
          throw Fault(.transcriptUnparseable, "\(format.rawValue), line \(index + (format == .webVTT ? 2 : 1)): \"\(line.prefix(60))\"")
        }
        cue = (start, end, [])
      } else if line.isBlank {
        close(&draft)
      } else {
        cue?.lines.append(String(line))
      }
    }
    close(&draft)
    return draft
  }

  private static func joinedLines(_ lines: [String]) -> [(speaker: String?, text: String)] {
    var result: [(speaker: String?, text: String)] = []
    for line in lines {
      let (speaker, text) = speaker(of: plain(line))
      if let last = result.last, speaker == nil || speaker == last.speaker {
        result[result.count - 1].text = Draft.joined([last.text, text])
      } else {
        result.append((speaker, text))
      }
    }
    return result
  }

  /// `<v Name>` becomes `[Name]:`; other tags are style. Entities are resolved.
  private static func plain(_ line: String) -> String {
    var text = ""
    var rest = line[...]
    while let open = rest.firstIndex(of: "<") {
      text += rest[..<open]
      rest = rest[open...]
      // A tag is short; looking no further keeps hostile text linear.
      guard !rest.hasPrefix("<|"), let close = rest.prefix(200).firstIndex(of: ">") else {
        text.append(rest.removeFirst())
        continue
      }
      let tag = rest[rest.index(after: open)..<close]
      if tag.hasPrefix("v ") || tag.hasPrefix("v."), let space = tag.firstIndex(of: " ") {
        text += "[" + String(tag[space...]).trimmed + "]: "
      }
      rest = rest[rest.index(after: close)...]
    }
    text += rest
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&")] {
      if text.contains(entity) { text = text.replacing(entity, with: character) }
    }
    return text
  }

  /// `[SPEAKER_00]: text`, as WhisperX writes it.
  static func speaker(of line: String) -> (String?, String) {
    let trimmed = line.trimmed
    guard trimmed.hasPrefix("["), let close = trimmed.firstIndex(of: "]") else { return (nil, trimmed) }
    let rest = trimmed[trimmed.index(after: close)...]
    guard let colon = rest.first, colon == ":" || colon == "：" else { return (nil, trimmed) }
    let name = String(trimmed[trimmed.index(after: trimmed.startIndex)..<close]).trimmed
    return (name.isEmpty ? nil : name, String(rest.dropFirst()).trimmed)
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
