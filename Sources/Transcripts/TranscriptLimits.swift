import Interview

/// How large a transcript file may be: what can be written about a recording of that length, known before anything is parsed.
///
/// What a reader holds in memory is many times the file, so the file, its lines and its values are each bounded by the length of the
/// sound, and by a figure that no length exceeds. `Transcript.checkLength` then bounds the words.
public struct TranscriptLimits: Sendable, Equatable {
  /// Bytes up to which a file is read whatever the recording: 1 MiB, some twenty times an hour of plain text.
  public static let spare = 1 << 20

  /// Bytes of the file: 64 KiB a second and `spare`, 64 MiB at most. JSON of ten words a second of 1 KiB each takes 10, and streams, whose
  /// messages say a sentence again while it grows, some times that. 64 MiB hold nearly two hours of the former.
  public let bytes: Int
  /// Bytes of a format made of lines: 4 KiB a second and `spare`, 16 MiB at most: a TextGrid that holds words and phones (25 a second, 120 bytes each).
  public let textBytes: Int
  /// A hundred a second and 20,000, 250,000 at most: a caption for each of ten words a second takes four lines and a blank one.
  public let lines: Int
  /// JSON's values: 2,000 a second and 200,000, 2,000,000 at most: ten words a second with five guesses of eight members are 400, and
  /// streams say them again.
  public let values: Int

  /// - Parameter duration: seconds of the recording; nil where it is not known, which leaves what no length exceeds.
  public init(duration: Double?) {
    let seconds = duration.map { max(0, min($0, RawTranscript.latest)) } ?? RawTranscript.latest
    func limit(_ spare: Int, _ rate: Double, upTo ceiling: Int) -> Int { min(ceiling, spare + Int(rate * seconds)) }
    bytes = limit(Self.spare, 65_536, upTo: TranscriptReader.largest)
    textBytes = limit(Self.spare, 4096, upTo: 16 << 20)
    lines = limit(20_000, 100, upTo: 250_000)
    values = limit(200_000, 2000, upTo: 2_000_000)
  }

  /// The limits of a file, where the recording's length is asked for only when it matters: to know it, the sound must be decoded.
  ///
  /// - Throws: what `duration` throws.
  static func limits(_ count: Int, _ duration: () throws(Fault) -> Double?) throws(Fault) -> TranscriptLimits {
    TranscriptLimits(duration: count <= spare ? nil : try duration())
  }

  /// - Throws: `transcript.too-large`.
  static func require(_ count: Int, _ limit: Int, _ what: String) throws(Fault) {
    guard count <= limit else { throw Fault(.transcriptTooLarge, "\(count) \(what), at most \(limit)") }
  }
}
