import Interview

extension TranscriptFormat {
  /// openai-whisper (`whisper/transcribe.py`), faster-whisper dumps, WhisperX (`schema.py`): seconds; words may be null.
  static let whisper: TranscriptFormat = TranscriptFormat(
    name: "whisper-json", tool: "openai-whisper, faster-whisper, WhisperX", times: "seconds"
  ) { values in
    let top = values[0]
    guard let segments = (top["segments"] ?? values.first).flatMap(\.array),
      segments.first.map({ $0["text"] != nil && $0["start"] != nil }) ?? (top["text"] != nil)
    else { return nil }
    var draft = TranscriptDraft(.whisper, language: top["language"]?.string)
    for segment in segments {
      let words = (segment["words"]?.array ?? []).compactMap { word -> Word? in
        guard let text = word.first("word", "text")?.string else { return nil }
        return Word(
          text: text.trimmed, range: TranscriptDraft.range(word["start"]?.number, word["end"]?.number),
          confidence: word.first("probability", "score")?.number, speaker: word["speaker"]?.string ?? segment["speaker"]?.string)
      }
      draft.add(
        segment["text"]?.string ?? "", TranscriptDraft.range(segment["start"]?.number, segment["end"]?.number),
        speaker: segment["speaker"]?.string, words: words)
    }
    if segments.isEmpty, let text = top["text"]?.string { draft.add(text, nil) }
    return draft
  }

  /// whisper.cpp `-oj`, `-ojf` (`examples/cli/cli.cpp`): offsets in milliseconds; specials like `[_BEG_]`. Token texts may be
  /// halves of a character, so that words are taken from the segment.
  static let whisperCpp: TranscriptFormat = TranscriptFormat(name: "whisper.cpp-json", tool: "whisper.cpp", times: "milliseconds") {
    values in
    let top = values[0]
    guard let segments = top["transcription"]?.array else { return nil }
    var draft = TranscriptDraft(.whisperCpp, language: top["result"]?["language"]?.string)
    for segment in segments {
      let range = TranscriptDraft.range(segment["offsets"]?["from"]?.seconds, segment["offsets"]?["to"]?.seconds)
      draft.add(segment["text"]?.string ?? "", range, speaker: segment["speaker"]?.string)
    }
    return draft
  }

  /// whisper's `.tsv`: start, end in whole milliseconds, text.
  static let whisperTSV: TranscriptFormat = TranscriptFormat(
    name: "whisper-tsv", tool: "openai-whisper", times: "milliseconds",
    readText: { text in
      let lines = text.split(whereSeparator: \.isNewline)
      guard let header = lines.first, header.split(separator: "\t").map(String.init) == ["start", "end", "text"] else { return nil }
      var draft = TranscriptDraft(.whisperTSV)
      for line in lines.dropFirst() {
        let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3 else { continue }
        draft.add(String(fields[2]), TranscriptDraft.range(Double(fields[0]).map { $0 / 1000 }, Double(fields[1]).map { $0 / 1000 }))
      }
      return draft
    })
}

extension JSONTree {
  /// A figure in milliseconds, as seconds.
  var seconds: Double? { number.map { $0 / 1000 } }
}
