import Interview

extension TextAnalyzer {
  /// Holds a text against the sound of a recording, as `TranscriptFit` holds a transcript without times.
  ///
  /// - Parameters:
  ///   - text: a line for each segment of its transcript.
  ///   - segments: speech in the sound.
  ///   - nuclei: when a syllable was heard, in seconds.
  /// - Returns: nats for the text (above 0) or against it; nil where one of them is too short to judge by.
  /// - Complexity: that of the alignment with the pauses, some tens of milliseconds.
  public func evidence(for text: String, segments: [TimeRange], nuclei: [Double]) -> Double? {
    let transcript = Transcript(
      format: "intone.analysis/1", declaredLanguage: nil,
      segments: text.split(separator: "\n").map { TranscriptSegment(text: String($0)) }, timing: .none)
    let stream = TokenStream(transcript, speech: [], duration: 0, lexicon: lexicon)
    return WordsAgainstSound(TextShape(stream), SpeechRuns(segments: segments, nuclei: nuclei), .clear)?.evidence
  }
}

extension Array<Double> {
  /// The place of the greatest number that is at least `least`, and greater than every other by as much; nil where none is.
  public func outstanding(by least: Double) -> Int? {
    guard let best = indices.max(by: { self[$0] < self[$1] }), self[best] >= least else { return nil }
    return indices.allSatisfy { $0 == best || self[best] - self[$0] >= least } ? best : nil
  }
}
