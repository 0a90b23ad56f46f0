import Interview
import Sessions
import Speech
import Store
import Transcripts

/// What was said in a stored answer, for finding what was said twice.
package struct StoredTranscript {
  let question: String
  let transcript: TextAnalyzer.TimedTranscript

  /// Share of the shorter answer from which two answers are told to be alike, and of one answer to repeat itself. Starting
  /// points, not validated: runs of eight words in common are rare in free speech, and here every fifth word is in one.
  static let minimumSharedShare = 0.2

  /// - Returns: nil where nothing is held of what was said, or where the transcript does not fit the sound: then it is
  ///   nobody's content.
  init?(_ record: AnswerRecord) throws(Fault) {
    guard record.measures[.characters]?.value != nil, record.hasAnalysis else { return nil }
    let document = try AnalysisDocument(of: record)
    guard let text = document.text else { return nil }
    question = record.key.question.text
    transcript = TextAnalyzer.TimedTranscript(
      Transcript(format: "intone.analysis/1", declaredLanguage: nil, segments: [TranscriptSegment(text: text.content)], timing: .none),
      speech: document.segments, duration: document.recording.duration_s ?? 0)
  }

  private init(question: String, transcript: TextAnalyzer.TimedTranscript) {
    self.question = question
    self.transcript = transcript
  }

  /// What an answer says again and again, before it is in a store; nil where that is little.
  static func repeated(in analysis: AnswerAnalysis) -> RepeatedAnswer? {
    guard let text = analysis.text, text.fit.reason == nil else { return nil }
    let transcript = TextAnalyzer.TimedTranscript(text.transcript, speech: analysis.profile.segments, duration: analysis.duration)
    return shared([StoredTranscript(question: analysis.name, transcript: transcript)], TextAnalyzer()).first
  }

  /// What these answers share, and what each says again and again, where it is much.
  package static func repeated(_ answers: [StoredAnswer], _ text: TextAnalyzer) throws(Fault) -> [RepeatedAnswer] {
    var transcripts: [StoredTranscript] = []
    for answer in answers { if let one = try StoredTranscript(answer.record) { transcripts.append(one) } }
    return shared(transcripts, text)
  }

  private static func shared(_ transcripts: [StoredTranscript], _ text: TextAnalyzer) -> [RepeatedAnswer] {
    text.sharedPassages(transcripts.map(\.transcript)).filter { $0.similarity.share >= minimumSharedShare }.map { pair in
      RepeatedAnswer(
        first: transcripts[pair.first].question, second: transcripts[pair.second].question, share: pair.similarity.share,
        passages: pair.similarity.passages.map { .init(text: $0.text, length: $0.length, first: $0.first, second: $0.second) })
    }
  }
}
