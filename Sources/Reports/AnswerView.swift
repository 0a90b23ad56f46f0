import Assessment
import Interview

/// What a page shows of one answer's sound and words, made from its analysis as the report makes it.
public struct AnswerView: Sendable {
  /// An SVG element: speech, pauses, pitch, and the stretches where points were lost.
  public let timeline: String
  /// HTML with what was found marked; nil where there is no transcript.
  public let transcript: String?
  /// Whether the transcript is of something else.
  public let misfit: Bool

  package init(_ document: AnalysisDocument, in language: Language) {
    timeline = Timeline(document, in: language).svg(title: Labels.timeline[language])
    misfit = document.misfit != nil
    transcript = document.text.map { MarkedText($0, isFitting: document.misfit == nil).html }
  }
}

extension Timeline {
  init(_ document: AnalysisDocument, in language: Language) {
    self.init(
      duration: document.recording.duration_s ?? 0, segments: document.segments, pauses: document.pauses,
      pitch: document.pitch_track?.f0_hz ?? [], hop: document.pitch_track?.hop_s ?? 0.1,
      marks: (document.scores?.lost_points ?? []).flatMap { point in point.spans.map { ($0, point.message[language]) } })
  }
}
