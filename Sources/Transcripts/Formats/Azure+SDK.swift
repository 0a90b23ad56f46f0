import Interview

/// What Azure's Speech SDK and its REST interface answer, one object for each utterance: `{RecognitionStatus, Offset, Duration, DisplayText,
/// NBest[{Display, Words}]}` in ticks of 100 ns. `AudioFileResults` of its first batch service hold the same objects.
extension Azure {
  /// The utterances, however they were kept: one, lines, a list, or the old batch service's file.
  static func utterances(_ documents: [JSONValue]) -> [JSONValue]? {
    guard documents.contains(where: { $0.has("AudioFileResults") || $0.has("RecognitionStatus") }) else { return nil }
    let items = documents.flatMap { item in
      (item["AudioFileResults"]?.array ?? []).flatMap { $0["SegmentResults"]?.array ?? [] } + (item.has("AudioFileResults") ? [] : [item])
    }
    let isAzure = items.contains { $0.has("RecognitionStatus") && ($0.has("NBest") || $0.has("DisplayText")) }
    return isAzure ? items : nil
  }

  static func readSDK(_ documents: [JSONValue]) -> RawTranscript {
    let said = (utterances(documents) ?? []).filter { item in
      // The enumeration's name or its figure; what is NoMatch or a timeout says nothing.
      item["RecognitionStatus"]?.string == "Success" || item["RecognitionStatus"]?.number == 0
    }
    var draft = RawTranscript(.azureSDK, language: said.lazy.compactMap { $0["PrimaryLanguage"]?["Language"]?.string }.first)
    let channels = Set(said.compactMap(channel))
    for item in said {
      let best = item["NBest"]?.array?.first
      let words = ((best?["DisplayWords"] ?? best?["Words"])?.array ?? []).map { word in
        let (start, end) = times(word)
        return RawTranscript.Piece(
          text: word[any: "Word", "DisplayText"]?.string ?? "", start: start, end: end, confidence: word["Confidence"]?.number)
      }
      let (start, end) = times(item)
      draft.segments.append(
        RawTranscript.Segment(
          text: best?[any: "Display", "ITN", "Lexical"]?.string ?? item["DisplayText"]?.string ?? "", start: start, end: end,
          speaker: item["SpeakerId"]?.label ?? (channels.count > 1 ? channel(item).map { "channel \($0)" } : nil), words: words))
    }
    return draft
  }

  private static func channel(_ item: JSONValue) -> String? { item[any: "Channel", "ChannelNumber"]?.label }

  private static func times(_ value: JSONValue) -> (Double?, Double?) {
    guard let start = value["Offset"]?.number else { return (nil, nil) }
    return (start / 10_000_000, value["Duration"]?.number.map { (start + $0) / 10_000_000 })
  }
}
