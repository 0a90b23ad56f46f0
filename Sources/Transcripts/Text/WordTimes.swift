import Interview

/// Carries the recogniser's word times over to the tokens of the written text.
///
/// The two need not be cut alike, nor spell alike (`twenty` beside `20`): both are walked letter by letter, and where they
/// differ, the nearest place within reach at which they agree again is taken. What finds no word keeps no time here.
struct WordTimes {
  /// How far, in letters, agreement is looked for.
  private static let maximumRun = 32

  private let folding: Folding

  init(_ folding: Folding) { self.folding = folding }

  func give(_ words: [Word], to tokens: inout ArraySlice<SpokenToken>) {
    var written: [(scalar: Unicode.Scalar, owner: Int)] = []
    for index in tokens.indices {
      for scalar in tokens[index].folded.unicodeScalars where scalar.isSpoken { written.append((scalar, index)) }
    }
    var spoken: [(scalar: Unicode.Scalar, owner: Int)] = []
    for (index, word) in words.enumerated() {
      for scalar in word.text.unicodeScalars.map({ folding($0) }) where scalar.isSpoken { spoken.append((scalar, index)) }
    }
    let base = tokens.startIndex
    var owners = [ClosedRange<Int>?](repeating: nil, count: tokens.count)
    var (i, j) = (0, 0)
    while i < written.count, j < spoken.count {
      if written[i].scalar == spoken[j].scalar {
        let position = written[i].owner - base
        owners[position] = (owners[position]?.lowerBound ?? spoken[j].owner)...spoken[j].owner
        i += 1
        j += 1
      } else if let (skipWritten, skipSpoken) = agreement(written, i, spoken, j) {
        i += skipWritten
        j += skipSpoken
      } else {
        i += 1
        j += 1
      }
    }
    share(owners, words, &tokens)
  }

  /// The nearest pair of places, two letters alike each, by the sum of both ways.
  private func agreement(
    _ written: [(scalar: Unicode.Scalar, owner: Int)], _ i: Int, _ spoken: [(scalar: Unicode.Scalar, owner: Int)], _ j: Int
  ) -> (Int, Int)? {
    for sum in 1...Self.maximumRun {
      for skip in 0...sum {
        let (a, b) = (i + skip, j + sum - skip)
        guard a < written.count, b < spoken.count, written[a].scalar == spoken[b].scalar else { continue }
        let bothEnd = a + 1 == written.count && b + 1 == spoken.count
        if bothEnd || a + 1 < written.count && b + 1 < spoken.count && written[a + 1].scalar == spoken[b + 1].scalar {
          return (skip, sum - skip)
        }
      }
    }
    return nil
  }

  /// Tokens of one word share its time by their syllables; a token of several words lasts from the first to the last.
  private func share(_ owners: [ClosedRange<Int>?], _ words: [Word], _ tokens: inout ArraySlice<SpokenToken>) {
    let base = tokens.startIndex
    var index = base
    while index < tokens.endIndex {
      guard let owner = owners[index - base] else {
        index += 1
        continue
      }
      if owner.count > 1 {
        tokens[index].range = RawTranscript.range(words[owner.lowerBound].range?.start, words[owner.upperBound].range?.end)
        index += 1
        continue
      }
      var end = index + 1
      while end < tokens.endIndex, owners[end - base] == owner { end += 1 }
      // The usual case, one token to a word, needs no spreading.
      if end == index + 1 {
        tokens[index].range = words[owner.lowerBound].range
      } else if let range = words[owner.lowerBound].range {
        TimeFilling.spread(&tokens[index..<end], over: Stretches([range]))
      }
      index = end
    }
  }
}
