import Interview

/// AssemblyAI: whole milliseconds; `utterances` with speakers, or `words`; also its lists of sentences and paragraphs.
enum AssemblyAI {
  private static let marks: Set<String> = [
    "audio_url", "audio_duration", "acoustic_model", "language_model", "speech_model", "speech_models", "speech_model_used", "format_text",
    "punctuate", "webhook_url", "auto_highlights", "speaker_labels", "dual_channel", "multichannel", "audio_start_from",
  ]

  /// Its own members beside words or utterances whose times only milliseconds can be.
  static func isAnswer(_ top: JSONValue) -> Bool {
    guard let lists = lists(top) else { return false }
    let parts = lists.flatMap(\.self)
    guard parts.contains(where: { $0.has("text") && $0.has("start") && $0.has("end") }) else { return false }
    let figures = parts.flatMap { [$0["start"]?.number, $0["end"]?.number] }.compactMap(\.self)
    guard figures.allSatisfy({ $0 == $0.rounded() }), let last = figures.max(), let first = figures.min() else { return false }
    let pieces = lists[0].reduce(0) { $0 + TextScanner.count($1["text"]?.string ?? "") }
    return !marks.isDisjoint(with: top.names) || Units.areMilliseconds(span: last - first, pieces: pieces) && parts[0].has("confidence")
  }

  private static func lists(_ top: JSONValue) -> [[JSONValue]]? {
    let lists = ["utterances", "words", "sentences", "paragraphs"].compactMap { top[$0]?.array }.filter { !$0.isEmpty }
    return lists.isEmpty ? nil : lists
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let top = documents[0]
    var draft = RawTranscript(.assemblyAI, language: top["language_code"]?.string)
    if let turns = (top["utterances"] ?? top["sentences"] ?? top["paragraphs"])?.array, !turns.isEmpty {
      for turn in turns {
        draft.segments.append(
          RawTranscript.Segment(
            text: turn["text"]?.string ?? "", start: turn["start"]?.milliseconds, end: turn["end"]?.milliseconds,
            speaker: turn[any: "speaker", "channel"]?.label, words: (turn["words"]?.array ?? []).map(piece)))
      }
    } else {
      draft.addTurns((top["words"]?.array ?? []).map(piece))
    }
    return draft
  }

  private static func piece(_ word: JSONValue) -> RawTranscript.Piece {
    RawTranscript.Piece(
      text: word["text"]?.string ?? "", start: word["start"]?.milliseconds, end: word["end"]?.milliseconds,
      confidence: word["confidence"]?.number, speaker: word[any: "speaker", "channel"]?.label)
  }
}

/// Speechmatics, json-v2: `results[{type, start_time, end_time, alternatives[{content, speaker}]}]`, seconds.
enum Speechmatics {
  private static let kinds: Set<String> = ["word", "punctuation", "entity"]

  static func isResult(_ value: JSONValue) -> Bool {
    kinds.contains(value["type"]?.string ?? "") && value["alternatives"]?.array?.first?.has("content") == true
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(
      .speechmatics,
      language: documents[0]["metadata"]?["transcription_config"]?["language"]?.string
        ?? documents[0]["results"]?.array?.first?["alternatives"]?.array?.first?["language"]?.string)
    var words: [RawTranscript.Piece] = []
    for result in documents.flatMap({ $0["results"]?.array ?? [] }) where isResult(result) {
      let best = result["alternatives"]?.array?.first ?? .null
      let text = best["content"]?.string ?? ""
      if result["type"]?.string == "punctuation" {
        if !words.isEmpty { words[words.count - 1].text += text }
        continue
      }
      let speaker = result["channel"]?.label ?? best["speaker"]?.label
      words.append(
        RawTranscript.Piece(
          text: text, start: result["start_time"]?.number, end: result["end_time"]?.number, confidence: best["confidence"]?.number,
          // UU: not known who.
          speaker: speaker == "UU" ? nil : speaker))
    }
    draft.addTurns(words)
    return draft
  }
}

/// Rev AI: `monologues[{speaker, elements[{type, value, ts, end_ts}]}]`, seconds; also its streamed `elements`.
enum Rev {
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.rev, language: documents[0]["language"]?.string)
    for monologue in documents.flatMap({ $0["monologues"]?.array ?? [] }) {
      var words: [RawTranscript.Piece] = []
      for element in monologue["elements"]?.array ?? [] {
        let text = element["value"]?.string ?? ""
        if element["type"]?.string == "text" {
          words.append(
            RawTranscript.Piece(
              text: text, start: element["ts"]?.number, end: element["end_ts"]?.number, confidence: element["confidence"]?.number))
        } else if element["type"]?.string == "punct", !words.isEmpty {
          // Marks and the spaces between words; what is `unknown` is a sound: <laugh>.
          words[words.count - 1].text += text.trimmed
        }
      }
      draft.add(words: words, speaker: (monologue["speaker_info"]?["display_name"] ?? monologue["speaker"])?.label)
    }
    return draft
  }
}

/// ElevenLabs Scribe: `words[{text, start, end, type, speaker_id}]`, seconds; `type` also says spaces and sounds.
enum ElevenLabs {
  private static let kinds: Set<String> = ["word", "spacing", "audio_event"]

  static func isAnswer(_ top: JSONValue) -> Bool {
    if let parts = top["transcripts"]?.array { return parts.contains { $0.has("words") && !$0.has("sentences") && isAnswer($0) } }
    if let segments = top["segments"]?.array { return segments.contains(where: isSegment) }
    guard let words = top["words"]?.array else { return false }
    return words.contains { kinds.contains($0["type"]?.string ?? "") && $0.has("text") }
      || top.has("language_probability") && top.has("language_code") && words.allSatisfy { $0.has("text") }
  }

  /// As its editor exports them.
  private static func isSegment(_ value: JSONValue) -> Bool {
    value.has("text") && value.has("start_time") && value["speaker"]?.has("id") == true
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let top = documents[0]
    let parts = top["transcripts"]?.array ?? [top]
    var draft = RawTranscript(.elevenLabs, language: (parts.first?["language_code"] ?? top["language_code"])?.string)
    for segment in top["segments"]?.array ?? [] {
      let words = (segment["words"]?.array ?? []).filter { $0["text"]?.string?.isSaid == true }.map { word in
        RawTranscript.Piece(text: word["text"]?.string ?? "", start: word["start_time"]?.number, end: word["end_time"]?.number)
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: segment["text"]?.string ?? "", start: segment["start_time"]?.number, end: segment["end_time"]?.number,
          speaker: segment["speaker"]?["id"]?.label, words: words))
    }
    guard draft.segments.isEmpty else { return draft }
    for part in parts {
      let channel = parts.count > 1 ? part["channel_index"]?.label.map { "channel \($0)" } : nil
      let words = (part["words"]?.array ?? []).filter { !["spacing", "audio_event"].contains($0["type"]?.string ?? "word") }.map { word in
        RawTranscript.Piece(
          text: word["text"]?.string ?? "", start: word["start"]?.number, end: word["end"]?.number,
          speaker: channel ?? word["speaker_id"]?.label)
      }
      if words.isEmpty {
        draft.segments.append(RawTranscript.Segment(text: part["text"]?.string ?? "", speaker: channel))
      } else {
        draft.addTurns(words)
      }
    }
    return draft
  }
}
