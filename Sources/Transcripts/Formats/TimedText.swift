/// Text with times written into it, line by line: what whisper and NeMo print, LRC, SBV, the copied text of meetings.
///
/// A time is a stamp only where the text as a whole says so; `at 10:30 we met` is speech. A range or a time in square
/// brackets at the beginning of a line is enough. A time without brackets needs its own line, or company: nearly every line
/// begins with one. A time behind a name, in round brackets, or at the end of a line needs company too. And stamps rise.
enum TimedText {
  /// The stretches, and how many lines stood before the first: a title, or what a program says of itself.
  static func blocks(_ lines: [Substring]) -> (blocks: [RawTranscript.Block], titles: Int)? {
    var written = lines.compactMap { $0.isBlank ? nil : String($0) }
    // LRC's head, `[ti:title]`; the two lines over what NeMo and others print are read as a title.
    written.removeAll(where: isTag)
    guard let first = written.firstIndex(where: { Stamp($0) != nil || Stamp.trailing($0) != nil }), first <= 3 else { return nil }
    let body = Array(written[first...])
    var stamps = body.map { Stamp($0) }
    if stamps.allSatisfy({ $0 == nil }) || trailingPrevails(body, stamps) { return trailing(body).map { ($0, first) } }
    // Counted once, for all stamps: a song may have a hundred thousand.
    let alike = Dictionary(stamps.compactMap { stamp in stamp.map { ($0.kind, 1) } }, uniquingKeysWith: +)
    for index in stamps.indices {
      guard let stamp = stamps[index] else { continue }
      let isFirst = index == 0 && first == 0 && body.count > 1
      if !isTrusted(stamp, alike: alike[stamp.kind] ?? 0, body.count, isFirst: isFirst, isBehindTitle: first > 0) { stamps[index] = nil }
    }
    let starts = stamps.compactMap { $0?.start }
    guard let opening = stamps.first, opening != nil, rise(starts) else { return nil }
    var blocks: [RawTranscript.Block] = []
    for (line, stamp) in zip(body, stamps) {
      if let stamp {
        var block = RawTranscript.Block(lines: [], start: stamp.start, end: stamp.end)
        if let speaker = stamp.speaker, stamp.kind == .header || !speaker.isEmpty { block.lines.append(.init(text: "", speaker: speaker)) }
        if !stamp.text.isEmpty || block.lines.isEmpty { block.lines.append(.init(text: stamp.text)) }
        blocks.append(block)
      } else {
        blocks[blocks.count - 1].lines.append(.init(text: line))
      }
    }
    guard blocks.contains(where: { $0.lines.contains { TextScanner.count($0.text) > 0 } }) else { return nil }
    for index in blocks.indices where blocks[index].lines.count > 1 {
      blocks[index].lines.removeAll { $0.text.isEmpty && $0.speaker == nil }
    }
    return (ended(blocks), first)
  }

  /// A stretch lasts until its stated end, else until the next one begins; the last one until the sound ends.
  private static func ended(_ blocks: [RawTranscript.Block]) -> [RawTranscript.Block] {
    var blocks = blocks
    for index in blocks.indices where blocks[index].end == nil {
      let next = index + 1 < blocks.count ? blocks[index + 1].start : nil
      blocks[index].end = next.map { max($0, blocks[index].start ?? $0) } ?? RawTranscript.latest
    }
    return blocks
  }

  /// - Parameter alike: how many stamps of its kind there are.
  private static func isTrusted(_ stamp: Stamp, alike: Int, _ lines: Int, isFirst: Bool, isBehindTitle: Bool) -> Bool {
    switch stamp.kind {
    case .range, .bracketed: return true
    case .bareRange: return alike * 2 >= lines || stamp.text.isEmpty
    case .alone: return !isBehindTitle || alike > 1
    case .round: return alike > 1 || stamp.text.isEmpty
    case .bare: return alike > 1 && alike * 5 >= lines * 4
    case .header:
      // One turn alone: a role, or a person's name and a time that are the first line.
      let name = SpeakerLabel(name: stamp.speaker ?? "", text: "")
      return alike > 1 || SpeakerRoles.isRole(name.name) || isFirst && stamp.text.isEmpty && name.isPersonal
    case .trailing: return false
    }
  }

  private static func rise(_ starts: [Double]) -> Bool {
    let falls = zip(starts, starts.dropFirst()).count { $1 < $0 }
    return falls * 10 <= starts.count
  }

  private static func trailingPrevails(_ body: [String], _ stamps: [Stamp?]) -> Bool {
    stamps.first.map { $0 == nil } == true && body.count > 1 && body.allSatisfy { Stamp.trailing($0) != nil }
  }

  private static func trailing(_ body: [String]) -> [RawTranscript.Block]? {
    let stamps = body.compactMap { Stamp.trailing($0) }
    guard stamps.count == body.count, stamps.count > 1, rise(stamps.map(\.start)) else { return nil }
    return ended(stamps.map { RawTranscript.Block(lines: [.init(text: $0.text)], start: $0.start, end: $0.end) })
  }

  /// `[ar:somebody]`, `[offset:+500]`.
  private static func isTag(_ line: String) -> Bool {
    guard line.utf8.first == UInt8(ascii: "["), line.utf8.count < 200, line.trimmed.hasSuffix("]"), let colon = line.firstIndex(of: ":")
    else {
      return false
    }
    return ["ti", "ar", "al", "au", "by", "offset", "re", "ve", "length", "la", "lr", "id", "tool"].contains(
      line[line.index(after: line.startIndex)..<colon].lowercased())
  }
}
