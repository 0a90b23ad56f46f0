import Interview

/// What the recording's length says of a transcript, before anything is measured.
extension Transcript {
  /// More than anybody says in a second, in characters: fast English has 25, a shouted list 40.
  static let maximumCharacters = 60.0
  /// Characters that may stand in any transcript, however short the sound: titles, a hallucinated paragraph.
  static let spareCharacters = 10_240

  /// - Throws: `transcript.too-long` where nobody can have said so much in so many seconds. Linear.
  public func checkLength(_ duration: Double) throws(Fault) {
    let limit = Int(Self.maximumCharacters * max(0, min(duration, RawTranscript.latest))) + Self.spareCharacters
    var length = 0
    for segment in segments {
      length += max(segment.text.unicodeScalars.count, segment.words.reduce(0) { $0 + $1.text.unicodeScalars.count }) + 1
    }
    guard length <= limit else {
      throw Fault(.transcriptTooLong, "\(length) characters in \((duration * 10).rounded() / 10) s, at most \(limit)")
    }
  }

  /// Ends later than the sound's by less are rounding, in seconds.
  private static let grace = 0.5
  /// Words in the last of the sound for which there must be time, in pieces (characters, words) a second: as `TranscriptFit.fastest`.
  private static let fastest = 10.0
  /// Share of the text beyond the sound up to which it is a recogniser's invention; more is another recording's.
  private static let maximumInventedShare = 0.2

  /// The transcript with its times cut to the sound. A recogniser that pads its input to 30 s says so in its last time, and
  /// invents a last sentence; where more than a fifth of the text lies beyond, nothing is cut: it is of something else.
  public func cut(to duration: Double) -> Transcript {
    guard duration > 0, segments.contains(where: { ($0.latestEnd ?? 0) > duration }) else { return self }
    var kept: [TranscriptSegment] = []
    var pieces = (all: 0, lost: 0)
    var latest = 0.0
    for segment in segments {
      let count = TextScanner.count(segment.text)
      pieces.all += count
      let end = segment.latestEnd ?? 0
      guard end > duration else {
        kept.append(segment)
        continue
      }
      // An end that the file does not state is the sound's.
      if end < RawTranscript.latest { latest = max(latest, end) }
      let (rest, lost) = segment.cut(to: duration, grace: Self.grace, fastest: Self.fastest)
      if let rest { kept.append(rest) }
      pieces.lost += lost
    }
    guard Double(pieces.lost) <= Self.maximumInventedShare * Double(pieces.all), !kept.isEmpty else { return self }
    var notes = notes
    if pieces.lost > 0 { notes.append("\(pieces.lost) words beyond the end of the sound were left out") }
    if latest > duration + Self.grace {
      notes.append("times up to \((latest * 10).rounded() / 10) s were cut to the sound's \((duration * 10).rounded() / 10) s")
    }
    return Transcript(
      format: format, declaredLanguage: declaredLanguage, segments: kept, timing: timing, notes: notes, othersShare: othersShare,
      others: others)
  }
}

extension TranscriptSegment {
  fileprivate var latestEnd: Double? { ([range?.end] + words.map { $0.range?.end }).compactMap(\.self).max() }

  /// What of it the sound can carry, and how many pieces of it not.
  fileprivate func cut(to duration: Double, grace: Double, fastest: Double) -> (rest: TranscriptSegment?, lost: Int) {
    let isTimed = words.contains { $0.range != nil }
    let count = TextScanner.count(text)
    guard isTimed else {
      guard let range else { return (self, 0) }
      // So many words in so little time were not said there.
      let room = duration - range.start
      guard room > 0, Double(count) <= (room + grace) * fastest else { return (nil, count) }
      return (TranscriptSegment(text: text, range: TimeRange(range.start, min(range.end, duration)), speaker: speaker, words: words), 0)
    }
    let said = words.filter { ($0.range?.start ?? 0) < duration }
    let lost = words.count - said.count
    guard !said.isEmpty else { return (nil, count) }
    let cutWords = said.map { word in
      Word(
        text: word.text, range: word.range.map { TimeRange($0.start, max($0.start, min($0.end, duration))) }, confidence: word.confidence,
        speaker: word.speaker)
    }
    let cutRange = range.flatMap { $0.start < duration ? TimeRange($0.start, min($0.end, duration)) : nil }
    let cutText = lost == 0 ? text : RawTranscript.joined(said.map(\.text))
    return (
      TranscriptSegment(text: cutText, range: cutRange, speaker: speaker, words: cutWords), max(0, count - TextScanner.count(cutText))
    )
  }
}
