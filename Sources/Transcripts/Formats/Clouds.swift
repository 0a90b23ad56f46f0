import Interview

/// Huawei Cloud.
enum Clouds {
  /// `segments[{start_time, end_time, result{text, word_info}}]`, milliseconds.
  static func readHuawei(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.huawei)
    for segment in (documents[0]["segments"] ?? documents[0]["result"]?["segments"])?.array ?? [] {
      let result = segment["result"] ?? .null
      let words = (result["word_info"]?.array ?? []).map { word in
        RawTranscript.Piece(
          text: word["word"]?.string ?? "", start: word["start_time"]?.milliseconds, end: word["end_time"]?.milliseconds,
          confidence: word["score"]?.number)
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: result["text"]?.string ?? "", start: segment["start_time"]?.milliseconds, end: segment["end_time"]?.milliseconds,
          speaker: (segment["role"] ?? result["analysis_info"]?["role"])?.label, words: words))
    }
    return draft
  }
}

/// Azure's two shapes.
enum Azure {
  /// `recognizedPhrases`: ticks of 100 ns; older files have only `PT1.2S`.
  static func readBatch(_ documents: [JSONValue]) -> RawTranscript {
    let phrases = documents[0]["recognizedPhrases"]?.array ?? []
    var draft = RawTranscript(.azureBatch, language: phrases.first?["locale"]?.string)
    let channels = Set(phrases.compactMap { $0["channel"]?.label })
    for phrase in phrases {
      let best = phrase["nBest"]?.array?.first ?? .null
      let start = start(phrase)
      let channel = channels.count > 1 ? phrase["channel"]?.label.map { "channel \($0)" } : nil
      let source = (best["displayWords"] ?? best["words"])?.array ?? []
      let words = source.map { word in
        RawTranscript.Piece(
          text: word[any: "word", "displayText"]?.string ?? "", start: Self.start(word), end: end(word),
          confidence: word["confidence"]?.number)
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: best[any: "display", "lexical"]?.string ?? "", start: start, end: end(phrase), speaker: phrase["speaker"]?.label ?? channel,
          words: words))
    }
    return draft
  }

  /// `phrases`: milliseconds.
  static func readFast(_ documents: [JSONValue]) -> RawTranscript {
    let phrases = documents[0]["phrases"]?.array ?? []
    var draft = RawTranscript(.azureFast, language: phrases.first?["locale"]?.string)
    let channels = Set(phrases.compactMap { $0["channel"]?.label })
    if phrases.isEmpty {
      draft.segments = (documents[0]["combinedPhrases"]?.array ?? []).map { RawTranscript.Segment(text: $0["text"]?.string ?? "") }
    }
    for phrase in phrases {
      let words = (phrase["words"]?.array ?? []).map { word in
        RawTranscript.Piece(text: word["text"]?.string ?? "", start: start(word), end: end(word), confidence: word["confidence"]?.number)
      }
      let channel = channels.count > 1 ? phrase["channel"]?.label.map { "channel \($0)" } : nil
      draft.segments.append(
        RawTranscript.Segment(
          text: phrase["text"]?.string ?? "", start: start(phrase), end: end(phrase), speaker: phrase["speaker"]?.label ?? channel,
          words: words))
    }
    return draft
  }

  private static func start(_ value: JSONValue) -> Double? { time(value, "offset") }

  private static func end(_ value: JSONValue) -> Double? {
    guard let start = time(value, "offset"), let length = time(value, "duration") else { return nil }
    return start + length
  }

  private static func time(_ value: JSONValue, _ name: String) -> Double? {
    if let milliseconds = value[name + "Milliseconds"]?.number { return milliseconds / 1000 }
    if let ticks = value[name + "InTicks"]?.number { return ticks / 10_000_000 }
    return value[name]?.string.flatMap(Clock.iso)
  }
}
