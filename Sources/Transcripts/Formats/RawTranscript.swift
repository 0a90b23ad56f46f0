import Interview

/// What a format's reader found, before the candidate is chosen and the times are checked.
struct RawTranscript {
  /// One stretch as the recogniser cut it; times in seconds as written, even where they make no sense.
  struct Segment {
    var text: String
    var start: Double?
    var end: Double?
    var speaker: String?
    var words: [Piece] = []
  }

  /// One token as the recogniser cut it.
  struct Piece {
    var text: String
    var start: Double?
    var end: Double?
    var confidence: Double?
    var speaker: String?
  }

  var format: TranscriptFormat
  var language: String?
  var segments: [Segment] = []
  var notes: [String] = []
  /// Lines about who wrote the transcript that were left out.
  var credits = 0
  /// Bytes that the decoder could make nothing of and left out.
  var strays = 0

  init(_ format: TranscriptFormat, language: String? = nil) {
    self.format = format
    self.language = language
  }

  /// Adds a segment whose text is its words joined, for recognisers that write no sentence.
  mutating func add(words: [Piece], start: Double? = nil, end: Double? = nil, speaker: String? = nil) {
    guard let first = words.first, let last = words.last else { return }
    let text = Self.joined(words.map(\.text))
    segments.append(Segment(text: text, start: start ?? first.start, end: end ?? last.end ?? last.start, speaker: speaker, words: words))
  }

  /// Words written after each other: a space between Latin ones, none beside Han characters.
  static func joined(_ words: [String]) -> String {
    var text = ""
    for word in words {
      let bare = word.trimmed
      if let last = text.unicodeScalars.last, let first = bare.unicodeScalars.first, !last.isWideText, !first.isWideText,
        !first.isClosingMark || word.first?.isWhitespace == true
      {
        text += " "
      }
      text += bare
    }
    return text
  }

  /// A segment for each stretch of one speaker without a pause of a second, so that a sentence does not last the whole answer.
  mutating func addRuns(_ words: [Piece]) {
    var run: [Piece] = []
    for word in words {
      if let last = run.last, last.speaker != word.speaker || (word.start ?? 0) - (last.end ?? .infinity) > 1 {
        add(words: run, speaker: last.speaker)
        run = []
      }
      run.append(word)
    }
    add(words: run, speaker: run.last?.speaker)
  }

  /// Stretches of one speaker each, for recognisers that name the speaker word by word.
  mutating func addTurns(_ words: [Piece]) {
    var turn: [Piece] = []
    for word in words {
      if let last = turn.last, word.speaker != nil, last.speaker != word.speaker {
        add(words: turn, speaker: last.speaker)
        turn = []
      }
      turn.append(word)
    }
    add(words: turn, speaker: turn.last?.speaker)
  }
}

extension [RawTranscript.Piece] {
  /// Adds a part of a word, for recognisers that write such: one that begins with a space, or with a Han character, begins a word.
  mutating func append(part: RawTranscript.Piece) {
    guard let first = part.text.unicodeScalars.first else { return }
    if !first.isWideText, first != " ", endsInNarrowText, self[count - 1].speaker == part.speaker {
      self[count - 1].text += part.text
      self[count - 1].end = part.end ?? self[count - 1].end
    } else {
      append(part)
    }
  }

  /// Whether the last word ends in a letter that the next piece may go on with. Holds no copy of it, which would be made anew for
  /// each piece.
  var endsInNarrowText: Bool { last?.text.unicodeScalars.last.map { !$0.isWideText } ?? false }
}

extension String {
  /// Whether anything in it is said.
  var isSaid: Bool { unicodeScalars.contains(where: \.isSpoken) }

  /// Without white space at either end.
  var trimmed: String {
    // Most words have none, and are told so by two scalars; asking each character for its properties takes ten times as long.
    if let first = unicodeScalars.first, let last = unicodeScalars.last, first.isInk, last.isInk { return self }
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[first...last])
  }
}
