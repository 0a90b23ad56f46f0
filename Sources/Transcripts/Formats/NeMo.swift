import Interview

/// NVIDIA NeMo: the lines of its manifests with `pred_text`, its hypotheses, and its answers with speakers.
enum NeMo {
  static func isAnswer(_ value: JSONValue) -> Bool {
    if value.has("pred_text") || value["timestamps_word"]?.array != nil || value["timestamps_segment"]?.array != nil { return true }
    // A session with speakers.
    if value["transcription"]?.string != nil { return value["words"]?.array != nil || value["sentences"]?.array != nil }
    guard value.has("text"), let times = value["timestamp"] ?? value["timestep"] else { return false }
    return times.isObject && (times["word"]?.array != nil || times["segment"]?.array != nil)
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.neMo)
    for item in documents.flatMap({ $0.array ?? [$0] }) {
      if item["transcription"]?.string != nil {
        session(item, &draft)
      } else {
        hypothesis(item, &draft)
      }
    }
    return draft
  }

  private static func session(_ item: JSONValue, _ draft: inout RawTranscript) {
    let words = (item["words"]?.array ?? []).map { piece($0, "word") }
    guard words.isEmpty else { return draft.addTurns(words) }
    for sentence in item["sentences"]?.array ?? [] {
      draft.segments.append(
        RawTranscript.Segment(
          text: sentence[any: "sentence", "text"]?.string ?? "", start: sentence["start_time"]?.number, end: sentence["end_time"]?.number,
          speaker: sentence["speaker"]?.label))
    }
  }

  private static func hypothesis(_ item: JSONValue, _ draft: inout RawTranscript) {
    let times = item["timestamp"] ?? item["timestep"]
    let words = ((item["timestamps_word"] ?? times?["word"] ?? item["word"])?.array ?? []).map { piece($0, "word") }
    let segments = ((item["timestamps_segment"] ?? times?["segment"] ?? item["segment"])?.array ?? []).map { piece($0, "segment") }
    // `pred_text` is what was heard; `text` beside it what somebody had written down before.
    let text = item[any: "pred_text", "text"]?.string ?? ""
    if words.contains(where: { $0.start != nil }) {
      draft.segments.append(RawTranscript.Segment(text: text, start: words.first?.start, end: words.last?.end, words: words))
    } else if segments.contains(where: { $0.start != nil }) {
      draft.segments += segments.map { RawTranscript.Segment(text: $0.text, start: $0.start, end: $0.end) }
    } else {
      draft.segments.append(RawTranscript.Segment(text: text))
    }
  }

  /// Seconds; `start_offset` counts frames of the encoder, whose length is not in the file.
  private static func piece(_ value: JSONValue, _ name: String) -> RawTranscript.Piece {
    RawTranscript.Piece(
      text: value[any: name, "text", "word"]?.string ?? "", start: value[any: "start", "start_time"]?.number,
      end: value[any: "end", "end_time"]?.number, speaker: value["speaker"]?.label)
  }
}

/// Hugging Face's pipelines: `{text, chunks[{text, timestamp: [from, to]}]}`, seconds; the last end may be missing.
enum HuggingFace {
  static func isAnswer(_ value: JSONValue) -> Bool {
    (value["chunks"]?.array).map { chunks in
      chunks.isEmpty ? value.has("text") : chunks.contains { $0.has("text") && $0["timestamp"]?.array != nil }
    } ?? false
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.huggingFace)
    for item in documents.flatMap({ $0.array ?? [$0] }) {
      // insanely-fast-whisper names the speakers in a list of its own.
      let speakers = item["speakers"]?.array ?? []
      let chunks = speakers.contains(where: { $0.has("text") }) ? speakers : item["chunks"]?.array ?? (item.has("timestamp") ? [item] : [])
      let pieces = chunks.map { chunk in
        let times = chunk["timestamp"]?.array ?? []
        return RawTranscript.Piece(
          text: chunk["text"]?.string ?? "", start: times.first?.number, end: times.count > 1 ? times[1].number : nil,
          speaker: chunk["speaker"]?.label)
      }
      if pieces.isEmpty {
        draft.segments.append(RawTranscript.Segment(text: item["text"]?.string ?? ""))
      } else if pieces.count > 1, pieces.allSatisfy({ TextScanner.count($0.text) <= 2 }) {
        draft.addTurns(pieces)
      } else {
        for (index, piece) in pieces.enumerated() {
          let next = index + 1 < pieces.count ? pieces[index + 1].start : RawTranscript.latest
          draft.segments.append(
            RawTranscript.Segment(text: piece.text, start: piece.start, end: piece.end ?? next, speaker: piece.speaker))
        }
      }
    }
    return draft
  }
}
