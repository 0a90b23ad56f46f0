import Interview

/// What was measured in one answer as tiers over its time, for programs in which people look at speech (Praat, ELAN): speech and
/// pauses, syllable nuclei, pitch, and the words of the transcript where they have times.
package struct Annotations: Sendable, Equatable {
  /// A stretch of time with its label.
  package struct Interval: Sendable, Equatable {
    package let range: TimeRange
    package let text: String
  }

  /// A moment with its label.
  package struct Point: Sendable, Equatable {
    package let time: Double
    package let text: String
  }

  package struct Tier: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
      /// Ascending, not overlapping, within the recording.
      case intervals([Interval])
      /// Ascending, no two at one time. `length` is how long one stands for, in seconds: what has no points shows that.
      case points([Point], length: Double)
    }

    package let name: String
    package let content: Content
  }

  /// Seconds of sound.
  package let duration: Double
  package let tiers: [Tier]

  /// - Parameters:
  ///   - document: the analysis, whose pitch has a value each tenth of a second.
  ///   - transcript: the answer's own; nil where it is not at hand, and then no tier of words is written.
  /// - Complexity: linear in both.
  package init(_ document: AnalysisDocument, transcript: Transcript?) {
    let duration = max(document.recording.duration_s ?? 0, document.segments.last?.end ?? 0, document.pauses.last?.end ?? 0)
    // A reader of transcripts passes over tiers of these names and labels: the file may lie beside a recording.
    var tiers = [
      Tier(name: "speech segments", content: .intervals(Self.tiled(document.segments.map { ($0, "speech") }, within: duration))),
      Tier(name: "pauses", content: .intervals(Self.tiled(document.pauses.map { ($0, "silence") }, within: duration))),
      Tier(
        name: "nuclei", content: .points(Self.points((document.nuclei ?? []).map { ($0, "nucleus") }, within: duration), length: 0.01)),
    ]
    if let track = document.pitch_track {
      let values = track.f0_hz.enumerated().compactMap { index, value in
        value.map { ((Double(index) + 0.5) * track.hop_s, JSON.number($0).text) }
      }
      tiers.append(Tier(name: "pitch Hz", content: .points(Self.points(values, within: duration), length: track.hop_s)))
    }
    if let words = transcript.flatMap({ Self.words($0, within: duration) }) { tiers.append(words) }
    self.duration = duration
    self.tiers = tiers
  }

  /// Whether what was said is among them.
  package var hasWords: Bool { ["words", "sentences"].contains(tiers.last?.name) }

  /// The words, or, where only sentences have times, those; nil where nothing has.
  private static func words(_ transcript: Transcript, within duration: Double) -> Tier? {
    let words = transcript.segments.flatMap(\.words).compactMap { word in word.range.map { ($0, word.text) } }
    let sentences = transcript.segments.compactMap { segment in segment.range.map { ($0, segment.text) } }
    let isByWord = transcript.timing == .words && !words.isEmpty
    let intervals = tiled(isByWord ? words : sentences, within: duration)
    return intervals.isEmpty ? nil : Tier(name: isByWord ? "words" : "sentences", content: .intervals(intervals))
  }

  /// In order and without overlap, as both programs demand: what begins within its predecessor begins at its end, and what has
  /// no room left joins it.
  private static func tiled(_ stretches: [(TimeRange, String)], within duration: Double) -> [Interval] {
    var tiled: [Interval] = []
    for (range, text) in stretches.sorted(by: { $0.0.start < $1.0.start }) {
      let label = text.trimmed
      let start = max(range.start, tiled.last?.range.end ?? 0).rounded(decimals: 3)
      let end = min(range.end, duration).rounded(decimals: 3)
      guard !label.isEmpty else { continue }
      if start < end {
        tiled.append(Interval(range: TimeRange(start, end), text: label))
      } else if let last = tiled.popLast() {
        tiled.append(Interval(range: last.range, text: last.text + " " + label))
      }
    }
    return tiled
  }

  private static func points(_ points: [(Double, String)], within duration: Double) -> [Point] {
    var kept: [Point] = []
    for (time, text) in points where time <= duration && time > (kept.last?.time ?? -1) {
      kept.append(Point(time: time.rounded(decimals: 3), text: text))
    }
    return kept
  }
}

extension String {
  fileprivate var trimmed: String {
    let rest = drop { $0.isWhitespace }
    return String(rest.reversed().drop { $0.isWhitespace }.reversed())
  }
}
