import Interview

/// YouTube's `json3`: `events[{tStartMs, dDurationMs, segs[{utf8, tOffsetMs}]}]`, milliseconds.
enum YouTube {
  static func isAnswer(_ top: JSONValue) -> Bool {
    top["events"]?.array?.contains { $0.has("tStartMs") && $0["segs"]?.array?.contains { $0.has("utf8") } == true } == true
  }

  /// An event is shown until the one after the next comes: what it says ends where the next begins.
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.youTube)
    let events = (documents[0]["events"]?.array ?? []).filter { event in
      event["segs"]?.array?.contains { $0["utf8"]?.string?.isSaid == true } == true
    }
    for (index, event) in events.enumerated() {
      let start = event["tStartMs"]?.milliseconds ?? 0
      let next = index + 1 < events.count ? events[index + 1]["tStartMs"]?.milliseconds ?? .infinity : .infinity
      let end = min(start + (event["dDurationMs"]?.milliseconds ?? 0), max(start, next))
      let parts = event["segs"]?.array ?? []
      let starts = parts.map { start + ($0["tOffsetMs"]?.milliseconds ?? 0) }
      let isTimed = parts.contains { $0.has("tOffsetMs") }
      let words = parts.indices.map { part in
        RawTranscript.Piece(
          text: parts[part]["utf8"]?.string ?? "", start: starts[part],
          end: part + 1 < parts.count ? starts[part + 1] : max(end, starts[part]))
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: parts.compactMap { $0["utf8"]?.string }.joined().replacing("\n", with: " ").trimmed, start: start, end: end,
          words: isTimed ? words : []))
    }
    return draft
  }
}

/// Adobe Premiere: `segments[{start, duration, speaker, words[{text, start, duration, eos}]}]`, seconds; `speakers` beside.
enum Premiere {
  static func isAnswer(_ top: JSONValue) -> Bool {
    top["segments"]?.array?.contains { $0["words"]?.array?.contains { $0.has("eos") && $0.has("duration") } == true } == true
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let top = documents[0]
    var draft = RawTranscript(.premiere, language: top["language"]?.string)
    let named = (top["speakers"]?.array ?? []).compactMap { speaker in speaker["id"]?.label.map { ($0, speaker["name"]?.label) } }
    let speakers = Dictionary(named) { first, _ in first }
    func name(_ id: String) -> String { (speakers[id] ?? nil) ?? id }
    for segment in top["segments"]?.array ?? [] {
      let words = (segment["words"]?.array ?? []).filter { $0["type"]?.string ?? "word" == "word" }.map { word in
        let start = word["start"]?.number
        return RawTranscript.Piece(
          text: word["text"]?.string ?? "", start: start, end: word["duration"]?.number.flatMap { length in start.map { $0 + length } },
          confidence: word["confidence"]?.number)
      }
      draft.add(words: words, speaker: segment["speaker"]?.label.map(name))
    }
    return draft
  }
}
