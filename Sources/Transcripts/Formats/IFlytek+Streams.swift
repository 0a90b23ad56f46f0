import Interview

/// iFlytek's streams, whose messages stand one after the other: 实时语音转写 (`action`, `data` with `cn.st`) and 语音听写 (`data.result.ws`).
extension IFlytek {
  static func isStream(_ documents: [JSONValue]) -> Bool { documents.contains { sentence($0) != nil || dictation($0) != nil } }

  /// A sentence of 实时语音转写; its data is JSON in a string.
  private static func sentence(_ message: JSONValue) -> JSONValue? {
    let data = message["data"]
    return (data?.string.flatMap(unwrap) ?? data)?["cn"]?["st"]
  }

  private static func dictation(_ message: JSONValue) -> JSONValue? {
    let result = message["data"]?["result"]
    return result?["ws"]?.array != nil ? result : nil
  }

  static func readStream(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.iFlytekStream)
    var role: String?
    for message in documents {
      // Type 1 is what may still change.
      guard let sentence = sentence(message), sentence["type"]?.label != "1" else { continue }
      let start = sentence["bg"]?.milliseconds
      let parts = (sentence["rt"]?.array ?? []).flatMap { $0["ws"]?.array ?? [] }
      var words: [RawTranscript.Piece] = []
      for part in parts {
        guard let choice = part["cw"]?.array?.first, let text = choice["w"]?.string else { continue }
        // Only where the speaker changes is there another role than 0.
        if let changed = choice["rl"]?.label, changed != "0" { role = changed }
        words.append(
          mark: choice["wp"]?.string == "p",
          RawTranscript.Piece(text: text, start: frames(part["wb"], from: start), end: frames(part["we"], from: start), speaker: role))
      }
      draft.addTurns(words)
    }
    draft.addTurns(dictated(documents.compactMap(dictation)))
    return draft
  }

  /// 语音听写 may take back what it wrote: `pgs: rpl` replaces the results from `rg[0]` to `rg[1]`. Starts alone, in frames of 10 ms.
  private static func dictated(_ results: [JSONValue]) -> [RawTranscript.Piece] {
    let kept = standing(results)
    var words: [RawTranscript.Piece] = []
    for part in kept.flatMap({ $0["ws"]?.array ?? [] }) {
      guard let text = part["cw"]?.array?.first?["w"]?.string else { continue }
      let start = frames(part["bg"], from: 0)
      if !words.isEmpty, words[words.count - 1].end == nil { words[words.count - 1].end = start }
      words.append(mark: !text.isSaid, RawTranscript.Piece(text: text, start: start))
    }
    return words
  }

  /// The results that no later one replaces. Each is looked at once when it comes and once when it is replaced: `next` leads from what
  /// is gone to what comes behind it, and is shortened as it is followed. Numbers that fall count as the highest before them.
  private static func standing(_ results: [JSONValue]) -> [JSONValue] {
    var (numbers, next): ([Double], [Int]) = ([], [])
    var count = 0
    func lowerBound(_ number: Double) -> Int {
      var (low, high) = (0, numbers.count)
      while low < high {
        let middle = (low + high) / 2
        if numbers[middle] < number { low = middle + 1 } else { high = middle }
      }
      return low
    }
    func standing(from index: Int) -> Int {
      var index = index
      while index < next.count, next[index] != index {
        if next[index] < next.count { next[index] = next[next[index]] }
        index = next[index]
      }
      return index
    }
    for result in results {
      let number = result["sn"]?.number ?? Double(count + 1)
      if result["pgs"]?.string == "rpl", let range = result["rg"]?.array?.compactMap(\.number), range.count == 2 {
        var index = standing(from: lowerBound(range[0]))
        while index < numbers.count, numbers[index] <= range[1] {
          next[index] = index + 1
          count -= 1
          index = standing(from: index + 1)
        }
      }
      next.append(numbers.count)
      numbers.append(max(number, numbers.last ?? number))
      count += 1
    }
    return results.indices.filter { next[$0] == $0 }.map { results[$0] }
  }

  /// Frames of 10 ms behind the beginning of a sentence.
  static func frames(_ value: JSONValue?, from start: Double?) -> Double? { value?.number.map { $0 / 100 + (start ?? 0) } }
}

extension [RawTranscript.Piece] {
  /// Adds a word, or a mark of punctuation to the word before it.
  fileprivate mutating func append(mark: Bool, _ piece: RawTranscript.Piece) {
    if mark, !isEmpty { self[count - 1].text += piece.text } else { append(piece) }
  }
}
