import Interview

/// Amazon Transcribe, and its analysis of calls.
enum AWS {
  /// `results.items`: words with times as strings; punctuation without times belongs to the word before it.
  ///
  /// Who speaks stands in the items, or apart from them: in `speaker_labels.segments[].items[]` by the same start, else by the
  /// segment's time; in `channel_labels.channels[].items[]`, which hold the words again.
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let results = documents[0]["results"] ?? .null
    var draft = RawTranscript(.aws, language: results["language_code"]?.string)
    let channels = results["channel_labels"]?["channels"]?.array ?? []
    if channels.count > 1 {
      for channel in channels {
        draft.addTurns(words(channel["items"]?.array ?? [], speaker: channel["channel_label"]?.label))
      }
    }
    if draft.segments.isEmpty {
      var words = words(results["items"]?.array ?? [], speaker: nil)
      if words.allSatisfy({ $0.speaker == nil }) {
        let spoken = results["speaker_labels"]?["segments"]?.array ?? results["audio_segments"]?.array ?? []
        let items = spoken.flatMap { $0["items"]?.array ?? [] }.filter { $0.has("speaker_label") }
        SpeakerTimes((items.isEmpty ? spoken : items).map(turn)).give(to: &words)
        // A word that no item has stands in its segment's time.
        SpeakerTimes(spoken.map(turn)).give(to: &words)
      }
      draft.addTurns(words)
    }
    if draft.segments.isEmpty {
      draft.segments = (results["transcripts"]?.array ?? []).map { RawTranscript.Segment(text: $0["transcript"]?.string ?? "") }
    }
    return draft
  }

  private static func turn(_ value: JSONValue) -> SpeakerTimes.Turn {
    SpeakerTimes.Turn(start: value["start_time"]?.number, end: value["end_time"]?.number, speaker: value["speaker_label"]?.label)
  }

  private static func words(_ items: [JSONValue], speaker: String?) -> [RawTranscript.Piece] {
    var words: [RawTranscript.Piece] = []
    for item in items {
      let best = item["alternatives"]?.array?.first
      let text = best?["content"]?.string ?? ""
      if item["type"]?.string == "punctuation" {
        if !words.isEmpty { words[words.count - 1].text += text }
      } else {
        words.append(
          RawTranscript.Piece(
            text: text, start: item["start_time"]?.number, end: item["end_time"]?.number, confidence: best?["confidence"]?.number,
            speaker: speaker ?? item[any: "speaker_label", "channel_label"]?.label))
      }
    }
    return words
  }

  /// Call analytics: `Transcript[{ParticipantRole, Content, BeginOffsetMillis, Items}]`. `Sentiment` is never read.
  static func readCall(_ documents: [JSONValue]) -> RawTranscript {
    var draft = RawTranscript(.aws, language: documents[0]["LanguageCode"]?.string)
    for turn in documents[0]["Transcript"]?.array ?? [] {
      let words = (turn["Items"]?.array ?? []).filter { $0["Type"]?.string != "punctuation" }.map { item in
        RawTranscript.Piece(
          text: item["Content"]?.string ?? "", start: item["BeginOffsetMillis"]?.milliseconds, end: item["EndOffsetMillis"]?.milliseconds,
          confidence: item["Confidence"]?.number)
      }
      draft.segments.append(
        RawTranscript.Segment(
          text: turn["Content"]?.string ?? "", start: turn["BeginOffsetMillis"]?.milliseconds, end: turn["EndOffsetMillis"]?.milliseconds,
          speaker: turn[any: "ParticipantRole", "ParticipantId"]?.label, words: words))
    }
    return draft
  }
}

/// Who speaks when, where that stands apart from the words.
struct SpeakerTimes {
  struct Turn {
    var start: Double?
    var end: Double?
    var speaker: String?
  }

  private let turns: [(start: Double, end: Double, speaker: String)]

  init(_ turns: [Turn]) {
    self.turns = turns.compactMap { turn in
      guard let start = turn.start, let speaker = turn.speaker else { return nil }
      return (start, turn.end ?? start, speaker)
    }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// Each word that has none gets the speaker of the last turn that began before its middle, if that lasts so long. One walk.
  func give(to words: inout [RawTranscript.Piece]) {
    guard !turns.isEmpty else { return }
    let order = words.indices.filter { words[$0].start != nil }.sorted { (words[$0].start ?? 0, $0) < (words[$1].start ?? 0, $1) }
    var next = 0
    for index in order where words[index].speaker == nil {
      guard let start = words[index].start else { continue }
      let middle = (start + max(start, words[index].end ?? start)) / 2
      while next < turns.count, turns[next].start <= middle + 0.001 { next += 1 }
      // Overlapping turns are few: the nearest few are looked at.
      let found = turns[max(0, next - 4)..<next].last { $0.end >= middle - 0.001 }
      words[index].speaker = found?.speaker
    }
  }
}
