import Interview

/// From what was written to a `Transcript` that can be trusted: tags out, times checked, one speaker.
extension RawTranscript {
  /// Times beyond this are no interview's: 30 h, in seconds.
  static let latest = 108_000.0

  /// - Throws: `transcript.no-words`, `transcript.times-disordered`, `transcript.speaker-unknown`.
  func transcript(speaker wanted: String?) throws(Fault) -> Transcript {
    var cleaning = Cleaning()
    cleaning.add(strays: strays)
    var clean: [Segment] = []
    clean.reserveCapacity(segments.count)
    for written in segments {
      var segment = written
      segment.text = cleaning.clean(segment.text)
      // A note on a sound may be cut into words, which say nothing by themselves.
      if written.text.isSaid, !segment.text.isSaid { continue }
      let isRepeated = !segment.text.isEmpty
      segment.words = segment.words.compactMap { piece in
        var piece = piece
        piece.text = cleaning.clean(piece.text, isRepeated: isRepeated)
        return piece.text.isSaid ? piece : nil
      }
      guard !segment.words.isEmpty || segment.text.isSaid else { continue }
      clean += Self.turns(segment)
    }
    let credits = credits + Self.dropCredits(&clean)
    guard !clean.isEmpty else { throw Fault(.transcriptNoWords, format.rawValue) }
    var notes = notes + cleaning.notes
    if credits > 0 { notes.append("\(credits) lines about who wrote the transcript were left out") }
    let language = Self.language(language) ?? cleaning.language

    clean = Self.inOrder(clean)
    try Self.checkOrder(clean, format)
    let others = try Self.choose(wanted, from: &clean, notes: &notes)
    let result = clean.map(Self.segment)
    let words = result.reduce(0) { $0 + $1.words.count }
    let timed = result.reduce(0) { $0 + $1.words.count { $0.range != nil } }
    let untimed = result.contains { $0.words.isEmpty }
    let timing: Transcript.Timing =
      timed > 0 && timed * 2 >= words && !untimed ? .words : result.contains { $0.range != nil } ? .segments : timed > 0 ? .words : .none
    return Transcript(
      format: format.rawValue, declaredLanguage: language, segments: result, timing: timing, notes: notes, othersShare: others.share,
      others: others.times)
  }

  /// Takes out what a program says of itself at the beginning and the end; returns how many segments it took.
  private static func dropCredits(_ segments: inout [Segment]) -> Int {
    let count = segments.count
    while let last = segments.last, Credits.areCredits(last.text) { segments.removeLast() }
    let first = segments.prefix { Credits.areCredits($0.text) }.count
    segments.removeFirst(first)
    return count - segments.count
  }

  /// `zh`, `zh-CN`, `chinese`, `cmn`, `en-US`, `english`, `<|zh|>` …; Cantonese counts as Chinese script.
  static func language(_ tag: String?) -> Language? {
    guard let tag = tag?.lowercased().drop(while: { !$0.isLetter }), !tag.isEmpty else { return nil }
    if ["zh", "chinese", "cmn", "mandarin", "yue", "cn"].contains(where: tag.hasPrefix) { return .zh }
    return tag.hasPrefix("en") ? .en : nil
  }

  /// By start, where every segment has one: channels are written one after the other. Equal starts keep their order.
  private static func inOrder(_ segments: [Segment]) -> [Segment] {
    guard Set(segments.map(\.speaker)).count > 1 else { return segments }
    let starts = segments.map { $0.start ?? $0.words.first?.start }
    guard !starts.contains(nil) else { return segments }
    return segments.indices.sorted { (starts[$0] ?? 0, $0) < (starts[$1] ?? 0, $1) }.map { segments[$0] }
  }

  /// A few times out of order are a recogniser's slip, and are dropped one by one; many are a broken file.
  private static func checkOrder(_ segments: [Segment], _ format: TranscriptFormat) throws(Fault) {
    var count = 0
    var wrong = 0
    var last = 0.0
    var example = ""
    func take(_ start: Double?, _ end: Double?, _ text: String) {
      guard let start else { return }
      count += 1
      if range(start, end ?? start) == nil || start < last - 1 {
        wrong += 1
        if example.isEmpty { example = "\(start) s" }
      } else {
        last = start
      }
    }
    for segment in segments {
      if segment.words.contains(where: { $0.start != nil }) {
        for word in segment.words { take(word.start, word.end, word.text) }
      } else {
        take(segment.start, segment.end, segment.text)
      }
    }
    guard wrong * 5 <= count || wrong < 2 && count > 1 else {
      throw Fault(.transcriptTimesDisordered, "\(format.rawValue): \(wrong) of \(count), first at \(example)")
    }
  }

  /// A stretch whose words name several speakers, or one that it does not name itself, is cut into their turns.
  private static func turns(_ segment: Segment) -> [Segment] {
    let speakers = Set(segment.words.map(\.speaker))
    guard speakers.count > 1 || segment.speaker == nil && speakers.first.map({ $0 != nil }) == true else { return [segment] }
    if speakers.count == 1 || speakers.count == 2 && speakers.contains(nil) && segment.speaker == nil {
      var segment = segment
      segment.speaker = speakers.compactMap(\.self).first
      return [segment]
    }
    var parts: [Segment] = []
    for word in segment.words {
      let speaker = word.speaker ?? parts.last?.speaker ?? segment.speaker
      if parts.last?.speaker != speaker || parts.isEmpty { parts.append(Segment(text: "", start: word.start, speaker: speaker)) }
      parts[parts.count - 1].words.append(word)
      parts[parts.count - 1].end = word.end ?? parts[parts.count - 1].end
    }
    return parts.map { part in
      var part = part
      part.text = joined(part.words.map(\.text))
      return part
    }
  }

  /// Whether a label is a recogniser's number for a voice, which nobody could have put into a manifest.
  private static func isAnonymous(_ label: String) -> Bool { SpeakerRoles.isRole(label) || label.allSatisfy(\.isNumber) || label.count < 2 }

  /// Share of the words up to which it does not matter when they were said: as much as a pace may be off.
  private static let maximumUntimedShare = 0.05

  /// When a segment was spoken, by its own times or those of its words.
  private static func time(_ segment: Segment) -> TimeRange? {
    range(segment.start ?? segment.words.first?.start, segment.end ?? segment.words.last?.end)
  }

  /// Keeps the candidate's segments; returns the share of the words that others said, and when (nil where that is not known).
  private static func choose(
    _ wanted: String?, from segments: inout [Segment], notes: inout [String]
  ) throws(Fault) -> (share: Double, times: [TimeRange]?) {
    var said: [String: Int] = [:]
    func length(_ segment: Segment) -> Int { TextScanner.count(segment.text.isEmpty ? joined(segment.words.map(\.text)) : segment.text) }
    for index in segments.indices {
      guard let speaker = segments[index].speaker else { continue }
      segments[index].speaker = name(speaker)
      said[name(speaker), default: 0] += length(segments[index])
    }
    let known = wanted.flatMap { wanted in said.keys.sorted().first { isSame($0, wanted) } }
    // One voice without a name is the candidate's, whatever the manifest calls them.
    let isRefused = said.count > 1 || said.count == 1 && said.keys.allSatisfy { !isAnonymous($0) }
    if let wanted, known == nil, isRefused {
      throw Fault(.transcriptSpeakerUnknown, "\(wanted); there are \(said.keys.sorted().prefix(8).joined(separator: ", "))")
    }
    guard said.count > 1 else { return (0, []) }
    let talkative = said.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    let chosen = known ?? talkative
    let all = segments.reduce(0) { $0 + length($1) }
    let others = segments.filter { $0.speaker != nil && $0.speaker != chosen }
    segments.removeAll { $0.speaker != nil && $0.speaker != chosen }
    let kept = segments.reduce(0) { $0 + length($1) }
    let share = Double(all - kept) / Double(max(1, all))
    notes.append("speaker \(chosen) of \(said.count); the others say \((share * 100).rounded()) % of the words")
    let untimed = others.reduce(0) { $0 + (time($1) == nil ? length($1) : 0) }
    return (share, Double(untimed) > maximumUntimedShare * Double(all) ? nil : others.compactMap(time))
  }

  private static func segment(_ segment: Segment) -> TranscriptSegment {
    let words = segment.words.map { piece in
      Word(
        text: piece.text, range: range(piece.start, piece.end), confidence: piece.confidence.flatMap { (0...1).contains($0) ? $0 : nil },
        speaker: piece.speaker ?? segment.speaker)
    }
    return TranscriptSegment(
      text: segment.text.isEmpty ? joined(words.map(\.text)) : segment.text, range: range(segment.start, segment.end),
      speaker: segment.speaker, words: words)
  }

  /// A time range where both ends are known, sensible and in order.
  static func range(_ start: Double?, _ end: Double?) -> TimeRange? {
    guard let start, let end, start >= 0, end >= start, end <= latest else { return nil }
    return TimeRange(start, end)
  }
}
