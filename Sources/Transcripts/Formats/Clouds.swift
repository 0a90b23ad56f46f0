import Interview

/// AWS, Google, Deepgram, Huawei.
enum Clouds {
  /// `results.items`: words with times as strings; punctuation without times belongs to the word before it.
  static func readAWS(_ documents: [JSONValue]) -> Draft {
    let results = documents[0]["results"] ?? .null
    var draft = Draft(.aws, language: results["language_code"]?.string)
    var words: [Draft.Piece] = []
    for item in results["items"]?.array ?? [] {
      let best = item["alternatives"]?.array?.first
      let text = best?["content"]?.string ?? ""
      if item["type"]?.string == "punctuation" {
        if !words.isEmpty { words[words.count - 1].text += text }
      } else {
        words.append(
          Draft.Piece(
            text: text, start: item["start_time"]?.number, end: item["end_time"]?.number, confidence: best?["confidence"]?.number,
            speaker: item["speaker_label"]?.label))
      }
    }
    if words.isEmpty {
      draft.segments = (results["transcripts"]?.array ?? []).map { Draft.Segment(text: $0["transcript"]?.string ?? "") }
    } else {
      draft.addTurns(words)
    }
    return draft
  }

  /// v1 `startTime`, v2 `startOffset`, both like `"1.400s"`. With diarisation the last result repeats all words with tags.
  static func readGoogle(_ documents: [JSONValue]) -> Draft {
    let top = documents[0]["response"] ?? documents[0]
    let results = documents.flatMap { ($0["response"] ?? $0)["results"]?.array ?? [] }
    var draft = Draft(.google, language: (results.first?["languageCode"] ?? top["languageCode"])?.string)
    let bests = results.compactMap { $0["alternatives"]?.array?.first }
    func pieces(_ best: JSONValue) -> [Draft.Piece] {
      (best["words"]?.array ?? []).map { word in
        Draft.Piece(
          text: word["word"]?.string ?? "",
          start: word[any: "startTime", "startOffset"]?.number ?? (word.has("endTime") || word.has("endOffset") ? 0 : nil),
          end: word[any: "endTime", "endOffset"]?.number, confidence: word["confidence"]?.number,
          speaker: word[any: "speakerLabel", "speakerTag"]?.label)
      }
    }
    if let last = bests.last, pieces(last).contains(where: { $0.speaker != nil && $0.speaker != "0" }) {
      draft.addTurns(pieces(last))
      return draft
    }
    for best in bests {
      var words = pieces(best)
      for index in words.indices { words[index].speaker = nil }
      let text = best["transcript"]?.string ?? Draft.joined(words.map(\.text))
      draft.segments.append(Draft.Segment(text: text, start: words.first?.start, end: words.last?.end, words: words))
    }
    return draft
  }

  /// `results.channels[].alternatives[].words[]`; with several channels each is a speaker.
  static func readDeepgram(_ documents: [JSONValue]) -> Draft {
    let channels = documents[0]["results"]?["channels"]?.array ?? []
    var draft = Draft(.deepgram, language: channels.first?["detected_language"]?.string)
    for (number, channel) in channels.enumerated() {
      guard let best = channel["alternatives"]?.array?.first else { continue }
      let words = (best["words"]?.array ?? []).map { word in
        Draft.Piece(
          text: word[any: "punctuated_word", "word"]?.string ?? "", start: word["start"]?.number, end: word["end"]?.number,
          confidence: word["confidence"]?.number, speaker: word["speaker"]?.label ?? (channels.count > 1 ? "channel \(number)" : nil))
      }
      if words.isEmpty {
        draft.segments.append(Draft.Segment(text: best["transcript"]?.string ?? ""))
      } else {
        draft.addTurns(words)
      }
    }
    return draft
  }

  /// `segments[{start_time, end_time, result{text, word_info}}]`, milliseconds.
  static func readHuawei(_ documents: [JSONValue]) -> Draft {
    var draft = Draft(.huawei)
    for segment in (documents[0]["segments"] ?? documents[0]["result"]?["segments"])?.array ?? [] {
      let result = segment["result"] ?? .null
      let words = (result["word_info"]?.array ?? []).map { word in
        Draft.Piece(
          text: word["word"]?.string ?? "", start: word["start_time"]?.milliseconds, end: word["end_time"]?.milliseconds,
          confidence: word["score"]?.number)
      }
      draft.segments.append(
        Draft.Segment(
          text: result["text"]?.string ?? "", start: segment["start_time"]?.milliseconds, end: segment["end_time"]?.milliseconds,
          speaker: (segment["role"] ?? result["analysis_info"]?["role"])?.label, words: words))
    }
    return draft
  }
}

/// Azure's two shapes.
enum Azure {
  /// `recognizedPhrases`: ticks of 100 ns; older files have only `PT1.2S`.
  static func readBatch(_ documents: [JSONValue]) -> Draft {
    let phrases = documents[0]["recognizedPhrases"]?.array ?? []
    var draft = Draft(.azureBatch, language: phrases.first?["locale"]?.string)
    let channels = Set(phrases.compactMap { $0["channel"]?.label })
    for phrase in phrases {
      let best = phrase["nBest"]?.array?.first ?? .null
      let start = start(phrase)
      let channel = channels.count > 1 ? phrase["channel"]?.label.map { "channel \($0)" } : nil
      let source = (best["displayWords"] ?? best["words"])?.array ?? []
      let words = source.map { word in
        Draft.Piece(
          text: word[any: "word", "displayText"]?.string ?? "", start: Self.start(word), end: end(word),
          confidence: word["confidence"]?.number)
      }
      draft.segments.append(
        Draft.Segment(
          text: best[any: "display", "lexical"]?.string ?? "", start: start, end: end(phrase), speaker: phrase["speaker"]?.label ?? channel,
          words: words))
    }
    return draft
  }

  /// `phrases`: milliseconds.
  static func readFast(_ documents: [JSONValue]) -> Draft {
    let phrases = documents[0]["phrases"]?.array ?? []
    var draft = Draft(.azureFast, language: phrases.first?["locale"]?.string)
    let channels = Set(phrases.compactMap { $0["channel"]?.label })
    if phrases.isEmpty {
      draft.segments = (documents[0]["combinedPhrases"]?.array ?? []).map { Draft.Segment(text: $0["text"]?.string ?? "") }
    }
    for phrase in phrases {
      let words = (phrase["words"]?.array ?? []).map { word in
        Draft.Piece(text: word["text"]?.string ?? "", start: start(word), end: end(word), confidence: word["confidence"]?.number)
      }
      let channel = channels.count > 1 ? phrase["channel"]?.label.map { "channel \($0)" } : nil
      draft.segments.append(
        Draft.Segment(
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

extension JSONValue {
  /// A figure in milliseconds, as seconds.
  var milliseconds: Double? { number.map { $0 / 1000 } }
}
