import Interview

/// Baidu 百度语音: `tasks_info[].task_result.detailed_result[{res, begin_time, end_time, words_info}]` of whole files, `FIN_TEXT` messages of
/// its streams, `{err_no, corpus_no, result}` of short ones; milliseconds.
enum Baidu {
  static func isAnswer(_ documents: [JSONValue]) -> Bool {
    documents.first.flatMap(file) != nil || documents.contains { isMessage($0) || isShort($0) }
  }

  /// The result of a file. An answer about several files is no transcript of one.
  private static func file(_ top: JSONValue) -> JSONValue? {
    let tasks = (top["tasks_info"]?.array ?? [top]).compactMap { $0["task_result"] ?? ($0.has("detailed_result") ? $0 : nil) }
    guard tasks.count == 1, tasks[0]["detailed_result"]?.array != nil || tasks[0].has("audio_duration") else { return nil }
    return tasks[0]
  }

  private static func isMessage(_ value: JSONValue) -> Bool { value["type"]?.string == "FIN_TEXT" && value["result"]?.string != nil }

  private static func isShort(_ value: JSONValue) -> Bool {
    value.has("err_no") && value.has("sn") && value["result"]?.array?.first?.string != nil
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.baidu)
    guard let file = file(documents[0]) else {
      for message in documents where isMessage(message) { draft.segments.append(segment(message, text(message["result"], all: false))) }
      // A list of candidates, the likeliest first.
      for short in documents where isShort(short) { draft.segments.append(RawTranscript.Segment(text: text(short["result"], all: false))) }
      return draft
    }
    for part in file["detailed_result"]?.array ?? [] { draft.segments.append(segment(part, text(part["res"], all: true))) }
    if draft.segments.isEmpty { draft.segments = [RawTranscript.Segment(text: text(file["result"], all: true))] }
    return draft
  }

  private static func text(_ value: JSONValue?, all: Bool) -> String {
    let parts = value?.array?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
    return RawTranscript.joined(all ? parts : Array(parts.prefix(1)))
  }

  private static func segment(_ value: JSONValue, _ text: String) -> RawTranscript.Segment {
    let words = (value["words_info"]?.array ?? []).map { word in
      let (start, end) = times(word)
      return RawTranscript.Piece(text: word[any: "words", "word", "text"]?.string ?? "", start: start, end: end)
    }
    let (start, end) = times(value)
    return RawTranscript.Segment(
      text: text, start: start, end: end, speaker: value[any: "speaker", "speaker_id", "role"]?.label, words: words)
  }

  private static func times(_ value: JSONValue) -> (Double?, Double?) {
    (value[any: "begin_time", "start_time"]?.milliseconds, value["end_time"]?.milliseconds)
  }
}
