import Interview

/// Google Speech-to-Text v1, v1p1beta1 and v2, in the spelling of its REST interface and of its clients.
enum Google {
  /// `{alternatives: [{transcript}]}`; a result may be empty.
  static func isResult(_ value: JSONValue) -> Bool {
    guard value.isObject else { return false }
    return value["alternatives"]?.array?.allSatisfy { $0.has("transcript") || $0.has("words") || $0.names.isEmpty }
      ?? value.names.isSubset(of: members)
  }

  private static let members: Set<String> = [
    "alternatives", "resultEndTime", "resultEndOffset", "result_end_time", "result_end_offset", "languageCode", "language_code",
    "channelTag",
    "channel_tag",
  ]

  /// v2 in batches: `results: {"gs://…": {transcript: {results: […]}}}`.
  static func isBatch(_ results: JSONValue) -> Bool { !batch(results).isEmpty }

  private static func batch(_ results: JSONValue) -> [JSONValue] {
    guard case .object(let members) = results else { return [] }
    return members.compactMap { member in
      (member.value["inlineResult"] ?? member.value["inline_result"] ?? member.value)["transcript"]?["results"]?.array
    }.flatMap(\.self)
  }

  private static func results(_ document: JSONValue) -> [JSONValue] {
    let top = document["response"] ?? document["inlineResult"]?["transcript"] ?? document
    guard let results = top["results"] else { return [] }
    return results.array ?? batch(results)
  }

  /// v1 `startTime`, v2 `startOffset`, or in snake case; `"1.400s"`, `1.4`, or `{seconds, nanos}`.
  ///
  /// With diarisation the last result of v1 repeats all words with tags; v2 tags them where they are.
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let results = documents.flatMap { self.results($0) }
    var draft = RawTranscript(.google, language: results.lazy.compactMap { $0[any: "languageCode", "language_code"]?.string }.first)
    let channels = Set(results.compactMap { $0[any: "channelTag", "channel_tag"]?.label })
    var parts: [(text: String?, words: [RawTranscript.Piece], channel: String?)] = results.compactMap { result in
      guard let best = result["alternatives"]?.array?.first else { return nil }
      let channel = channels.count > 1 ? result[any: "channelTag", "channel_tag"]?.label.map { "channel \($0)" } : nil
      return (best["transcript"]?.string, (best["words"]?.array ?? []).map(piece), channel)
    }
    let tagged = parts.indices.filter { parts[$0].words.contains { $0.speaker != nil } }
    if let last = tagged.last, last == parts.count - 1, parts.count > 1, repeats(parts[last].words, parts[..<last].map(\.words)) {
      parts = [parts[last]]
    }
    for part in parts {
      if part.words.contains(where: { $0.speaker != nil }) {
        draft.addTurns(part.words)
      } else {
        let text = part.text.flatMap { $0.isEmpty ? nil : $0 } ?? RawTranscript.joined(part.words.map(\.text))
        draft.segments.append(
          RawTranscript.Segment(
            text: text, start: part.words.first?.start, end: part.words.last?.end, speaker: part.channel, words: part.words))
      }
    }
    return draft
  }

  /// Whether the last result holds the words of all before it: it begins where they begin, and has no fewer.
  private static func repeats(_ last: [RawTranscript.Piece], _ before: [[RawTranscript.Piece]]) -> Bool {
    let said = before.flatMap(\.self)
    guard let first = said.first?.start, let start = last.first?.start else { return said.isEmpty || last.count >= said.count }
    return start <= first + 0.01 && last.count >= said.count
  }

  private static func piece(_ word: JSONValue) -> RawTranscript.Piece {
    let end = time(word[any: "endTime", "endOffset", "end_time", "end_offset"])
    let start = word[any: "startTime", "startOffset", "start_time", "start_offset"]
    let speaker = word[any: "speakerLabel", "speakerTag", "speaker_label", "speaker_tag"]?.label
    return RawTranscript.Piece(
      // A start of 0 is left out, as Protocol Buffers leave out what is 0.
      text: word["word"]?.string ?? "", start: start.map { time($0) ?? 0 } ?? (end == nil ? nil : 0), end: end,
      confidence: word["confidence"]?.number, speaker: speaker == "0" ? nil : speaker)
  }

  private static func time(_ value: JSONValue?) -> Double? {
    guard let value else { return nil }
    guard value.isObject else { return value.number }
    guard value.has("seconds") || value.has("nanos") || value.names.isEmpty else { return nil }
    return (value["seconds"]?.number ?? 0) + (value["nanos"]?.number ?? 0) / 1e9
  }
}

/// IBM Watson Speech to Text: `results[{final, alternatives[{transcript, timestamps[[word, from, to]]}]}]`, `speaker_labels`.
enum Watson {
  static func isResult(_ value: JSONValue) -> Bool {
    guard let best = value["alternatives"]?.array?.first else { return false }
    return best.has("timestamps") || best.has("transcript") && value["final"] != nil
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.watson)
    for document in documents {
      let labels = SpeakerTimes(
        (document["speaker_labels"]?.array ?? []).map {
          SpeakerTimes.Turn(start: $0["from"]?.number, end: $0["to"]?.number, speaker: $0["speaker"]?.label)
        })
      // What is not final is said again.
      for result in document["results"]?.array ?? [] where result["final"] != .bool(false) {
        guard let best = result["alternatives"]?.array?.first else { continue }
        var words = (best["timestamps"]?.array ?? []).compactMap { item -> RawTranscript.Piece? in
          guard let fields = item.array, fields.count >= 3 else { return nil }
          // A hesitation is a filler: %HESITATION.
          let text = fields[0].string ?? ""
          return RawTranscript.Piece(text: text == "%HESITATION" ? "uh" : text, start: fields[1].number, end: fields[2].number)
        }
        labels.give(to: &words)
        let text = (best["transcript"]?.string ?? "").replacing("%HESITATION", with: "uh")
        draft.segments.append(RawTranscript.Segment(text: text, start: words.first?.start, end: words.last?.end, words: words))
      }
    }
    return draft
  }
}
