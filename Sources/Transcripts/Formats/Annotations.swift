import Interview

extension TranscriptFormat {
  /// Kaldi CTM: utterance, channel, start, duration, word and perhaps confidence.
  static let ctm: TranscriptFormat = TranscriptFormat(
    name: "ctm", tool: "Kaldi", times: "seconds, start and duration",
    readText: { text in
      var draft = TranscriptDraft(.ctm)
      var words: [Word] = []
      for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix(";;") {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.count == 5 || fields.count == 6, let start = Double(fields[2]), let length = Double(fields[3]), length >= 0 else {
          return nil
        }
        words.append(
          Word(
            text: String(fields[4]), range: TranscriptDraft.range(start, start + length),
            confidence: fields.count == 6 ? Double(fields[5]) : nil))
      }
      guard !words.isEmpty else { return nil }
      let isChinese = words.contains { $0.text.contains(where: \.isHan) }
      draft.add(
        words.map(\.text).joined(separator: isChinese ? "" : " "), TranscriptDraft.range(words.first?.range?.start, words.last?.range?.end),
        words: words)
      return draft
    })

  /// Praat TextGrid, long or short: the interval tier named word(s), else the first interval tier; empty labels are pauses.
  static let textGrid: TranscriptFormat = TranscriptFormat(
    name: "textgrid", tool: "Praat, MFA", times: "seconds",
    readText: { text in
      guard text.prefix(200).contains("ooTextFile"), text.contains("TextGrid") else { return nil }
      let tiers = TextGridTiers.read(text)
      guard let tier = tiers.first(where: { $0.name.lowercased().hasPrefix("word") }) ?? tiers.first else { return nil }
      var draft = TranscriptDraft(.textGrid)
      for interval in tier.intervals {
        draft.add(interval.text, TranscriptDraft.range(interval.start, interval.end), words: words(interval))
      }
      return draft
    })

  private static func words(_ interval: TextGridTiers.Interval) -> [Word] {
    let tokens = Tokens.split(interval.text)
    return tokens.count == 1 ? [Word(text: tokens[0], range: TranscriptDraft.range(interval.start, interval.end))] : []
  }

  /// Text alone.
  static let plainText: TranscriptFormat = TranscriptFormat(
    name: "plain-text", tool: "any", times: "none",
    readText: { text in
      // Markup or binary in disguise is not somebody's words.
      guard !text.hasPrefix("<"), !text.hasPrefix("%PDF"), !text.hasPrefix("PK"),
        text.unicodeScalars.allSatisfy({ $0.value >= 32 || [9, 10, 12, 13].contains($0.value) })
      else { return nil }
      var draft = TranscriptDraft(.plainText)
      for line in text.split(whereSeparator: \.isNewline) { draft.add(String(line), nil) }
      return draft
    })
}

/// The interval tiers of a TextGrid. Both layouts are the same sequence of numbers and quoted texts, once the long
/// layout's names are passed over.
enum TextGridTiers {
  struct Interval {
    var start: Double
    var end: Double
    var text: String
  }

  struct Tier {
    var name: String
    var intervals: [Interval]
  }

  private enum Item {
    case number(Double)
    case text(String)
  }

  static func read(_ text: String) -> [Tier] {
    let items = items(of: text)
    var tiers: [Tier] = []
    var index = 0
    while index < items.count {
      guard case .text("IntervalTier") = items[index], index + 4 < items.count, case .text(let name) = items[index + 1],
        case .number(let count) = items[index + 4]
      else {
        index += 1
        continue
      }
      index += 5
      var intervals: [Interval] = []
      // The declared count is a claim: what is there decides.
      while Double(intervals.count) < count, index + 2 < items.count, case .number(let start) = items[index],
        case .number(let end) = items[index + 1],
        case .text(let label) = items[index + 2]
      {
        intervals.append(Interval(start: start, end: end, text: label))
        index += 3
      }
      tiers.append(Tier(name: name, intervals: intervals))
    }
    return tiers
  }

  /// Quoted texts (`""` is a quote) and free-standing numbers; `intervals [3]:` and `xmin =` are names.
  private static func items(of text: String) -> [Item] {
    var items: [Item] = []
    var word = ""
    var quoted: String?
    let characters = Array(text)
    var index = 0
    func flush() {
      if let number = Double(word) { items.append(.number(number)) }
      word = ""
    }
    while index < characters.count {
      let character = characters[index]
      if let open = quoted {
        if character == "\"", index + 1 < characters.count, characters[index + 1] == "\"" {
          quoted = open + "\""
          index += 1
        } else if character == "\"" {
          items.append(.text(open))
          quoted = nil
        } else {
          quoted?.append(character)
        }
      } else if character == "\"" {
        flush()
        quoted = ""
      } else if character.isWhitespace {
        flush()
      } else {
        word.append(character)
      }
      index += 1
    }
    flush()
    return items
  }
}
