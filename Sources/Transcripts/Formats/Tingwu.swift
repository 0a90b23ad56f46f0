import Interview

/// Alibaba's 通义听悟: `Transcription.Paragraphs[{SpeakerId, Words[{SentenceId, Start, End, Text}]}]`, milliseconds.
enum Tingwu {
  static func paragraphs(_ top: JSONValue) -> [JSONValue]? {
    let result = top[any: "Transcription", "transcription"] ?? top
    guard let paragraphs = result[any: "Paragraphs", "paragraphs"]?.array else { return nil }
    let words = paragraphs.lazy.compactMap { self.words($0).first }
    return words.contains { sentence($0) != nil } ? paragraphs : nil
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let result = documents[0][any: "Transcription", "transcription"] ?? documents[0]
    var draft = RawTranscript(.tingwu, language: result["AudioInfo"]?["Language"]?.string)
    for paragraph in paragraphs(documents[0]) ?? [] {
      let speaker = paragraph[any: "SpeakerId", "speakerId"]?.label
      var said: [RawTranscript.Piece] = []
      var last: String?
      for word in words(paragraph) {
        if sentence(word) != last {
          draft.add(words: said, speaker: speaker)
          said = []
        }
        last = sentence(word)
        said.append(
          RawTranscript.Piece(
            text: word[any: "Text", "text"]?.string ?? "", start: word[any: "Start", "start"]?.milliseconds,
            end: word[any: "End", "end"]?.milliseconds))
      }
      draft.add(words: said, speaker: speaker)
    }
    return draft
  }

  private static func words(_ paragraph: JSONValue) -> [JSONValue] { paragraph[any: "Words", "words"]?.array ?? [] }

  private static func sentence(_ word: JSONValue) -> String? { word[any: "SentenceId", "sentenceId"]?.label }
}

/// Qwen-ASR: the open model's `{language, text, time_stamps[{text, start_time, end_time}]}` in seconds, and the service's chat answer,
/// which is told from any other chat by its annotation `audio_info`. Of an annotation only the language is read, never `emotion`.
enum QwenASR {
  static func isAnswer(_ value: JSONValue) -> Bool { stamps(value) != nil && value.has("text") || message(value) != nil }

  private static func stamps(_ value: JSONValue) -> [JSONValue]? {
    let stamps = value["time_stamps"]?["items"]?.array ?? value["time_stamps"]?.array
    return stamps?.contains { $0.has("text") && $0.has("start_time") } == true ? stamps : nil
  }

  private static func message(_ value: JSONValue) -> JSONValue? {
    let message = (value["output"] ?? value)["choices"]?.array?.first?["message"]
    let isHeard = message?["annotations"]?.array?.contains { $0["type"]?.string == "audio_info" } == true
    return isHeard && message?.has("content") == true ? message : nil
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.qwenASR, language: documents.lazy.compactMap(language).first)
    for item in documents {
      let content = message(item)?["content"]
      let heard = content?.array?.compactMap { $0["text"]?.string } ?? content?.string.map { [$0] }
      let words = (stamps(item) ?? []).map { word in
        RawTranscript.Piece(text: word["text"]?.string ?? "", start: word["start_time"]?.number, end: word["end_time"]?.number)
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: heard.map(RawTranscript.joined) ?? item["text"]?.string ?? "", start: words.first?.start, end: words.last?.end, words: words
        ))
    }
    return draft
  }

  private static func language(_ item: JSONValue) -> String? {
    (item["language"] ?? message(item)?["annotations"]?.array?.first { $0.has("language") }?["language"])?.string
  }
}
