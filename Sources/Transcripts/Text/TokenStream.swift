import Interview

/// A transcript as a row of counted tokens with times: what every finder works on.
struct TokenStream {
  struct Token {
    /// As the transcript writes it.
    var text: String
    /// Lower case, simplified, half width.
    var folded: String
    var syllables: Int
    /// Characters of a Chinese reading: Han characters, and figures as read.
    var spokenCharacters: Int
    var range: TimeRange?
    var segment: Int
    var isHan: Bool
    var isNumber: Bool
  }

  var tokens: [Token] = []

  /// - Parameter segments: speech from the sound; words without times are laid over it by their syllables.
  init(_ transcript: Transcript, speech: [TimeRange], language: Language, lexicon: Lexicon) {
    var folds: [String: String] = [:]
    for (number, segment) in transcript.segments.enumerated() {
      for word in segment.words {
        let pieces = Tokens.split(word.text)
        let first = tokens.count
        for piece in pieces {
          let folded = folds[piece] ?? ChineseText.folded(piece)
          folds[piece] = folded
          tokens.append(Self.token(piece, folded, segment: number, language, lexicon))
        }
        if let range = word.range { Self.spread(&tokens[first...], over: [range]) }
      }
    }
    readYears(language)
    align(transcript, speech)
  }

  private static func token(_ text: String, _ folded: String, segment: Int, _ language: Language, _ lexicon: Lexicon) -> Token {
    let isHan = folded.first?.isHan ?? false
    let isNumber = folded.first?.isNumber ?? false
    let syllables =
      isHan
      ? 1 : isNumber ? NumberReading.syllables(folded, language: language) : EnglishSyllables.count(text, exceptions: lexicon.syllables)
    return Token(
      text: text, folded: folded, syllables: syllables, spokenCharacters: isHan ? 1 : isNumber && language == .zh ? syllables : 0,
      range: nil,
      segment: segment, isHan: isHan, isNumber: isNumber)
  }

  private mutating func readYears(_ language: Language) {
    guard language == .zh else { return }
    for index in tokens.indices.dropLast() where tokens[index].isNumber && tokens[index + 1].folded == "年" {
      tokens[index].syllables = NumberReading.syllables(tokens[index].folded, language: .zh, isYear: true)
      tokens[index].spokenCharacters = tokens[index].syllables
    }
    // Erhua: 儿 after a character it melts into is no syllable of its own; as a noun of its own (儿子, 女儿) it is one.
    for index in tokens.indices where tokens[index].folded == "儿" && index > 0 && tokens[index - 1].isHan {
      let next = index + 1 < tokens.count ? tokens[index + 1].folded : ""
      if "点会事玩劲块哪这那味".contains(tokens[index - 1].folded), !["子", "童", "女"].contains(next) { tokens[index].syllables = 0 }
    }
  }

  /// Gives times to tokens that have none: inside their segment's time where it has one, else over all the speech.
  private mutating func align(_ transcript: Transcript, _ speech: [TimeRange]) {
    var index = 0
    if transcript.timing == .none {
      Self.spread(&tokens[...], over: speech)
      return
    }
    while index < tokens.count {
      let number = tokens[index].segment
      var end = index
      while end < tokens.count, tokens[end].segment == number { end += 1 }
      if let range = transcript.segments[number].range, tokens[index..<end].contains(where: { $0.range == nil }) {
        let inside = speech.compactMap { piece -> TimeRange? in
          let (start, stop) = (max(piece.start, range.start), min(piece.end, range.end))
          return stop > start ? TimeRange(start, stop) : nil
        }
        // Words with times of their own keep them; numerals often have none between neighbours that do.
        if tokens[index..<end].allSatisfy({ $0.range == nil }) {
          Self.spread(&tokens[index..<end], over: inside.isEmpty ? [range] : inside)
        }
      }
      index = end
    }
  }

  /// Lays tokens over stretches of time, each as long as its syllables say.
  private static func spread(_ tokens: inout ArraySlice<Token>, over stretches: [TimeRange]) {
    let total = stretches.reduce(0) { $0 + $1.duration }
    let syllables = tokens.reduce(0) { $0 + $1.syllables }
    guard total > 0, syllables > 0 else { return }
    let pace = total / Double(syllables)
    var stretch = 0
    var used = 0.0
    func point(_ advance: Double) -> Double {
      var left = advance
      while stretch < stretches.count - 1, left > stretches[stretch].duration - used {
        left -= stretches[stretch].duration - used
        stretch += 1
        used = 0
      }
      used = min(stretches[stretch].duration, used + left)
      return stretches[stretch].start + used
    }
    var start = stretches[0].start
    for index in tokens.indices {
      let end = point(Double(tokens[index].syllables) * pace)
      tokens[index].range = TimeRange(min(start, end), end)
      start = end
    }
  }

  /// One time for each syllable that has one: the middle of its share of the token's time.
  var syllableTimes: [Double] {
    tokens.flatMap { token -> [Double] in
      guard let range = token.range, token.syllables > 0 else { return [] }
      return (0..<token.syllables).map { range.start + (Double($0) + 0.5) / Double(token.syllables) * range.duration }
    }.sorted()
  }

  /// From the first to the last token's time.
  func range(_ span: Range<Int>) -> TimeRange? {
    guard let start = tokens[span.lowerBound].range?.start, let end = tokens[span.upperBound - 1].range?.end, end >= start else {
      return nil
    }
    return TimeRange(start, end)
  }

  /// The written text of a stretch of tokens.
  func text(_ span: Range<Int>) -> String {
    var result = ""
    for token in tokens[span] {
      if let last = result.last, !last.isHan, !token.isHan { result += " " }
      result += token.text
    }
    return result
  }
}
