import Interview
import Testing

@testable import Transcripts

@Suite struct `The place of pauses` {
  /// Each piece is one word, a fifth of a second long; `_` in the text is a pause of half a second. Returns what the sound and the recogniser give.
  private func spoken(_ words: [String], timing: Transcript.Timing = .words) -> (ClauseEnds, pauses: [TimeRange]) {
    var (time, timed, pauses): (Double, [Word], [TimeRange]) = (0, [], [])
    for word in words {
      if word == "_" {
        pauses.append(TimeRange(time, time + 0.5))
        time += 0.5
      } else {
        timed.append(Word(text: word.filter { !",.，。？".contains($0) }, range: TimeRange(time, time + 0.2)))
        time += 0.2
      }
    }
    let isLatin = words.contains { $0.first?.isASCII == true && $0 != "_" }
    let written = words.filter { $0 != "_" }.joined(separator: isLatin ? " " : "")
    let segment = TranscriptSegment(text: written, words: timing == .words ? timed : [])
    let transcript = Transcript(format: "test", declaredLanguage: nil, segments: [segment], timing: timing)
    return (ClauseEnds(TokenStream(transcript, speech: [TimeRange(0, time)], duration: time, lexicon: .builtin)), pauses)
  }

  private func counts(_ spoken: (ClauseEnds, pauses: [TimeRange])) -> [Int]? {
    spoken.0.positions(of: spoken.pauses).value.map { [$0.inside.count, $0.between.count] }
  }

  @Test(arguments: [
    // Behind a comma; before the word that was sought; behind a full stop.
    (["我", "们", "先", "看", "数", "据，", "_", "再", "_", "做", "决", "定。", "_", "客", "户", "同", "意"], [1, 2]),
    (["we", "looked", "at", "the", "_", "figures,", "_", "and", "then", "_", "decided."], [2, 1]),
    // A final particle ends a clause without a comma.
    (["这", "样", "行", "吗", "_", "他", "说", "_", "行"], [1, 1]),
    (["没", "有", "停", "顿。"], [0, 0]),
  ]) func `a pause belongs to the gap that it lies in`(words: [String], expected: [Int]) {
    #expect(counts(spoken(words)) == expected)
  }

  /// Recognisers let words run on into a pause, or begin them early.
  @Test func `word times that are off by less than half a word change nothing`() {
    let (ends, pauses) = spoken(["我", "们", "看", "数", "据，", "_", "再", "_", "定"])
    for shift in [-0.09, 0.09] {
      let moved = pauses.map { TimeRange($0.start + shift, $0.end + shift) }
      #expect(ends.positions(of: moved).value.map { [$0.inside.count, $0.between.count] } == [1, 1])
    }
  }

  @Test func `without times of its words a transcript says nothing of places`() {
    #expect(spoken(["我", "们，", "_", "看"], timing: .none).0.positions(of: []).reason == .transcriptUntimed)
  }

  @Test func `a recogniser that writes no punctuation says nothing of places`() {
    let words = Array(repeating: ["今", "天", "讨", "论", "项", "目"], count: 8).flatMap { $0 }
    #expect(spoken(words).0.positions(of: []).reason == .transcriptUnpunctuated)
    let punctuated = Array(repeating: ["今", "天", "讨", "论", "项", "目，"], count: 8).flatMap { $0 }
    #expect(spoken(punctuated).0.positions(of: []).value != nil)
  }
}
