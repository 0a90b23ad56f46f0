import Interview

/// What SubRip and WebVTT share, read as leniently as players read it.
///
/// A cue's text goes from its times to the next cue's, blank lines or none between; the number or name of the next cue, which
/// stands directly before its times, is not part of it.
enum Cues {
  static func isTiming(_ line: Substring) -> Bool { times(line) != nil }

  private static func times(_ line: Substring) -> (Double, Double)? {
    guard line.utf8.count < 400, let arrow = line.firstRange(of: "-->") else { return nil }
    let left = line[..<arrow.lowerBound].split(whereSeparator: \.isWhitespace)
    let right = line[arrow.upperBound...].split(whereSeparator: \.isWhitespace)
    guard left.count == 1, let first = right.first, let start = Clock.seconds(left[0]), let end = Clock.seconds(first) else { return nil }
    return (start, end)
  }

  /// Whether it is a cue's times gone wrong; any other arrow is text: `we moved A --> B`.
  private static func isBroken(_ line: Substring) -> Bool {
    guard line.utf8.count < 400, let arrow = line.firstRange(of: "-->") else { return false }
    let left = line[..<arrow.lowerBound].split(whereSeparator: \.isWhitespace)
    return left.count == 1 && left[0].contains(":") && Clock.seconds(left[0]) != nil
  }

  /// - Throws: `transcript.unparseable` where a line has an arrow behind a time, and no time behind the arrow.
  static func blocks(_ lines: ArraySlice<Substring>, _ format: TranscriptFormat) throws(Fault) -> [RawTranscript.Block] {
    var cueLines: [(line: Int, start: Double, end: Double)] = []
    for (index, line) in zip(lines.indices, lines) where line.contains("-->") {
      if let (start, end) = times(line) {
        cueLines.append((index, start, end))
      } else if isBroken(line) {
        throw Fault(.transcriptUnparseable, "\(format.rawValue), line \(index + 1): \"\(line.prefix(60))\"")
      }
    }
    let head = names(of: cueLines.map(\.line), lines)
    var blocks: [RawTranscript.Block] = []
    for (number, cue) in cueLines.enumerated() {
      let end = number + 1 < cueLines.count ? head[number + 1] : lines.endIndex
      let text = withoutNotes(lines[min(end, cue.line + 1)..<end])
      blocks.append(RawTranscript.Block(lines: text.map { style($0) }, start: cue.start, end: cue.end))
    }
    return RollingCaptions.unrolled(blocks)
  }

  /// The language that WebVTT's head states.
  static func language(_ lines: ArraySlice<Substring>) -> String? {
    lines.prefix(12).first { $0.hasPrefix("Language:") }.map { String($0.dropFirst(9)).trimmed }
  }

  /// Where each cue begins: at its number or name, where the file has such, else at its times.
  private static func names(of cueLines: [Int], _ lines: ArraySlice<Substring>) -> [Int] {
    func filled(before cue: Int) -> Int? {
      var index = cue - 1
      while index >= lines.startIndex, lines[index].isBlank { index -= 1 }
      return index >= lines.startIndex ? index : nil
    }
    func isNumber(_ index: Int) -> Bool { !lines[index].isBlank && lines[index].unicodeScalars.allSatisfy { $0.isASCIIDigit || $0 == " " } }
    let numbered = cueLines.count { filled(before: $0).map(isNumber) ?? false }
    let named = cueLines.count { cue in
      cue - 1 >= lines.startIndex && !lines[cue - 1].isBlank && (cue - 2 < lines.startIndex || lines[cue - 2].isBlank)
    }
    let isNumbered = numbered * 2 > cueLines.count || numbered * 2 == cueLines.count && cueLines.first.flatMap(filled).map(isNumber) == true
    return cueLines.map { cue in
      if isNumbered {
        return filled(before: cue).flatMap { isNumber($0) ? $0 : nil } ?? cue
      }
      // Names are the less likely reading: every cue must have one.
      return named == cueLines.count ? cue - 1 : cue
    }
  }

  /// The lines of a cue without blank ones, and without WebVTT's `NOTE` and `STYLE` blocks.
  private static func withoutNotes(_ lines: ArraySlice<Substring>) -> [Substring] {
    var kept: [Substring] = []
    var wasBlank = false
    var isNote = false
    for line in lines {
      if line.isBlank {
        wasBlank = true
        isNote = false
        continue
      }
      if wasBlank, line == "NOTE" || line.hasPrefix("NOTE ") || line == "STYLE" || line == "REGION" { isNote = true }
      wasBlank = false
      if !isNote { kept.append(line) }
    }
    return kept
  }

  /// Tags are style and go; `<v Name>` names the speaker. Linear: the next `>` is looked for once.
  ///
  /// Teams' transcript with metadata holds an object in each cue.
  static func style(_ line: Substring) -> RawTranscript.Block.Line {
    if line.hasPrefix("{"), line.contains("spokenText"), let cue = try? JSONParser.documents(Array(line.utf8)).first,
      let text = cue["spokenText"]?.string
    {
      return RawTranscript.Block.Line(text: text, speaker: cue["speakerName"]?.label)
    }
    guard line.utf8.contains(UInt8(ascii: "<")) else { return RawTranscript.Block.Line(text: String(line)) }
    let scalars = Array(line.unicodeScalars)
    var kept = String.UnicodeScalarView()
    var speaker: String?
    var (index, close) = (0, 0)
    while index < scalars.count {
      guard scalars[index] == "<", index + 1 < scalars.count,
        scalars[index + 1].isLetter || scalars[index + 1] == "/" || scalars[index + 1].isASCIIDigit
      else {
        kept.append(scalars[index])
        index += 1
        continue
      }
      close = max(close, index)
      while close < scalars.count, scalars[close] != ">" { close += 1 }
      guard close < scalars.count else {
        kept.append(contentsOf: scalars[index...])
        break
      }
      let tag = scalars[(index + 1)..<close]
      // The times of karaoke, <00:00:01.000>, but not 3 <5 and 7> 6.
      if scalars[index + 1].isASCIIDigit, !tag.allSatisfy({ $0.isASCIIDigit || $0 == ":" || $0 == "." }) {
        kept.append(scalars[index])
        index += 1
        continue
      }
      if tag.count > 2, tag.first == "v", tag.dropFirst().first == " " || tag.dropFirst().first == ".",
        let space = tag.firstIndex(of: " "), speaker == nil
      {
        speaker = String(String.UnicodeScalarView(tag[space...])).trimmed
      }
      index = close + 1
    }
    return RawTranscript.Block.Line(text: String(kept), speaker: speaker)
  }
}

/// Captions that roll: each cue shows the last lines of the one before again, as YouTube's do, or grows word by word.
enum RollingCaptions {
  /// The blocks with each line once, at the time of its first cue.
  ///
  /// A line may be said twice. Captions roll where at least half of the cues begin with the lines, or all the words, that the
  /// cue before ended with, and go on from there at least once.
  static func unrolled(_ blocks: [RawTranscript.Block]) -> [RawTranscript.Block] {
    guard blocks.count > 1 else { return blocks }
    let texts = blocks.map { block in
      block.lines.map { line in
        var cleaning = Cleaning()
        return TextScanner.recogniserTokens(cleaning.clean(line.text)).map { $0.lowercased() }
      }
    }
    var repeated: [(lines: Int, words: Int)] = [(0, 0)]
    var rolling = 0
    var goesOn = false
    // What is shown, without lines that hold no word: YouTube puts a space there.
    for index in texts.indices.dropFirst() {
      let before = texts[index - 1].filter { !$0.isEmpty }
      let now = texts[index].filter { !$0.isEmpty }
      let lines = (0...min(before.count, now.count, 8)).last { before.suffix($0) == now.prefix($0) } ?? 0
      let spoken = before.flatMap(\.self)
      let grown = now.flatMap(\.self)
      let grows = lines == 0 && spoken.count > 1 && grown.count > spoken.count && grown.starts(with: spoken)
      let isLong = now.prefix(lines).reduce(0) { $0 + $1.count } > 1
      repeated.append((lines, grows ? spoken.count : 0))
      if isLong || grows { rolling += 1 }
      if isLong && now.count > lines || grows { goesOn = true }
    }
    guard goesOn, rolling * 2 >= blocks.count - 1 else { return blocks }
    return blocks.indices.map { index in
      var block = blocks[index]
      var left = repeated[index].lines
      var words = repeated[index].words
      block.lines = zip(block.lines, texts[index]).compactMap { line, tokens in
        if tokens.isEmpty { return nil }
        if left > 0 {
          left -= 1
          return nil
        }
        guard words > 0 else { return line }
        if words >= tokens.count {
          words -= tokens.count
          return nil
        }
        defer { words = 0 }
        return RawTranscript.Block.Line(text: rest(of: line.text, after: words), speaker: line.speaker)
      }
      return block
    }
  }

  /// The text behind its first words.
  private static func rest(of text: String, after words: Int) -> String {
    let scalars = Array(text.unicodeScalars)
    let pieces = TextScanner.pieces(scalars).pieces
    guard words < pieces.count else { return "" }
    return String(String.UnicodeScalarView(scalars[pieces[words].span.lowerBound...]))
  }
}

/// Advanced SubStation Alpha (`.ass`, `.ssa`): lines `Dialogue: layer,start,end,style,name,…,text`.
enum SubStation {
  static func blocks(_ lines: [Substring]) -> [RawTranscript.Block] {
    var columns: [String] = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]
    var isEvents = false
    var blocks: [RawTranscript.Block] = []
    for line in lines {
      if line.hasPrefix("[") { isEvents = line.hasPrefix("[Events]") }
      guard isEvents, let colon = line.firstIndex(of: ":") else { continue }
      let rest = line[line.index(after: colon)...]
      if line.hasPrefix("Format:") { columns = rest.split(separator: ",").map { String($0).trimmed.lowercased() } }
      guard line.hasPrefix("Dialogue:") else { continue }
      let fields = rest.split(separator: ",", maxSplits: columns.count - 1, omittingEmptySubsequences: false).map { String($0).trimmed }
      func field(_ name: String) -> String? { columns.firstIndex(of: name).flatMap { $0 < fields.count ? fields[$0] : nil } }
      guard let text = field("text"), let start = field("start").flatMap({ Clock.seconds($0[...]) }) else { continue }
      let speaker = field("name").flatMap { $0.isEmpty ? nil : $0 }
      let written = text.replacing("\\N", with: "\n").replacing("\\n", with: "\n").replacing("\\h", with: " ")
      blocks.append(
        RawTranscript.Block(
          lines: written.split(separator: "\n").map { .init(text: String($0), speaker: speaker) }, start: start,
          end: field("end").flatMap { Clock.seconds($0[...]) }))
    }
    return blocks
  }
}
