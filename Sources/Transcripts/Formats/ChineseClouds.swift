import Interview

/// Alibaba Cloud's two shapes. `EmotionValue` and its like are never read.
enum Aliyun {
  static func sentences(_ top: JSONValue) -> [JSONValue]? {
    let result = Self.result(top)
    guard let sentences = result[any: "Sentences", "sentences"]?.array else { return nil }
    // Other vendors have sentences too.
    let isTimed = sentences.contains { $0[any: "BeginTime", "beginTime", "begin_time", "Begin_Time"] != nil }
    return isTimed || sentences.isEmpty && result["Sentences"] != nil ? sentences : nil
  }

  /// The flash service writes `result: SUCCESS` beside what it heard.
  private static func result(_ top: JSONValue) -> JSONValue {
    if let flash = top["flash_result"], flash.isObject { return flash }
    return top[any: "Result", "result", "payload"] ?? top
  }

  /// Words lie apart from the sentences in the file service: they are given to the sentence of their channel and time.
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.aliyun)
    let result = result(documents[0])
    let sentences = Self.sentences(documents[0]) ?? []
    let channels = Set(sentences.compactMap { $0[any: "ChannelId", "channelId", "channel_id"]?.label })
    var loose = LooseWords(result[any: "Words", "words"]?.array ?? [])
    for sentence in sentences {
      let channel = sentence[any: "ChannelId", "channelId", "channel_id"]?.label
      let (start, end) = times(sentence)
      var words = sentence[any: "Words", "words"]?.array ?? []
      if words.isEmpty, let start, let end { words = loose.take(from: start, before: end, channel: channel) }
      draft.segments.append(
        RawTranscript.Segment(
          text: sentence[any: "Text", "text"]?.string ?? "", start: start, end: end,
          speaker: sentence[any: "SpeakerId", "speakerId", "speaker_id"]?.label
            ?? (channels.count > 1 ? channel.map { "channel \($0)" } : nil),
          words: words.map(piece)))
    }
    return draft
  }

  /// Words that lie apart from their sentences, by channel, each list in the order written.
  private struct LooseWords {
    private var lists: [String: ArraySlice<JSONValue>] = [:]

    init(_ words: [JSONValue]) {
      lists = Dictionary(grouping: words) { $0[any: "ChannelId", "channelId", "channel_id"]?.label ?? "" }.mapValues { $0[...] }
    }

    /// The words up to a time, which are then gone; what lies before the sentence belongs to none.
    mutating func take(from start: Double, before end: Double, channel: String?) -> [JSONValue] {
      var list = lists[channel ?? ""] ?? []
      var taken: [JSONValue] = []
      while let word = list.first, (times(word).0 ?? 0) < end {
        if (times(word).0 ?? -1) >= start { taken.append(word) }
        list.removeFirst()
      }
      lists[channel ?? ""] = list
      return taken
    }
  }

  /// 百炼: `transcripts[].sentences[].words[]`, one transcript a channel.
  static func readBailian(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.aliyunBailian)
    let transcripts = documents[0]["transcripts"]?.array ?? []
    for transcript in transcripts {
      let channel = transcripts.count > 1 ? transcript["channel_id"]?.label.map { "channel \($0)" } : nil
      for sentence in transcript["sentences"]?.array ?? [] {
        let (start, end) = times(sentence)
        draft.segments.append(
          RawTranscript.Segment(
            text: sentence["text"]?.string ?? "", start: start, end: end, speaker: sentence["speaker_id"]?.label ?? channel,
            words: (sentence["words"]?.array ?? []).map(piece)))
      }
    }
    return draft
  }

  static func piece(_ word: JSONValue) -> RawTranscript.Piece {
    let (start, end) = times(word)
    let mark = word[any: "punctuation", "Punctuation"]?.string ?? ""
    return RawTranscript.Piece(text: (word[any: "Word", "word", "Text", "text"]?.string ?? "") + mark, start: start, end: end)
  }

  static func times(_ value: JSONValue) -> (Double?, Double?) {
    (
      value[any: "BeginTime", "beginTime", "begin_time", "Begin_Time", "startTime"]?.milliseconds,
      value[any: "EndTime", "endTime", "end_time", "End_Time"]?.milliseconds
    )
  }
}

/// Tencent Cloud; `EmotionalEnergy` and `EmotionType` are never read.
enum Tencent {
  static func details(_ top: JSONValue) -> [JSONValue]? {
    let data = (top["Response"] ?? top)["Data"] ?? top["Response"] ?? top
    return data["ResultDetail"]?.array ?? lines(data)
  }

  /// Without details the answer is text, a line each: `[0:0.800,0:5.900,1]  文本`.
  private static func lines(_ data: JSONValue) -> [JSONValue]? {
    guard let text = data["Result"]?.string, data.has("TaskId") || data.has("StatusStr") else { return nil }
    return TextFormats.lines(text).filter { !$0.isBlank }.map { line in
      let stamp = Stamp(String(line))
      func member(_ name: String, _ value: JSONValue?) -> JSONValue.Member { .init(name: name, value: value ?? .null) }
      return .object([
        member("FinalSentence", .string(stamp?.text ?? String(line))), member("StartMs", stamp.map { .number($0.start * 1000) }),
        member("EndMs", stamp?.end.map { .number($0 * 1000) }), member("SpeakerId", stamp?.speaker.map { .string($0) }),
      ])
    }
  }

  /// A word's offsets count from its sentence.
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.tencent)
    for sentence in details(documents[0]) ?? [] {
      let start = sentence["StartMs"]?.milliseconds
      let words = (sentence["Words"]?.array ?? []).map { word in
        RawTranscript.Piece(
          text: word["Word"]?.string ?? "", start: word["OffsetStartMs"]?.milliseconds.map { $0 + (start ?? 0) },
          end: word["OffsetEndMs"]?.milliseconds.map { $0 + (start ?? 0) })
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: sentence[any: "FinalSentence", "WrittenText", "SliceSentence"]?.string ?? "", start: start,
          end: sentence["EndMs"]?.milliseconds, speaker: sentence["SpeakerId"]?.label, words: words))
    }
    return draft
  }
}

/// iFlytek: JSON in strings in JSON.
enum IFlytek {
  /// The order's result, unwrapped from the string that it may be.
  static func order(_ top: JSONValue) -> JSONValue? {
    let wrapped = top["content"]?["orderResult"] ?? top["orderResult"] ?? top["data"]?["orderResult"]
    let order = wrapped?.string.flatMap(unwrap) ?? wrapped ?? top
    return order.has("lattice") || order.has("lattice2") ? order : nil
  }

  static func legacy(_ top: JSONValue) -> [JSONValue]? {
    let data = top["data"]
    let list = data?.string.flatMap(unwrap)?.array ?? data?.array
    return list?.first?.has("onebest") == true ? list : nil
  }

  static func unwrap(_ text: String) -> JSONValue? { try? JSONParser.documents(Array(text.utf8)).first }

  /// `lattice2` holds what was said, `lattice` the smoothed text.
  static func read(_ documents: [JSONValue]) throws(Fault) -> RawTranscript {
    guard let order = order(documents[0]) else { throw Fault(.transcriptUnparseable, "iFlytek: orderResult is not JSON") }
    var draft = RawTranscript(.iFlytek)
    let verbatim = order["lattice2"]?.array
    if verbatim != nil { draft.notes.append(Self.verbatimNote) }
    for item in verbatim ?? order["lattice"]?.array ?? [] {
      let best = item["json_1best"]
      guard let sentence = (best?.string.flatMap(unwrap) ?? best)?["st"] else { continue }
      let start = sentence["bg"]?.milliseconds
      var words: [RawTranscript.Piece] = []
      var text: [String] = []
      for word in (sentence["rt"]?.array ?? []).flatMap({ $0["ws"]?.array ?? [] }) {
        guard let choice = word["cw"]?.array?.first, let spoken = choice["w"]?.string else { continue }
        // g marks the end of a paragraph, p punctuation, s a smoothed word, n a plain one.
        if choice["wp"]?.string == "g" { continue }
        text.append(spoken)
        if choice["wp"]?.string != "p" {
          // Frames of 10 ms counted from the sentence's begin.
          words.append(
            RawTranscript.Piece(
              text: spoken, start: frames(word["wb"], from: start), end: frames(word["we"], from: start)))
        }
      }
      // The role that the speaker was given; 0 for none. `spk` then says 段落-0 for all.
      let speaker = sentence["rl"]?.label.flatMap { $0 == "0" ? nil : $0 } ?? item["spk"]?.label
      draft.segments.append(
        RawTranscript.Segment(
          text: RawTranscript.joined(text), start: start, end: sentence["ed"]?.milliseconds, speaker: speaker, words: words))
    }
    return draft
  }

  /// Says that fillers were kept.
  static let verbatimNote = "the unsmoothed lattice was read"

  /// `[{bg, ed, onebest, speaker, wordsResultList?}]`, milliseconds as strings.
  static func readLegacy(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.iFlytekLegacy)
    for sentence in documents[0].array ?? legacy(documents[0]) ?? [] {
      let speaker = sentence["speaker"]?.label.flatMap { $0 == "0" ? nil : $0 }
      let start = sentence["bg"]?.milliseconds
      let words = (sentence["wordsResultList"]?.array ?? []).filter { !["p", "g"].contains($0["wp"]?.string ?? "n") }.map { word in
        RawTranscript.Piece(
          text: word["wordsName"]?.string ?? "", start: frames(word["wordBg"], from: start), end: frames(word["wordEd"], from: start))
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: sentence["onebest"]?.string ?? "", start: start, end: sentence["ed"]?.milliseconds, speaker: speaker, words: words))
    }
    return draft
  }
}
