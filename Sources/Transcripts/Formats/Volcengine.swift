import Interview

/// Volcengine (豆包): `result.utterances[{text, start_time, end_time, words, additions}]`, milliseconds.
///
/// Of `additions` the speaker and the channel are read; `emotion` and `gender` never are.
enum Volcengine {
  static func results(_ top: JSONValue) -> [JSONValue]? {
    let result = top["result"] ?? top["resp"] ?? top["data"]?["result"] ?? top
    let parts = (result.array ?? [result]).filter { part in
      part["utterances"]?.array?.contains { $0.has("text") && $0.has("start_time") && $0.has("end_time") } == true
    }
    // Without utterances there is the text alone.
    if parts.isEmpty, top.has("audio_info"), result["text"]?.string != nil { return [result] }
    return parts.isEmpty ? nil : parts
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.volcengine)
    for result in documents.flatMap({ results($0) ?? [] }) where result["utterances"]?.array == nil {
      draft.segments.append(RawTranscript.Segment(text: result["text"]?.string ?? ""))
    }
    for utterance in documents.flatMap({ results($0) ?? [] }).flatMap({ $0["utterances"]?.array ?? [] })
    where utterance["definite"] != .bool(false) {
      let words = (utterance["words"]?.array ?? []).filter { ($0["start_time"]?.number ?? 0) >= 0 }.map { word in
        RawTranscript.Piece(text: word["text"]?.string ?? "", start: word["start_time"]?.milliseconds, end: word["end_time"]?.milliseconds)
      }
      let additions = utterance["additions"]
      draft.segments.append(
        RawTranscript.Segment(
          text: utterance["text"]?.string ?? "", start: utterance["start_time"]?.milliseconds, end: utterance["end_time"]?.milliseconds,
          speaker: additions?[any: "speaker", "speaker_id", "channel_id"]?.label ?? utterance[any: "speaker", "channel_id"]?.label,
          words: words))
    }
    return draft
  }
}
