import Interview

/// FunASR's two shapes, and SenseVoice, which writes through it.
enum FunASR {
  /// A key or a list of pairs beside the text.
  static func isAnswer(_ value: JSONValue) -> Bool {
    if value["sentence_info"]?.array?.contains(where: { $0.has("text") || $0.has("sentence") }) == true { return true }
    guard value.has("text") else { return false }
    if let pairs = value["timestamp"] { return pairs.array?.allSatisfy { $0.array?.count ?? 0 >= 2 } ?? (pairs.string != nil) }
    return value.has("key")
  }

  /// Fun-ASR-Nano times its tokens one by one: `timestamps[{token, start_time, end_time}]`, or `ctc_timestamps`.
  static func isNano(_ value: JSONValue) -> Bool {
    value.has("ctc_text") || value.has("ctc_timestamps")
      || value["timestamps"]?.array?.contains { $0.has("token") && $0.has("start_time") } == true
  }

  /// Seconds. A token may be a part of a word: one that begins with a space, or with a Han character, begins one.
  static func readNano(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.funASRNano, language: documents[0]["language"]?.string)
    for item in documents.flatMap({ $0.array ?? [$0] }) {
      let tokens = (item["timestamps"] ?? item["ctc_timestamps"])?.array ?? []
      let isSpaced = tokens.contains { $0["token"]?.string?.first?.isWhitespace == true }
      var words: [RawTranscript.Piece] = []
      for token in tokens {
        let text = (token["token"]?.string ?? "").replacing("▁", with: " ")
        let (start, end) = (token["start_time"]?.number, token["end_time"]?.number)
        let piece = RawTranscript.Piece(text: text, start: start, end: end, confidence: token["score"]?.number)
        if isSpaced { words.append(part: piece) } else { words.append(piece) }
      }
      let text = item[any: "text", "ctc_text", "text_tn"]?.string ?? RawTranscript.joined(words.map(\.text))
      draft.segments.append(
        RawTranscript.Segment(
          text: text, start: words.first?.start, end: words.last?.end, speaker: item[any: "spk", "speaker"]?.label, words: words))
    }
    return draft
  }

  /// AutoModel: `[{key, text, timestamp: [[ms, ms] …], sentence_info?}]`, a pair for each token.
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let items = documents.flatMap { $0.array ?? [$0] }
    let tagged = items.contains { $0["text"]?.string?.hasPrefix("<|") == true }
    var draft = RawTranscript(tagged ? .senseVoice : .funASR)
    for item in items {
      if let sentences = item["sentence_info"]?.array, !sentences.isEmpty {
        for sentence in sentences {
          let text = sentence[any: "text", "sentence"]?.string ?? ""
          draft.segments.append(
            segment(
              text, pairs: sentence["timestamp"], start: sentence["start"]?.number, end: sentence["end"]?.number,
              speaker: sentence["spk"]?.label))
        }
      } else {
        draft.segments.append(segment(item["text"]?.string ?? "", pairs: item["timestamp"], start: nil, end: nil, speaker: nil))
      }
    }
    return draft
  }

  /// The server's messages; `2pass-online` parts are said again by `2pass-offline`.
  static func readRuntime(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.funASRRuntime)
    let items = documents.flatMap { $0.array ?? [$0] }
    let hasFinal = items.contains { $0["mode"]?.string != "2pass-online" }
    for item in items where !hasFinal || item["mode"]?.string != "2pass-online" {
      if let sentences = item["stamp_sents"]?.array, !sentences.isEmpty {
        for sentence in sentences {
          let text = (sentence["text_seg"]?.string ?? "") + (sentence["punc"]?.string ?? "")
          draft.segments.append(
            segment(text, pairs: sentence["ts_list"], start: sentence["start"]?.number, end: sentence["end"]?.number, speaker: nil))
        }
      } else {
        draft.segments.append(segment(item["text"]?.string ?? "", pairs: item["timestamp"], start: nil, end: nil, speaker: nil))
      }
    }
    return draft
  }

  /// - Parameter pairs: a list, or a string that holds one.
  private static func segment(_ text: String, pairs: JSONValue?, start: Double?, end: Double?, speaker: String?) -> RawTranscript.Segment {
    var list = pairs?.array ?? []
    if let string = pairs?.string, let inner = try? JSONParser.documents(Array(string.utf8)).first?.array { list = inner }
    let times = list.compactMap { pair -> (Double, Double)? in
      guard let values = pair.array, values.count >= 2, let from = values[0].number, let to = values[1].number else { return nil }
      return (from / 1000, to / 1000)
    }
    var segment = RawTranscript.Segment(
      text: text, start: start.map { $0 / 1000 } ?? times.first?.0, end: end.map { $0 / 1000 } ?? times.last?.1, speaker: speaker)
    var cleaning = Cleaning()
    let tokens = TextScanner.recogniserTokens(cleaning.clean(text))
    // Figures written as digits have more pairs than tokens: then only the whole stretch's time is known.
    if tokens.count == times.count {
      segment.words = zip(tokens, times).map { RawTranscript.Piece(text: $0, start: $1.0, end: $1.1) }
    }
    return segment
  }
}

/// sherpa-onnx: tokens and their starts side by side.
enum SherpaOnnx {
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let items = documents.flatMap { $0.array ?? [$0] }
    var draft = RawTranscript(.sherpaOnnx, language: items[0]["lang"]?.string)
    for item in items {
      let tokens = (item["tokens"]?.array ?? []).map { $0.string ?? "" }
      let starts = (item["timestamps"]?.array ?? []).map(\.number)
      let durations = (item["durations"]?.array ?? []).map(\.number)
      let offset = item["segment_start"]?.number ?? 0
      let isSpaced = tokens.contains { $0.hasPrefix("▁") || $0.hasPrefix(" ") }
      var words: [RawTranscript.Piece] = []
      for (index, token) in tokens.enumerated() {
        let start = index < starts.count ? starts[index].map { $0 + offset } : nil
        // Without a length the token lasts until the next one, half a second at most.
        let next = index + 1 < starts.count ? starts[index + 1].map { $0 + offset } : nil
        let length = index < durations.count ? durations[index] : nil
        let end = start.map { start in length.map { start + max(0, $0) } ?? min(next ?? start + 0.25, start + 0.5) }
        let bare = token.replacing("▁", with: " ").replacing("@@", with: "")
        let continues = !bare.hasPrefix(" ") && bare.unicodeScalars.first?.isWideText == false
        let glued = index > 0 && tokens[index - 1].hasSuffix("@@")
        if !words.isEmpty, glued || isSpaced && continues && !token.hasPrefix("▁") && words.endsInNarrowText {
          words[words.count - 1].text += bare
          words[words.count - 1].end = end
        } else {
          words.append(RawTranscript.Piece(text: bare, start: start, end: end))
        }
      }
      let text = item["text"]?.string ?? RawTranscript.joined(words.map(\.text))
      draft.segments.append(RawTranscript.Segment(text: text, start: words.first?.start, end: words.last?.end, words: words))
    }
    return draft
  }
}

/// Vosk: one object for each utterance; the command line writes monologues.
enum Vosk {
  static func isUtterance(_ value: JSONValue) -> Bool {
    if let words = value["result"]?.array, !words.isEmpty { return words.contains { $0.has("word") && $0.has("start") } }
    if let alternatives = value["alternatives"]?.array, !alternatives.isEmpty {
      return alternatives.contains { $0.has("text") && ($0.has("result") || $0.names.isSubset(of: ["text", "confidence"])) }
    }
    return value["partial"]?.string != nil || value.has("result") && value.has("text")
  }

  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.vosk)
    for item in documents.flatMap({ $0.array ?? [$0] }) where !item.has("partial") {
      let best = item["alternatives"]?.array?.first ?? item
      let words = (best["result"]?.array ?? []).map { word in
        RawTranscript.Piece(
          text: word["word"]?.string ?? "", start: word["start"]?.number, end: word["end"]?.number, confidence: word["conf"]?.number)
      }
      let text = best["text"]?.string ?? ""
      if words.isEmpty { draft.segments.append(RawTranscript.Segment(text: text)) } else { draft.add(words: words) }
    }
    return draft
  }

  static func readMonologues(_ documents: [JSONValue]) -> RawTranscript {
    // NeMo's dialogues have the same shape, without a version.
    let isVosk = documents.contains { $0.has("schemaVersion") || $0.has("text") }
    var draft = RawTranscript(isVosk ? .voskMonologues : .neMo)
    for monologue in documents.flatMap({ $0["monologues"]?.array ?? [] }) {
      let speaker = monologue["speaker"]?["id"]?.label ?? monologue["speaker"]?.label
      let words = (monologue["terms"]?.array ?? []).map { term in
        RawTranscript.Piece(
          text: term["text"]?.string ?? "", start: term["start"]?.number, end: term["end"]?.number, confidence: term["confidence"]?.number)
      }
      draft.add(words: words, start: monologue["start"]?.number, end: monologue["end"]?.number, speaker: speaker)
    }
    return draft
  }
}
