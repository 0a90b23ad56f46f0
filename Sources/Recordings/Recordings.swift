import Interview
import Signal

/// Whole recordings in memory, for tests and small tools; the line reads blocks (`RecordingReader`).
public enum Recordings {
  /// Decodes the whole recording.
  ///
  /// - Throws: as `RecordingReader`.
  public static func decode(
    _ path: String, limits: RecordingLimits = .init(), ffmpeg: FFmpegLocation? = .installed
  ) throws(Fault) -> (waveform: Waveform, facts: RecordingFacts) {
    var reader = try RecordingReader(path: path, limits: limits, ffmpeg: ffmpeg)
    var samples: [Float] = []
    var block: [Float] = []
    while try reader.read(into: &block) { samples.append(contentsOf: block) }
    return (Waveform(samples: samples, sampleRate: reader.sampleRate), reader.facts)
  }
}
