import Interview

extension TranscriptFormat {
  /// Alibaba Cloud recording files: `Result.Sentences[{BeginTime, EndTime, Text, ChannelId}]`, casing varies, figures may be
  /// texts. `EmotionValue` is not read.
  static let aliyun: TranscriptFormat = TranscriptFormat(name: "aliyun-json", tool: "Alibaba Cloud ISI", times: "milliseconds") { values in
    let result = values[0].first("Result", "result") ?? values[0]
    guard let sentences = result.first("Sentences", "sentences")?.array,
      sentences.contains(where: { $0.first("BeginTime", "beginTime") != nil })
    else { return nil }
    var draft = TranscriptDraft(.aliyun)
    for sentence in sentences {
      let channel = sentence.first("ChannelId", "channelId").flatMap { $0.string ?? $0.number.map { "\(Int($0))" } }
      let words = (sentence.first("Words", "words")?.array ?? []).compactMap { word in
        word.first("Word", "word")?.string.map {
          Word(
            text: $0, range: TranscriptDraft.range(word.first("BeginTime", "beginTime")?.seconds, word.first("EndTime", "endTime")?.seconds)
          )
        }
      }
      draft.add(
        sentence.first("Text", "text")?.string ?? "",
        TranscriptDraft.range(sentence.first("BeginTime", "beginTime")?.seconds, sentence.first("EndTime", "endTime")?.seconds),
        speaker: channel,
        words: words)
    }
    return draft
  }

  /// Alibaba Cloud Model Studio: `transcripts[].sentences[].words[]` with begin_time, end_time.
  static let aliyunBailian: TranscriptFormat = TranscriptFormat(
    name: "aliyun-bailian-json", tool: "Alibaba Cloud Model Studio", times: "milliseconds"
  ) { values in
    guard let transcripts = values[0]["transcripts"]?.array else { return nil }
    var draft = TranscriptDraft(.aliyunBailian)
    for sentence in transcripts.flatMap({ $0["sentences"]?.array ?? [] }) {
      let words = (sentence["words"]?.array ?? []).compactMap { word in
        word["text"]?.string.map { Word(text: $0, range: TranscriptDraft.range(word["begin_time"]?.seconds, word["end_time"]?.seconds)) }
      }
      let speaker = sentence["speaker_id"].flatMap { $0.string ?? $0.number.map { "\(Int($0))" } }
      draft.add(
        sentence["text"]?.string ?? "", TranscriptDraft.range(sentence["begin_time"]?.seconds, sentence["end_time"]?.seconds),
        speaker: speaker,
        words: words)
    }
    return draft
  }

  /// Tencent Cloud: `Data.ResultDetail[]`; word offsets count from their sentence's start. `EmotionType` is not read.
  static let tencent: TranscriptFormat = TranscriptFormat(name: "tencent-json", tool: "Tencent Cloud ASR", times: "milliseconds") {
    values in
    let top = values[0]["Response"] ?? values[0]
    guard let details = (top["Data"] ?? top)["ResultDetail"]?.array else { return nil }
    var draft = TranscriptDraft(.tencent)
    for detail in details {
      let start = detail["StartMs"]?.seconds
      let words = (detail["Words"]?.array ?? []).compactMap { word -> Word? in
        guard let text = word["Word"]?.string else { return nil }
        let from = word["OffsetStartMs"]?.seconds.flatMap { offset in start.map { $0 + offset } }
        let to = word["OffsetEndMs"]?.seconds.flatMap { offset in start.map { $0 + offset } }
        return Word(text: text, range: TranscriptDraft.range(from, to))
      }
      draft.add(
        detail.first("WrittenText", "FinalSentence")?.string ?? "", TranscriptDraft.range(start, detail["EndMs"]?.seconds),
        speaker: detail["SpeakerId"]?.number.map { "\(Int($0))" }, words: words)
    }
    return draft
  }

  /// iFlytek: `orderResult` is a text that holds JSON, and each `json_1best` in it again. `lattice2` is unsmoothed and
  /// preferred: it keeps fillers.
  static let iflytek: TranscriptFormat = TranscriptFormat(name: "iflytek-json", tool: "iFlytek", times: "milliseconds, 10 ms frames") {
    values in
    func inner(_ value: JSONTree?) -> JSONTree? {
      value.flatMap { $0.string.flatMap { JSONParser.values(in: Array($0.utf8)).values?.first } ?? $0 }
    }
    var draft = TranscriptDraft(.iflytek)
    if let legacy = inner(values[0]["data"])?.array, legacy.first?["onebest"] != nil {
      for sentence in legacy {
        draft.add(
          sentence["onebest"]?.string ?? "", TranscriptDraft.range(sentence["bg"]?.seconds, sentence["ed"]?.seconds),
          speaker: sentence["speaker"]?.string)
      }
      return draft
    }
    guard let order = inner(values[0]["content"]?["orderResult"] ?? values[0]["orderResult"]),
      let lattice = order.first("lattice2", "lattice")?.array
    else { return nil }
    for item in lattice {
      guard let sentence = inner(item["json_1best"])?["st"] else { continue }
      let begin = sentence["bg"]?.number ?? 0
      var words: [Word] = []
      var text = ""
      for word in (sentence["rt"]?.array ?? []).flatMap({ $0["ws"]?.array ?? [] }) {
        guard let best = word["cw"]?.array?.first, let written = best["w"]?.string else { continue }
        text += written
        guard best["wp"]?.string != "p" else { continue }
        let range = TranscriptDraft.range(
          word["wb"]?.number.map { (begin + $0 * 10) / 1000 }, word["we"]?.number.map { (begin + $0 * 10) / 1000 })
        words.append(Word(text: written, range: range))
      }
      draft.add(text, TranscriptDraft.range(begin / 1000, sentence["ed"]?.seconds), speaker: sentence["rl"]?.string, words: words)
    }
    return draft
  }

  /// Amazon Transcribe: items with times as texts; punctuation has none.
  static let aws: TranscriptFormat = TranscriptFormat(name: "aws-transcribe-json", tool: "Amazon Transcribe", times: "seconds") { values in
    guard let results = values[0]["results"], let items = results["items"]?.array else { return nil }
    var draft = TranscriptDraft(.aws, language: results["language_code"]?.string)
    let words = items.compactMap { item -> Word? in
      guard item["type"]?.string != "punctuation", let best = item["alternatives"]?.array?.first, let text = best["content"]?.string else {
        return nil
      }
      return Word(
        text: text, range: TranscriptDraft.range(item["start_time"]?.number, item["end_time"]?.number),
        confidence: best["confidence"]?.number,
        speaker: item["speaker_label"]?.string)
    }
    for turn in Self.turns(words) {
      let whole = Set(words.map(\.speaker)).count < 2 ? results["transcripts"]?.array?.first?["transcript"]?.string : nil
      draft.add(
        whole ?? turn.map(\.text).joined(separator: " "), TranscriptDraft.range(turn.first?.range?.start, turn.last?.range?.end),
        speaker: turn.first?.speaker, words: turn)
    }
    return draft
  }

  /// Words in a row by one speaker.
  private static func turns(_ words: [Word]) -> [[Word]] {
    words.reduce(into: []) { turns, word in
      if let last = turns.last?.last, last.speaker == word.speaker { turns[turns.count - 1].append(word) } else { turns.append([word]) }
    }
  }

  /// Google Speech-to-Text v1 (`startTime: "1.400s"`) and v2 (`startOffset`).
  static let google: TranscriptFormat = TranscriptFormat(name: "google-json", tool: "Google Speech-to-Text", times: "seconds with s") {
    values in
    guard let results = values[0]["results"]?.array, results.contains(where: { $0["alternatives"]?.array != nil }) else { return nil }
    func time(_ value: JSONTree?) -> Double? { value?.string.flatMap { Double($0.hasSuffix("s") ? String($0.dropLast()) : $0) } }
    var draft = TranscriptDraft(.google, language: results.first?["languageCode"]?.string)
    for best in results.compactMap({ $0["alternatives"]?.array?.first }) {
      let words = (best["words"]?.array ?? []).compactMap { word in
        word["word"]?.string.map {
          Word(
            text: $0, range: TranscriptDraft.range(time(word.first("startTime", "startOffset")), time(word.first("endTime", "endOffset"))),
            confidence: word["confidence"]?.number)
        }
      }
      draft.add(best["transcript"]?.string ?? "", TranscriptDraft.range(words.first?.range?.start, words.last?.range?.end), words: words)
    }
    return draft
  }

  /// Azure batch transcription: ticks of 100 ns.
  static let azureBatch: TranscriptFormat = TranscriptFormat(
    name: "azure-batch-json", tool: "Azure batch transcription", times: "100 ns ticks"
  ) { values in
    guard let phrases = values[0]["recognizedPhrases"]?.array else { return nil }
    var draft = TranscriptDraft(.azureBatch)
    func range(_ value: JSONTree) -> TimeRange? {
      guard let start = value["offsetInTicks"]?.number, let length = value["durationInTicks"]?.number else { return nil }
      return TranscriptDraft.range(start / 1e7, (start + length) / 1e7)
    }
    for phrase in phrases {
      guard let best = phrase["nBest"]?.array?.first else { continue }
      let words = (best.first("words", "displayWords")?.array ?? []).compactMap { word in
        word.first("word", "displayText")?.string.map { Word(text: $0, range: range(word), confidence: word["confidence"]?.number) }
      }
      draft.add(
        best.first("display", "lexical")?.string ?? "", range(phrase), speaker: phrase["speaker"]?.number.map { "\(Int($0))" }, words: words
      )
    }
    return draft
  }

  /// Azure fast transcription: milliseconds.
  static let azureFast: TranscriptFormat = TranscriptFormat(
    name: "azure-fast-json", tool: "Azure fast transcription", times: "milliseconds"
  ) { values in
    guard let phrases = values[0]["phrases"]?.array else { return nil }
    var draft = TranscriptDraft(.azureFast, language: phrases.first?["locale"]?.string)
    func range(_ value: JSONTree) -> TimeRange? {
      guard let start = value["offsetMilliseconds"]?.seconds, let length = value["durationMilliseconds"]?.seconds else { return nil }
      return TranscriptDraft.range(start, start + length)
    }
    for phrase in phrases {
      let words = (phrase["words"]?.array ?? []).compactMap { word in word["text"]?.string.map { Word(text: $0, range: range(word)) } }
      draft.add(phrase["text"]?.string ?? "", range(phrase), speaker: phrase["speaker"]?.number.map { "\(Int($0))" }, words: words)
    }
    return draft
  }

  /// Deepgram: `results.channels[].alternatives[].words[]`.
  static let deepgram: TranscriptFormat = TranscriptFormat(name: "deepgram-json", tool: "Deepgram", times: "seconds") { values in
    guard let channels = values[0]["results"]?["channels"]?.array else { return nil }
    var draft = TranscriptDraft(.deepgram, language: channels.first?["detected_language"]?.string)
    for best in channels.compactMap({ $0["alternatives"]?.array?.first }) {
      let words = (best["words"]?.array ?? []).compactMap { word in
        word["word"]?.string.map {
          Word(
            text: $0, range: TranscriptDraft.range(word["start"]?.number, word["end"]?.number), confidence: word["confidence"]?.number,
            speaker: word["speaker"]?.number.map { "\(Int($0))" })
        }
      }
      for turn in Self.turns(words) {
        let whole = Set(words.map(\.speaker)).count < 2 ? best["transcript"]?.string : nil
        draft.add(
          whole ?? turn.map(\.text).joined(separator: " "), TranscriptDraft.range(turn.first?.range?.start, turn.last?.range?.end),
          speaker: turn.first?.speaker, words: turn)
      }
    }
    return draft
  }

  /// Huawei Cloud SIS: `segments[{start_time, end_time, result: {text, word_info}}]`.
  static let huawei: TranscriptFormat = TranscriptFormat(name: "huawei-json", tool: "Huawei Cloud SIS", times: "milliseconds") { values in
    guard let segments = values[0]["segments"]?.array, segments.contains(where: { $0["result"]?["text"] != nil }) else { return nil }
    var draft = TranscriptDraft(.huawei)
    for segment in segments {
      let words = (segment["result"]?["word_info"]?.array ?? []).compactMap { word in
        word["word"]?.string.map { Word(text: $0, range: TranscriptDraft.range(word["start_time"]?.seconds, word["end_time"]?.seconds)) }
      }
      draft.add(
        segment["result"]?["text"]?.string ?? "", TranscriptDraft.range(segment["start_time"]?.seconds, segment["end_time"]?.seconds),
        words: words)
    }
    return draft
  }
}
