import Interview

/// What a format reader found, before speakers are chosen and times are checked.
struct TranscriptDraft {
  var format: String
  var language: Language?
  var segments: [TranscriptSegment] = []
  var notes: [String] = []

  init(_ format: TranscriptFormat, language: String? = nil) {
    self.format = format.name
    self.language = Self.language(language)
  }

  /// `zh`, `zh-CN`, `chinese`, `cmn`, `en-US`, `english` …
  static func language(_ tag: String?) -> Language? {
    guard let tag = tag?.lowercased() else { return nil }
    if tag.hasPrefix("zh") || tag.hasPrefix("chinese") || tag.hasPrefix("cmn") || tag.hasPrefix("mandarin") { return .zh }
    if tag.hasPrefix("en") { return .en }
    return nil
  }

  /// A time range where both ends are known and in order.
  static func range(_ start: Double?, _ end: Double?) -> TimeRange? {
    guard let start, let end, start >= 0, end >= start else { return nil }
    return TimeRange(start, end)
  }

  /// Adds a segment; without words of its own, its text is cut into them.
  mutating func add(_ text: String, _ range: TimeRange?, speaker: String? = nil, words: [Word] = []) {
    let clean = ASRTags.strip(text, notes: &notes).trimmed
    let kept = words.filter { $0.text.contains(where: \.isLetterOrNumber) }
    let own = kept.isEmpty ? Tokens.split(clean).map { Word(text: $0, speaker: speaker) } : kept
    guard !own.isEmpty else { return }
    segments.append(TranscriptSegment(text: clean, range: range, speaker: speaker, words: own))
  }

  /// The candidate's words: the named speaker's, else those of the one who says most.
  func transcript(speaker: String?) -> Transcript {
    var kept = segments
    var notes = notes
    let speakers = Dictionary(grouping: segments.filter { $0.speaker != nil }, by: { $0.speaker ?? "" })
      .mapValues { $0.reduce(0) { $0 + $1.words.count } }
    if speakers.count > 1 {
      let most = speakers.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
      let chosen = speaker.flatMap { speakers[$0] == nil ? nil : $0 } ?? most
      kept = segments.filter { $0.speaker == nil || $0.speaker == chosen }
      let all = speakers.values.reduce(0, +)
      let others = all - (chosen.flatMap { speakers[$0] } ?? 0)
      notes.append("speaker \(chosen ?? "?"); others \((Double(others) / Double(max(1, all))).rounded(decimals: 3)) of the words")
    }
    // The order of speech, where every segment has a time; a stable sort keeps what the recogniser put first.
    if kept.allSatisfy({ $0.range != nil }) {
      kept = kept.enumerated().sorted { ($0.element.range?.start ?? 0, $0.offset) < ($1.element.range?.start ?? 0, $1.offset) }.map(
        \.element)
    }
    let words = kept.flatMap(\.words)
    let timed = words.count { $0.range != nil }
    let timing: Transcript.Timing =
      timed * 2 > words.count ? .words : kept.contains { $0.range != nil } ? .segments : .none
    return Transcript(format: format, declaredLanguage: language, segments: kept, timing: timing, notes: notes)
  }
}

extension String {
  var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }
}

extension Character {
  var isLetterOrNumber: Bool { isLetter || isNumber }
}

/// Tags that recognisers put into the text: language, emotion, event (`<|zh|><|HAPPY|><|Speech|>`), `[_BEG_]`.
enum ASRTags {
  /// Takes every tag out. A guess at a speaker's inner state goes nowhere: it is dropped here and not even counted.
  static func strip(_ text: String, notes: inout [String]) -> String {
    guard text.contains("<|") || text.contains("[_") else { return text }
    var result = ""
    var rest = text[...]
    var dropped = false
    while let character = rest.first {
      if rest.hasPrefix("<|"), let end = rest.firstRange(of: "|>") {
        rest = rest[end.upperBound...]
        dropped = true
      } else if rest.hasPrefix("[_"), let end = rest.firstRange(of: "_]") ?? rest.firstRange(of: "]") {
        rest = rest[end.upperBound...]
        dropped = true
      } else {
        result.append(character)
        rest = rest.dropFirst()
      }
    }
    let note = "tags of the recogniser were dropped"
    if dropped, !notes.contains(note) { notes.append(note) }
    return result
  }
}
