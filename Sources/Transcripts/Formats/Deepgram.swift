import Interview

/// Deepgram: `results.channels[].alternatives[].words[]`; with several channels each is a speaker.
enum Deepgram {
  /// Who speaks stands in the words, else in `results.utterances[]`, else in `alternatives[].paragraphs`.
  static func read(_ documents: [JSONValue]) -> RawTranscript {
    let results = documents[0]["results"] ?? .null
    let channels = results["channels"]?.array ?? []
    var draft = RawTranscript(.deepgram, language: channels.first?["detected_language"]?.string)
    let utterances = results["utterances"]?.array ?? []
    for (number, channel) in channels.enumerated() {
      guard let best = channel["alternatives"]?.array?.first else { continue }
      var words = (best["words"]?.array ?? []).map(piece)
      if channels.count > 1 {
        for index in words.indices { words[index].speaker = "channel \(number)" }
      } else if words.allSatisfy({ $0.speaker == nil }) {
        let paragraphs = best["paragraphs"]?["paragraphs"]?.array ?? []
        let turns = utterances.contains { $0.has("speaker") } ? utterances : paragraphs
        SpeakerTimes(
          turns.map { SpeakerTimes.Turn(start: $0["start"]?.number, end: $0["end"]?.number, speaker: $0["speaker"]?.label) }
        ).give(to: &words)
      }
      if words.isEmpty {
        draft.segments.append(
          RawTranscript.Segment(text: best["transcript"]?.string ?? "", speaker: channels.count > 1 ? "channel \(number)" : nil))
      } else {
        draft.addTurns(words)
      }
    }
    if !draft.segments.contains(where: { $0.text.isSaid }), !utterances.isEmpty {
      draft.segments = utterances.map { utterance in
        RawTranscript.Segment(
          text: utterance["transcript"]?.string ?? "", start: utterance["start"]?.number, end: utterance["end"]?.number,
          speaker: utterance["speaker"]?.label, words: (utterance["words"]?.array ?? []).map(piece))
      }
    }
    return draft
  }

  private static func piece(_ word: JSONValue) -> RawTranscript.Piece {
    RawTranscript.Piece(
      text: word[any: "punctuated_word", "word"]?.string ?? "", start: word["start"]?.number, end: word["end"]?.number,
      confidence: word["confidence"]?.number, speaker: word["speaker"]?.label)
  }
}
