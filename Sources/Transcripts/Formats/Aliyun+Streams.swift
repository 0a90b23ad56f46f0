import Interview

/// The messages of Alibaba's streams: `payload.output.sentence` or `output.sentence` of 百炼 (Paraformer, Fun-ASR), `SentenceEnd` with
/// `payload.result` of 智能语音交互; milliseconds.
extension Aliyun {
  static func isStream(_ documents: [JSONValue]) -> Bool { documents.contains { !sentences(of: $0).isEmpty || ended($0) != nil } }

  private static func sentences(of message: JSONValue) -> [JSONValue] {
    let sentence = ((message["payload"] ?? message)["output"])?["sentence"]
    return (sentence?.array ?? sentence.map { [$0] } ?? []).filter { $0.has("text") && $0.has("begin_time") }
  }

  private static func ended(_ message: JSONValue) -> JSONValue? {
    message["header"]?["name"]?.string == "SentenceEnd" && message["payload"]?["result"]?.string != nil ? message["payload"] : nil
  }

  static func readStream(_ documents: [JSONValue]) -> RawTranscript {
    let ended = documents.compactMap(ended)
    var draft = RawTranscript(ended.isEmpty ? .aliyunBailian : .aliyun)
    for sentence in ended {
      let (start, _) = times(sentence)
      draft.segments.append(
        RawTranscript.Segment(
          text: sentence["result"]?.string ?? "", start: start, end: sentence["time"]?.milliseconds,
          words: (sentence["words"]?.array ?? []).map(piece)))
    }
    // What has no end yet is said again.
    for sentence in documents.flatMap(sentences(of:)) where sentence["sentence_end"] != .bool(false) && sentence["end_time"] != nil {
      let (start, end) = times(sentence)
      draft.segments.append(
        RawTranscript.Segment(
          text: sentence["text"]?.string ?? "", start: start, end: end, speaker: sentence["speaker_id"]?.label,
          words: (sentence["words"]?.array ?? []).map(piece)))
    }
    return draft
  }
}
