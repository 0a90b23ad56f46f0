/// What the formats made of lines have in common: stretches of lines, before it is known who says which.
extension RawTranscript {
  /// Lines that share a time, or a line without one.
  struct Block {
    struct Line {
      var text: String
      /// Where the format itself names the speaker: `<v Name>`.
      var speaker: String?
    }

    var lines: [Line]
    var start: Double?
    var end: Double?
  }

  /// Makes segments of the blocks: a segment for each stretch of one speaker in a block.
  ///
  /// - Parameter wanted: the speaker whom the manifest names.
  mutating func addSegments(_ blocks: [Block], wanted: String?) {
    var blocks = blocks
    // A program's line about itself stands below the last words, without a time of its own.
    while let last = blocks.last?.lines.last, Credits.areCredits(last.text) {
      blocks[blocks.count - 1].lines.removeLast()
      credits += 1
      if blocks[blocks.count - 1].lines.isEmpty { blocks.removeLast() }
    }
    let isTimed = blocks.contains { $0.start != nil }
    if isTimed, SpeakerLabels.standAlone(blocks) {
      for index in blocks.indices where blocks[index].lines.count > 1 {
        let name = blocks[index].lines.removeFirst().text.trimmed
        blocks[index].lines[0].speaker = name
      }
    }
    let isNamed = blocks.contains { $0.lines.contains { $0.speaker != nil } }
    let plain = blocks.flatMap { $0.lines.compactMap { $0.speaker == nil ? $0.text : nil } }
    let labels = isNamed ? nil : SpeakerLabels(plain, wanted: wanted, isTimed: isTimed)
    var speaker: String?
    var titles = 0
    for block in blocks {
      var said: [(speaker: String?, lines: [String])] = []
      for line in block.lines {
        let label = line.speaker.map { SpeakerLabel(name: $0, text: line.text) } ?? labels?.split(line.text)
        if let label { speaker = label.name } else if labels == nil, said.isEmpty { speaker = nil }
        // Before the first label stands the title of a dialogue, not somebody's words.
        if labels != nil, speaker == nil {
          titles += 1
          continue
        }
        let text = label?.text ?? line.text
        // No copy of the last part is held meanwhile: it would be copied for each line.
        if !said.isEmpty, said[said.count - 1].speaker == speaker {
          said[said.count - 1].lines.append(text)
        } else {
          said.append((speaker, [text]))
        }
      }
      for part in said {
        segments.append(Segment(text: Self.joined(part.lines), start: block.start, end: block.end, speaker: part.speaker))
      }
    }
    if titles > 0 { notes.append("\(titles) lines before the first speaker were left out") }
    joinWords()
  }

  /// Cues or rows that hold a word each, as karaoke captions and tables of words do, become the words of longer segments.
  private mutating func joinWords() {
    let said = segments.filter(\.text.isSaid)
    let isTimed = said.allSatisfy { $0.start != nil && $0.end != nil && $0.words.isEmpty }
    guard isTimed, said.count >= 4, said.count(where: \.isWord) * 10 >= said.count * 9 else { return }
    segments = []
    addRuns(
      said.map { word in
        // What lasts until the next one, and has none, has no end.
        Piece(text: word.text, start: word.start, end: word.end.flatMap { $0 < Self.latest ? $0 : nil }, speaker: word.speaker)
      })
  }

  /// Names are compared as people compare them: without regard to case, spaces at the ends and emoji.
  static func isSame(_ one: String, _ other: String) -> Bool { name(one).lowercased() == name(other).lowercased() }

  /// A speaker's name as it is shown; without emoji.
  static func name(_ label: String) -> String {
    let scalars = Array(label.unicodeScalars)
    let kept = scalars.indices.filter { index in
      !scalars[index].isEmoji(
        after: index > 0 ? scalars[index - 1] : nil, before: index + 1 < scalars.count ? scalars[index + 1] : nil)
    }
    let name = String(String.UnicodeScalarView(kept.map { scalars[$0] })).trimmed
    return name.isEmpty ? label.trimmed : name
  }
}

extension RawTranscript.Segment {
  /// Whether its text is a word: without a space inside, and of Chinese at most four characters.
  fileprivate var isWord: Bool {
    let bare = text.trimmed
    return !bare.contains(where: \.isWhitespace) && (bare.unicodeScalars.allSatisfy { !$0.isWideText } || TextScanner.count(bare) <= 4)
  }
}
