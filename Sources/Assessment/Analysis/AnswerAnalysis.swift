import Interview
import Recordings
import Sessions
import Speech
import Transcripts

/// All that is known of one recording after it went through the line: what arrived, what was measured, how it scored.
public struct AnswerAnalysis: Sendable {
  /// The recording's name as it was given, printable.
  public var name: String
  public var recordingHash: ContentHash
  /// The question answered, and its wording where the session's manifest has one: what was asked, whatever the role model asks.
  public var question: (id: String?, text: String?)
  public var facts: RecordingFacts
  public var profile: SpeechProfile
  public var rates: Rates
  /// Nil without transcript; a transcript that does not fit the recording is kept here with `fit` saying so.
  public var text: TextPart?
  public var evidence: Evidence
  /// Nil without a role model.
  public var scorecard: Scorecard?

  /// What came of the transcript.
  public struct TextPart: Sendable {
    public var hash: ContentHash
    public var transcript: Transcript
    public var findings: TextFindings
    public var fit: TranscriptFit
    /// Nil without a judge, or without a group to ask for.
    public var judged: Judged?
  }
}

extension AnswerAnalysis {
  /// What measured and judged it: two results are comparable only when this is equal.
  public var engine: String {
    guard case .answer(let answer) = text?.judged else { return Engine.version }
    return Engine.version + "+" + answer.mark
  }

  /// Everything wrong with the recording or its transcript that a reader of the measures should know, sorted.
  public var flags: [String] { evidence.qualityFlags }

  /// Seconds of sound.
  public var duration: Double { profile.duration }

  /// Container, codec, rate, channels in one line.
  public var recordingSummary: String { "\(facts.container.name) / \(facts.codec), \(facts.nativeSampleRate) Hz, \(facts.channels) ch" }

  /// Why the transcript does not fit the recording, with the figures; nil where it fits, or where there is none.
  public var misfit: Bilingual? { text?.fit.finding }

  /// How much of it is said again and again; nil where that is little.
  public var repeated: RepeatedAnswer? { StoredTranscript.repeated(in: self) }
}

extension Evidence {
  /// The measures as they are printed and kept. A score is made from these, so that it can be computed again from a row, to the last
  /// hundredth.
  package var asPrinted: Evidence {
    var printed = self
    for (measure, value) in measures { printed.measures[measure] = value.map { $0.rounded(decimals: measure.decimals) } }
    return printed
  }
}

/// What computed a result. Two results are comparable only when their engine versions are equal.
public enum Engine {
  /// Rises whenever the same bytes could be measured or scored differently; the store keeps results of older engines.
  public static let version = "2.3.0"
  /// The name of the documented analysis object.
  public static let schema = "intone.analysis/1"
}
