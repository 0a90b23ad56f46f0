import Interview

extension TranscriptFormat {
  /// FunASR AutoModel: a list of `{key, text, timestamp: [[ms, ms]], sentence_info}`; SenseVoice's tags stand in the text.
  static let funASR: TranscriptFormat = TranscriptFormat(name: "funasr-json", tool: "FunASR, SenseVoice", times: "milliseconds") { values in
    let items = values.count == 1 ? values[0].array ?? values : values
    guard let first = items.first, first["text"] != nil, first["key"] != nil || first["timestamp"] != nil || first["sentence_info"] != nil
    else { return nil }
    var draft = TranscriptDraft(.funASR, language: first["language"]?.string)
    for item in items {
      if let sentences = item["sentence_info"]?.array, !sentences.isEmpty {
        for sentence in sentences {
          let text = sentence.first("text", "sentence")?.string ?? ""
          let speaker = sentence["spk"].flatMap { $0.string ?? $0.number.map { "\(Int($0))" } }
          draft.add(
            text, TranscriptDraft.range(sentence["start"]?.seconds, sentence["end"]?.seconds), speaker: speaker,
            words: words(text, sentence["timestamp"]))
        }
      } else {
        let text = item["text"]?.string ?? ""
        draft.add(text, nil, words: words(text, item["timestamp"]))
      }
    }
    return draft
  }

  /// FunASR's server (`runtime/docs/websocket_protocol.md`): `timestamp` is a text that holds a list; `stamp_sents` sentences.
  static let funASRRuntime: TranscriptFormat = TranscriptFormat(name: "funasr-runtime-json", tool: "FunASR runtime", times: "milliseconds")
  { values in
    guard values.contains(where: { $0["wav_name"] != nil || $0["stamp_sents"] != nil || $0["is_final"] != nil && $0["mode"] != nil }) else {
      return nil
    }
    var draft = TranscriptDraft(.funASRRuntime)
    for value in values {
      if let sentences = value["stamp_sents"]?.array, !sentences.isEmpty {
        for sentence in sentences {
          let text = sentence["text_seg"]?.string ?? ""
          draft.add(
            text + (sentence["punc"]?.string ?? ""), TranscriptDraft.range(sentence["start"]?.seconds, sentence["end"]?.seconds),
            words: words(text, sentence["ts_list"]))
        }
      } else if let text = value["text"]?.string {
        let stamps = value["timestamp"].flatMap { $0.string.flatMap { JSONParser.values(in: Array($0.utf8)).values?.first } ?? $0 }
        draft.add(text, nil, words: words(text, stamps))
      }
    }
    return draft
  }

  /// One pair of milliseconds for each token; where the numbers differ, the pairs belong to something else.
  private static func words(_ text: String, _ stamps: JSONTree?) -> [Word] {
    var notes: [String] = []
    let tokens = Tokens.split(ASRTags.strip(text, notes: &notes))
    guard let pairs = stamps?.array, pairs.count == tokens.count else { return [] }
    return zip(tokens, pairs).map { token, pair in
      Word(text: token, range: TranscriptDraft.range(pair.array?.first?.seconds, pair.array?.dropFirst().first?.seconds))
    }
  }

  /// sherpa-onnx (`offline-stream.cc`): parallel arrays of tokens and start times in seconds.
  static let sherpaOnnx: TranscriptFormat = TranscriptFormat(name: "sherpa-onnx-json", tool: "sherpa-onnx", times: "seconds") { values in
    guard values.allSatisfy({ $0["tokens"]?.array != nil && $0["timestamps"]?.array != nil }) else { return nil }
    var draft = TranscriptDraft(.sherpaOnnx, language: values[0]["lang"]?.string.map { $0.filter { $0.isLetter || $0 == "-" } })
    for value in values {
      let tokens = (value["tokens"]?.array ?? []).map { $0.string ?? "" }
      let starts = (value["timestamps"]?.array ?? []).map(\.number)
      let durations = (value["durations"]?.array ?? []).map(\.number)
      var words: [Word] = []
      for (index, token) in tokens.enumerated() where index < starts.count {
        let start = starts[index]
        let next = index + 1 < starts.count ? starts[index + 1] : start.map { $0 + 0.2 }
        let end = index < durations.count ? durations[index].flatMap { length in start.map { $0 + length } } : next
        // A piece of a word (no leading space or ▁) continues the Latin word before it.
        let clean = token.replacing("▁", with: " ").trimmed
        if let last = words.last, !token.hasPrefix(" "), !token.hasPrefix("▁"), clean.first?.isLatinLetter == true,
          last.text.last?.isLatinLetter == true
        {
          words[words.count - 1] = Word(text: last.text + clean, range: TranscriptDraft.range(last.range?.start, end))
        } else {
          words.append(Word(text: clean, range: TranscriptDraft.range(start, end)))
        }
      }
      draft.add(
        value["text"]?.string ?? tokens.joined(), TranscriptDraft.range(words.first?.range?.start, words.last?.range?.end), words: words)
    }
    return draft
  }

  /// Vosk (`vosk_api.h`): one object for each utterance, one after another.
  static let vosk: TranscriptFormat = TranscriptFormat(name: "vosk-json", tool: "Vosk", times: "seconds") { values in
    let results = values.map { $0["alternatives"]?.array?.first ?? $0 }
    guard results.contains(where: { $0["result"]?.array?.first?["word"] != nil }) else { return nil }
    var draft = TranscriptDraft(.vosk)
    for value in results {
      let words = (value["result"]?.array ?? []).compactMap { word in
        word["word"]?.string.map {
          Word(text: $0, range: TranscriptDraft.range(word["start"]?.number, word["end"]?.number), confidence: word["conf"]?.number)
        }
      }
      draft.add(
        value["text"]?.string ?? words.map(\.text).joined(separator: " "),
        TranscriptDraft.range(words.first?.range?.start, words.last?.range?.end), words: words)
    }
    return draft
  }

  /// Vosk's command line: `monologues` of `terms`.
  static let voskMonologues: TranscriptFormat = TranscriptFormat(name: "vosk-monologues-json", tool: "Vosk transcriber", times: "seconds") {
    values in
    guard let monologues = values[0]["monologues"]?.array else { return nil }
    var draft = TranscriptDraft(.voskMonologues)
    for monologue in monologues {
      let speaker = monologue["speaker"].flatMap { $0["id"]?.string ?? $0.string ?? $0["id"]?.number.map { "\(Int($0))" } }
      let words = (monologue["terms"]?.array ?? []).compactMap { term in
        term["text"]?.string.map {
          Word(
            text: $0, range: TranscriptDraft.range(term["start"]?.number, term["end"]?.number), confidence: term["confidence"]?.number,
            speaker: speaker)
        }
      }
      draft.add(
        words.map(\.text).joined(separator: " "), TranscriptDraft.range(monologue["start"]?.number, monologue["end"]?.number),
        speaker: speaker,
        words: words)
    }
    return draft
  }
}
