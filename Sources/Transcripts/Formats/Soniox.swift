import Interview

/// Soniox: `tokens[{text, start_ms, end_ms, speaker}]`, parts of words; a stream's messages one after the other.
enum Soniox {
  static func isAnswer(_ documents: [JSONValue]) -> Bool {
    documents.contains { tokens($0).contains { $0.has("text") && $0.has("start_ms") } }
  }

  /// The first version wrote `words`, whose length stood beside their start.
  private static func tokens(_ value: JSONValue) -> [JSONValue] {
    value["tokens"]?.array ?? (value.has("final_proc_time_ms") ? value["words"]?.array : nil) ?? []
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let tokens = documents.flatMap(tokens).filter { token in
      // What is not final is said again; a translation is not what was said; marks like <end> stand for no sound.
      token["is_final"] != .bool(false) && token["translation_status"]?.string != "translation"
        && !(token["text"]?.string ?? "").hasPrefix("<")
    }
    var draft = RawTranscript(.soniox, language: tokens.lazy.compactMap { $0["language"]?.string }.first)
    var words: [RawTranscript.Piece] = []
    for token in tokens {
      let start = token["start_ms"]?.milliseconds
      words.append(
        part: RawTranscript.Piece(
          text: token["text"]?.string ?? "", start: start,
          end: token["end_ms"]?.milliseconds ?? token["duration_ms"]?.milliseconds.flatMap { length in start.map { $0 + length } },
          confidence: token["confidence"]?.number, speaker: token["speaker"]?.label))
    }
    draft.addTurns(words)
    return draft
  }
}

/// Gladia: `result.transcription.utterances[{text, start, end, speaker, words}]`, seconds; its first version's `prediction`; the
/// messages of its streams.
enum Gladia {
  static func utterances(_ documents: [JSONValue]) -> [JSONValue]? {
    let items = documents.flatMap { document -> [JSONValue] in
      if let old = document["prediction"]?.array { return old.filter { $0.has("time_begin") && $0.has("transcription") } }
      if let live = document["data"]?["utterance"] { return document["data"]?["is_final"] == .bool(false) ? [] : [live] }
      let result = document["result"] ?? document
      let transcription = result["transcription"] ?? result
      return transcription.has("full_transcript") ? transcription["utterances"]?.array ?? [] : []
    }
    return items.contains { $0[any: "text", "transcription"]?.string != nil && $0[any: "start", "time_begin"] != nil } ? items : nil
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let utterances = utterances(documents) ?? []
    var draft = RawTranscript(.gladia, language: utterances.lazy.compactMap { $0["language"]?.string }.first)
    let channels = Set(utterances.compactMap { $0["channel"]?.label })
    for utterance in utterances {
      let words = (utterance["words"]?.array ?? []).map { word in
        RawTranscript.Piece(
          text: word["word"]?.string ?? "", start: word[any: "start", "time_begin"]?.number, end: word[any: "end", "time_end"]?.number,
          confidence: word["confidence"]?.number)
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: utterance[any: "text", "transcription"]?.string ?? "", start: utterance[any: "start", "time_begin"]?.number,
          end: utterance[any: "end", "time_end"]?.number,
          speaker: utterance["speaker"]?.label ?? (channels.count > 1 ? utterance["channel"]?.label.map { "channel \($0)" } : nil),
          words: words))
    }
    return draft
  }
}
