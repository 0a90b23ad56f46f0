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

  static func read(_ text: String) throws(Fault) -> RawTranscript {
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
