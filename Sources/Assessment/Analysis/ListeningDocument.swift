import Documents
import Interview
import Recordings
import Transcripts
import Vault

/// What the eye follows while an answer is heard: how loud the recording is over time, and each line of its transcript with the time and
/// pace at which it was said. Made from the archived files when it is asked for, and kept nowhere.
package struct ListeningDocument: Document {
  package struct Line: Document {
    /// As written.
    package let text: String
    package let span: TimeRange
    package let syllables_per_s: Double?
  }

  package let duration_s: Double
  /// Seconds of one value of the envelope.
  package let hop_s: Double
  /// The greatest magnitude within each hop, 0…1 of full scale.
  package let envelope: [Double]
  /// Empty where the transcript has no times, or there is none.
  package let lines: [Line]

  package static let component: String? = "Listening"
}

extension AnswerAnalyzer {
  /// Values of an envelope at most: one for each point of a drawing.
  private static let maximumPeaks = 920
  /// Seconds within which the sound is first looked at: a syllable is some 200 ms long.
  private static let finest = 0.01

  /// - Parameters:
  ///   - transcript: the path of the text; nil where there is none.
  ///   - speaker: which of several speakers is the candidate, as the manifest says.
  /// - Throws: as `RecordingReader`, `TranscriptReader`.
  /// - Complexity: linear in the recording's length, in the memory of a block.
  package func listening(toRecordingAt path: String, transcript: String?, speaker: String?) throws(Fault) -> ListeningDocument {
    let (peaks, duration) = try peaks(ofRecordingAt: path)
    let group = max(1, (peaks.count + Self.maximumPeaks - 1) / Self.maximumPeaks)
    let envelope = stride(from: 0, to: peaks.count, by: group).map { start in
      Double(peaks[start..<min(start + group, peaks.count)].max() ?? 0).rounded(decimals: 3)
    }
    let lines = try transcript.map { path throws(Fault) in try self.lines(ofTranscriptAt: path, speaker: speaker, duration: duration) }
    return ListeningDocument(
      duration_s: duration.rounded(decimals: 3), hop_s: (Double(group) * Self.finest).rounded(decimals: 3), envelope: envelope,
      lines: lines ?? [])
  }

  private func peaks(ofRecordingAt path: String) throws(Fault) -> (peaks: [Float], duration: Double) {
    var reader = try RecordingReader(file: vault.recording(path), limits: limits)
    let hop = max(1, Int((Double(reader.sampleRate) * Self.finest).rounded()))
    var (peaks, block, samples, loudest): ([Float], [Float], Int, Float) = ([], [], 0, 0)
    while try reader.read(into: &block) {
      for sample in block {
        loudest = max(loudest, sample.magnitude)
        samples += 1
        if samples.isMultiple(of: hop) {
          peaks.append(min(1, loudest))
          loudest = 0
        }
      }
    }
    return (peaks, Double(samples) / Double(max(1, reader.sampleRate)))
  }

  private func lines(ofTranscriptAt path: String, speaker: String?, duration: Double) throws(Fault) -> [ListeningDocument.Line] {
    let transcript = try TranscriptReader.read(vault.read(path, limit: transcriptLimit), name: path, speaker: speaker) {
      () throws(Fault) in duration
    }
    return transcript.segments.compactMap { segment in
      let words = segment.words.compactMap(\.range)
      guard let start = segment.range?.start ?? words.first?.start, let end = segment.range?.end ?? words.last?.end, end > start else {
        return nil
      }
      let alone = Transcript(
        format: transcript.format, declaredLanguage: transcript.declaredLanguage, segments: [segment], timing: .segments)
      let syllables = text.syllableTimes(alone, segments: [TimeRange(start, end)], duration: end).count
      return .init(
        text: segment.text, span: TimeRange(start.rounded(decimals: 3), end.rounded(decimals: 3)),
        syllables_per_s: syllables == 0 ? nil : (Double(syllables) / (end - start)).rounded(decimals: 2))
    }
  }
}
