import Interview

/// Tencent's other recognisers: 录音文件识别极速版 (`flash_result[].sentence_list`), 实时语音识别 (`result.voice_text_str`) and 一句话识别
/// (`Response.Result` beside `AudioDuration`); milliseconds.
extension Tencent {
  static func isOther(_ documents: [JSONValue]) -> Bool {
    documents.contains { sentences($0) != nil || short($0) != nil }
  }

  /// The finished sentences of a file or a message, each with the channel it is of.
  private static func sentences(_ top: JSONValue) -> [(sentence: JSONValue, channel: String?)]? {
    if let channels = top["flash_result"]?.array {
      return channels.flatMap { channel in
        (channel["sentence_list"]?.array ?? [.object([.init(name: "text", value: channel["text"] ?? .null)])]).map {
          ($0, channels.count > 1 ? channel["channel_id"]?.label.map { "channel \($0)" } : nil)
        }
      }
    }
    guard let result = top["result"], result["voice_text_str"]?.string != nil else { return nil }
    // 0 begins a sentence, 1 goes on with it, 2 is its final form.
    return result["slice_type"]?.number ?? 2 == 2 ? [(result, nil)] : []
  }

  private static func short(_ top: JSONValue) -> JSONValue? {
    guard let response = top["Response"], response["Result"]?.string != nil, response.has("AudioDuration") else { return nil }
    return response
  }

  static func readOther(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.tencent)
    for (sentence, channel) in documents.flatMap({ sentences($0) ?? [] }) {
      let start = sentence["start_time"]?.milliseconds
      let words = words(sentence["word_list"]?.array ?? [], of: start)
      draft.segments.append(
        RawTranscript.Segment(
          text: sentence[any: "text", "voice_text_str"]?.string ?? "", start: start, end: sentence["end_time"]?.milliseconds,
          speaker: sentence["speaker_id"]?.label ?? channel, words: words))
    }
    for response in documents.compactMap(short) {
      let words = words(response["WordList"]?.array ?? [], of: nil)
      draft.segments.append(
        RawTranscript.Segment(text: response["Result"]?.string ?? "", start: words.first?.start, end: words.last?.end, words: words))
    }
    return draft
  }

  /// A word before its sentence cannot be: then its times count from the sentence.
  private static func words(_ words: [JSONValue], of start: Double?) -> [RawTranscript.Piece] {
    func begin(_ word: JSONValue) -> Double? { word[any: "start_time", "StartTime"]?.milliseconds }
    let offset = (words.first.flatMap(begin) ?? 0) < (start ?? 0) - 0.001 ? start ?? 0 : 0
    return words.map { word in
      RawTranscript.Piece(
        text: word[any: "word", "Word"]?.string ?? "", start: begin(word).map { $0 + offset },
        end: word[any: "end_time", "EndTime"]?.milliseconds.map { $0 + offset })
    }
  }
}
