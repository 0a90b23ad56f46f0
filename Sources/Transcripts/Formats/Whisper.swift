import Interview

/// openai-whisper, faster-whisper dumps, WhisperX, whisper.cpp.
enum Whisper {
  /// What Whisper's own writers and the services that speak its language put beside the text.
  private static let members: Set<String> = [
    "text", "language", "duration", "task", "usage", "segments", "words", "word_segments", "info", "x_groq", "logprobs", "model", "type",
    "language_probability", "language_code", "params", "options", "request_id", "num_speakers", "speakers", "audio", "file", "filename",
    "path", "id", "object", "processing_time", "duration_after_vad", "all_language_probs", "transcription_options", "vad_options",
  ]

  private static let segmentMembers: Set<String> = [
    "id", "start", "end", "text", "words", "speaker", "speaker_id", "language", "confidence", "type", "channel", "chars", "tokens", "seek",
    "temperature", "avg_logprob", "compression_ratio", "no_speech_prob", "score", "transient", "duration",
  ]
  /// What only Whisper says of a segment or a word.
  private static let marks: Set<String> = ["seek", "avg_logprob", "no_speech_prob", "compression_ratio", "probability", "score"]

  /// Segments with times in seconds and Whisper's figures, or nothing beside them that is foreign.
  static func isAnswer(_ top: JSONValue) -> Bool {
    let segments = top.array ?? top["segments"]?.array ?? []
    let isMarked = segments.contains { segment in
      !marks.isDisjoint(with: segment.names) || segment["words"]?.array?.contains { !marks.isDisjoint(with: $0.names) } == true
    }
    guard isMarked || top.names.isSubset(of: members) && segments.allSatisfy({ $0.names.isSubset(of: segmentMembers) }) else {
      return false
    }
    guard segments.allSatisfy({ $0.has("text") || $0["words"]?.array != nil }) else { return false }
    let loose = top["words"]?.array ?? []
    guard loose.allSatisfy({ $0.has("word") && $0.has("start") }) else { return false }
    // Nobody takes half a minute for a word: such figures are another vendor's milliseconds.
    let parts = segments.isEmpty ? loose : segments
    let starts = parts.compactMap { $0["start"]?.number }
    let pieces = parts.reduce(0) { $0 + TextScanner.count($1[any: "text", "word"]?.string ?? "") }
    guard segments.isEmpty || segments.contains(where: { $0.has("start") }) else { return false }
    guard let first = starts.min(), let last = parts.compactMap({ $0["end"]?.number }).max(), pieces > 2 else { return true }
    return !Units.areMilliseconds(span: last - first, pieces: pieces)
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let top = documents[0]
    let segments = top.array ?? top["segments"]?.array ?? []
    let words = segments.flatMap { $0["words"]?.array ?? [] }
    let format: TranscriptFormat =
      top.has("word_segments") || words.contains { $0.has("score") }
      ? .whisperX : top.array != nil || top.has("info") ? .fasterWhisper : .openAIWhisper
    var draft = RawTranscript(format, language: (top["language"] ?? top["info"]?["language"])?.string)
    // The web service writes the words beside the segments.
    let loose = words.isEmpty ? (top["words"]?.array ?? []).map(piece) : []
    if segments.isEmpty {
      if !loose.isEmpty { draft.add(words: loose) } else { draft.segments = [RawTranscript.Segment(text: top["text"]?.string ?? "")] }
    }
    var next = 0
    for (index, segment) in segments.enumerated() {
      let speaker = segment[any: "speaker", "speaker_id"]?.label
      var own = (segment["words"]?.array ?? []).map(piece)
      let limit = index + 1 < segments.count ? segments[index + 1]["start"]?.number ?? .infinity : .infinity
      while next < loose.count, (loose[next].start ?? 0) < limit - 0.001 {
        own.append(loose[next])
        next += 1
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: segment["text"]?.string ?? "", start: segment["start"]?.number, end: segment["end"]?.number, speaker: speaker, words: own))
    }
    return draft
  }

  private static func piece(_ word: JSONValue) -> RawTranscript.Piece {
    RawTranscript.Piece(
      text: word[any: "word", "text"]?.string ?? "", start: word["start"]?.number, end: word["end"]?.number,
      confidence: word[any: "probability", "score"]?.number, speaker: word["speaker"]?.label)
  }

  /// whisper.cpp: milliseconds. A character may be split over tokens, or over segments: the halves go to the first.
  static func readCpp(_ documents: [JSONValue]) -> RawTranscript {
    let top = documents[0]
    var draft = RawTranscript(.whisperCpp, language: (top["result"]?["language"] ?? top["params"]?["language"])?.string)
    var carried = ""
    for segment in top["transcription"]?.array ?? [] {
      let (whole, rest) = splitTail(carried + (segment["text"]?.string ?? ""))
      carried = rest
      draft.segments.append(
        RawTranscript.Segment(
          text: whole, start: time(segment, "from"), end: time(segment, "to"), speaker: segment["speaker"]?.label,
          words: words(segment["tokens"]?.array ?? [])))
    }
    return draft
  }

  /// An unfinished character at the end belongs to the next piece.
  private static func splitTail(_ text: String) -> (String, String) {
    let scalars = text.unicodeScalars
    let parked = scalars.reversed().prefix { ParkedBytes.isParked($0) }.count
    guard parked > 0 else { return (text, "") }
    let tail = String(String.UnicodeScalarView(scalars.suffix(parked)))
    guard ParkedBytes.joined(tail).text.isEmpty else { return (text, "") }
    return (String(String.UnicodeScalarView(scalars.dropLast(parked))), tail)
  }

  /// Tokens are pieces of words: one that begins with a space, or with a Han character, begins a word.
  private static func words(_ tokens: [JSONValue]) -> [RawTranscript.Piece] {
    var words: [RawTranscript.Piece] = []
    var carried = ""
    var carriedStart: Double?
    for token in tokens {
      guard let raw = token["text"]?.string, !raw.hasPrefix("[_"), !raw.hasPrefix("<|"), time(token, "from") != nil else { continue }
      let (text, rest) = splitTail(carried + raw)
      let start = carried.isEmpty ? time(token, "from") : carriedStart
      carried = rest
      carriedStart = start
      guard !text.isEmpty else { continue }
      let joined = ParkedBytes.joined(text).text
      let piece = RawTranscript.Piece(text: joined, start: start, end: time(token, "to"), confidence: token["p"]?.number)
      if let first = joined.unicodeScalars.first, !first.isWideText, first != " ", words.endsInNarrowText {
        words[words.count - 1].text += joined
        words[words.count - 1].end = piece.end
      } else {
        words.append(piece)
      }
    }
    return words
  }

  private static func time(_ value: JSONValue, _ end: String) -> Double? {
    if let offset = value["offsets"]?[end]?.number { return offset / 1000 }
    return value["timestamps"]?[end]?.string.flatMap { Clock.seconds($0[...]) }
  }
}
