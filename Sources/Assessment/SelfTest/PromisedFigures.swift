import Documents
import Interview

/// What the shipped samples measure and score, as it was recorded when this engine was made: `samples/figures.json`, an answer a
/// line. Whoever runs the same engine elsewhere must get the same, at the printed precision.
package struct PromisedFigures: Document {
  package struct Answer: Document {
    package let session: String
    package let question: String
    package let recording: String
    package let transcript: String
    package let language: String
    package let role: String
    package let recording_sha256: String
    package let model_sha256: String
    package let overall: Double?
    package let dimensions: Ordered<Double?>
    package let measures: Ordered<Double?>

    package var id: String { session + "/" + question }
  }

  package let engine: String
  package let answers: [Answer]

  package init(engine: String, answers: [Answer]) {
    self.engine = engine
    self.answers = answers
  }

  /// One line an answer, so that a difference can be read.
  package var text: String {
    "{\"engine\":\(JSON.string(engine).text),\"answers\":[\n" + answers.map(\.json.text).joined(separator: ",\n") + "\n]}\n"
  }
}

extension PromisedFigures.Answer {
  /// The figures of an analysis that has just been made.
  package init(_ analysis: AnswerAnalysis, of answer: SelfTest.Sample) {
    self.init(
      session: answer.session, question: answer.question, recording: answer.recording, transcript: answer.transcript,
      language: answer.language.rawValue, role: answer.role, recording_sha256: analysis.recordingHash.hex,
      model_sha256: analysis.scorecard?.roleModel.hash.hex ?? "", overall: analysis.scorecard?.overall?.value,
      dimensions: Ordered((analysis.scorecard?.dimensions ?? []).map { ($0.id, $0.score?.value) }),
      measures: Ordered(Measure.allCases.map { ($0.rawValue, analysis.evidence.measures[$0]?.value) }))
  }

  /// Whether the distribution's own decoders stand between the file and the samples. What comes out of FLAC and WAV is the same
  /// everywhere; other versions of the decoders of Opus, MP3 and AAC may round otherwise.
  private var isLossy: Bool { !["flac", "wav"].contains { recording.hasSuffix("." + $0) } }
  /// By how much a figure of a lossy recording may differ, as a share of it; one in the last printed place always may. Our choice.
  private static let lossyShare = 0.01

  /// The names of figures that differ from these, in order, with both values.
  package func differences(from other: PromisedFigures.Answer) -> [String] {
    var found: [String] = []
    func compare(_ name: String, _ promised: Double?, _ here: Double?, step: Double) {
      guard promised != here else { return }
      if isLossy, let promised, let here, abs(here - promised) <= max(step, Self.lossyShare * abs(promised)) { return }
      found.append("\(name) \(text(promised)) → \(text(here))")
    }
    compare("overall", overall, other.overall, step: 0.01)
    for (own, its) in [(dimensions, other.dimensions), (measures, other.measures)] {
      for name in Set((own.members + its.members).map(\.name)).sorted() {
        var step = 1.0
        for _ in 0..<(Measure(rawValue: name)?.decimals ?? 2) { step /= 10 }
        compare(name, own[name] ?? nil, its[name] ?? nil, step: step * 1.01)
      }
    }
    return found
  }

  private func text(_ value: Double?) -> String { value.map { JSON.number($0).text } ?? "—" }
}
