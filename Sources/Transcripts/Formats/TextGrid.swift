import Interview

/// Praat's TextGrid, long and short: both are the same values in the same order, the long form with names between them.
///
/// So the file is read as a stream of values: numbers, quoted texts (`""` is a quote) and `<exists>`; everything else is
/// decoration.
enum TextGrid {
  private enum Value {
    case number(Double)
    case text(String)
    case flag(Bool)
  }

  private struct Tier {
    var name: String
    var intervals: [(start: Double, end: Double, text: String)] = []
  }

  static func read(_ text: String) throws(Fault) -> Draft {
    var values = try values(text)[...]
    func number() throws(Fault) -> Double {
      guard case .number(let value)? = values.popFirst() else { throw cut() }
      return value
    }
    func string() throws(Fault) -> String {
      guard case .text(let value)? = values.popFirst() else { throw cut() }
      return value
    }
    func cut() -> Fault { Fault(.transcriptUnparseable, "TextGrid: a value is missing, \(values.count) values before the end") }

    guard try string().contains("ooTextFile"), try string().contains("TextGrid") else { throw cut() }
    _ = (try number(), try number())
    guard case .flag(let exists)? = values.popFirst() else { throw cut() }
    let count = exists ? try number() : 0
    guard count >= 0, count <= 1000 else { throw Fault(.transcriptUnparseable, "TextGrid: \(count) tiers") }
    var tiers: [Tier] = []
    for _ in 0..<Int(count) {
      let kind = try string()
      var tier = Tier(name: try string())
      _ = (try number(), try number())
      let size = try number()
      guard size >= 0, size <= Double(values.count) else { throw cut() }
      for _ in 0..<Int(size) {
        let start = try number()
        if kind == "TextTier" {
          _ = try string()
        } else {
          tier.intervals.append((start, try number(), try string()))
        }
      }
      tiers.append(tier)
    }
    return draft(tiers)
  }

  /// The tier of words where one is named so, beside it none; else the tiers of the speakers, else the one with the most text.
  private static func draft(_ tiers: [Tier]) -> Draft {
    var draft = Draft(.textGrid)
    let filled = tiers.filter { tier in tier.intervals.contains { TextScanner.count($0.text) > 0 } }
    let words = filled.filter { ["word", "words", "词", "字"].contains($0.name.lowercased()) }
    let phones = ["phone", "phones", "phoneme", "syllable", "syllables", "音素", "拼音", "pinyin", "tone", "tones"]
    let spoken = filled.filter { !phones.contains($0.name.lowercased()) }
    let chosen: [Tier]
    if let tier = words.first {
      chosen = [tier]
    } else if let most = (spoken.isEmpty ? filled : spoken).max(by: { size($0) < size($1) }) {
      // Tiers that never speak of the same time are speakers; tiers that do are layers of one speaker.
      let others = spoken.filter { $0.name != most.name && overlap($0, most) < 0.2 }
      chosen = [most] + others
    } else {
      chosen = []
    }
    for tier in chosen {
      let isWords = tier.intervals.allSatisfy { TextScanner.count($0.text) <= 4 } && !tier.intervals.isEmpty
      let speaker = chosen.count > 1 ? tier.name : nil
      var run: [Draft.Piece] = []
      for interval in tier.intervals {
        let text = interval.text.trimmed
        if text.isEmpty || ["<sil>", "sil", "sp", "spn", "<p:>"].contains(text) {
          if isWords {
            draft.add(words: run, speaker: speaker)
            run = []
          }
        } else if isWords {
          run.append(Draft.Piece(text: text, start: interval.start, end: interval.end))
        } else {
          draft.segments.append(Draft.Segment(text: text, start: interval.start, end: interval.end, speaker: speaker))
        }
      }
      draft.add(words: run, speaker: speaker)
    }
    return draft
  }

  private static func size(_ tier: Tier) -> Int { tier.intervals.reduce(0) { $0 + TextScanner.count($1.text) } }

  private static func overlap(_ one: Tier, _ other: Tier) -> Double {
    func ranges(_ tier: Tier) -> [TimeRange] {
      tier.intervals.compactMap { $0.text.trimmed.isEmpty ? nil : Draft.range($0.start, $0.end) }
    }
    let first = Stretches(ranges(one))
    let second = Stretches(ranges(other))
    return first.overlap(second) / max(0.001, min(first.total, second.total))
  }

  private static func values(_ text: String) throws(Fault) -> [Value] {
    var values: [Value] = []
    var word = ""
    var rest = text.unicodeScalars[...]
    func close() {
      // In the long form numbers also stand in brackets, `intervals [3]:`: those are not values.
      if !word.isEmpty, let number = Double(word), number.isFinite { values.append(.number(number)) }
      if word == "<exists>" { values.append(.flag(true)) }
      if word == "<absent>" { values.append(.flag(false)) }
      word = ""
    }
    while let scalar = rest.popFirst() {
      if scalar == "\"" {
        close()
        var quoted = String.UnicodeScalarView()
        var isClosed = false
        while let next = rest.popFirst() {
          if next == "\"" {
            if rest.first == "\"" {
              _ = rest.popFirst()
            } else {
              isClosed = true
              break
            }
          }
          quoted.append(next)
        }
        guard isClosed else { throw Fault(.transcriptUnparseable, "TextGrid: the file ends inside a text") }
        values.append(.text(String(quoted)))
      } else if scalar.properties.isWhitespace {
        close()
      } else {
        word.unicodeScalars.append(scalar)
      }
    }
    close()
    return values
  }
}
