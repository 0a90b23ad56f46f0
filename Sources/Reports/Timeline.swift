import Assessment
import Glibc
import Interview

/// The drawing of one answer over time: speech, silent pauses, pitch, and the stretches where points were lost.
struct Timeline {
  var duration: Double
  var segments: [TimeRange]
  var pauses: [TimeRange]
  /// Pitch in Hz every `hop` seconds; nil where unvoiced.
  var pitch: [Double?]
  var hop: Double
  var marks: [(range: TimeRange, label: String)]

  private static let width = 920.0
  private static let pitchTop = 24.0
  private static let pitchHeight = 84.0
  private static let speechTop = 118.0
  private static let speechHeight = 26.0
  private static let markTop = 150.0

  /// An SVG element; coordinates to a tenth of a point, so that equal answers give equal text.
  func svg(title: String) -> String {
    guard duration > 0 else { return "" }
    var parts = [
      "<svg class=\"timeline\" viewBox=\"0 0 920 196\" role=\"img\" aria-label=\"\(escaped(title))\">",
      "<rect x=\"0\" y=\"\(Self.pitchTop)\" width=\"920\" height=\"\(Self.pitchHeight)\" class=\"ground\"/>",
    ]
    parts += segments.map { box($0, y: Self.speechTop, height: Self.speechHeight, kind: "speech", label: nil) }
    parts += pauses.map { pause in
      box(pause, y: Self.speechTop, height: Self.speechHeight, kind: "pause", label: seconds(pause.duration) + " s")
    }
    parts += pitchLines()
    for (row, mark) in marks.enumerated() {
      parts.append(box(mark.range, y: Self.markTop + Double(row % 3) * 9, height: 7, kind: "mark", label: mark.label))
    }
    parts += axis()
    parts.append("</svg>")
    return parts.joined(separator: "\n")
  }

  /// Seconds to units of the drawing.
  private func x(_ time: Double) -> Double { time / duration * Self.width }

  /// A stretch of time in one lane, with its label for those who hover or listen.
  private func box(_ range: TimeRange, y: Double, height: Double, kind: String, label: String?) -> String {
    let left = x(range.start)
    let width = max(0.8, x(range.end) - left)
    let tip = label.map { "<title>\(escaped($0)) (\(seconds(range.start))–\(seconds(range.end)) s)</title>" } ?? ""
    return
      "<rect class=\"\(kind)\" x=\"\(tenth(left))\" y=\"\(tenth(y))\" width=\"\(tenth(width))\" height=\"\(tenth(height))\">\(tip)</rect>"
  }

  /// One line per voiced stretch, in semitones around the median; the band shown is ±12 semitones.
  private func pitchLines() -> [String] {
    let voiced = pitch.compactMap(\.self).sorted()
    guard !voiced.isEmpty else { return [] }
    let median = voiced[voiced.count / 2]
    let middle = Self.pitchTop + Self.pitchHeight / 2
    var lines = ["<line class=\"median\" x1=\"0\" x2=\"920\" y1=\"\(middle)\" y2=\"\(middle)\"/>"]
    var points: [String] = []
    func flush() {
      if points.count > 1 { lines.append("<polyline class=\"pitch\" points=\"\(points.joined(separator: " "))\"/>") }
      points = []
    }
    for (index, hertz) in pitch.enumerated() {
      guard let hertz else {
        flush()
        continue
      }
      let semitones = max(-12, min(12, 12 * log2(hertz / median)))
      points.append("\(tenth(x(Double(index) * hop))),\(tenth(middle - semitones / 12 * Self.pitchHeight / 2))")
    }
    flush()
    return lines
  }

  /// A mark for every step that leaves room to read, in seconds.
  private func axis() -> [String] {
    let steps = [1.0, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800]
    let step = steps.first { duration / $0 <= 12 } ?? 3600
    return stride(from: 0.0, through: duration, by: step).map { time in
      // What would stand beyond the edge ends there.
      let isLast = x(time) > Self.width - 36
      return
        "<text class=\"tick\" x=\"\(isLast ? "920" : tenth(x(time)))\" y=\"192\"\(isLast ? " text-anchor=\"end\"" : "")>\(clock(time))</text>"
    }
  }

  private func tenth(_ value: Double) -> String { "\(value.rounded(decimals: 1))" }
  private func seconds(_ value: Double) -> String { "\(value.rounded(decimals: 2))" }
}

/// Minutes and seconds, `1:05`.
func clock(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  let rest = whole % 60
  return "\(whole / 60):" + (rest < 10 ? "0" : "") + "\(rest)"
}

/// `0:05–0:07`; a stretch within one second is a moment.
func clock(_ range: TimeRange) -> String {
  let (start, end) = (clock(range.start), clock(range.end))
  return start == end ? start : start + "–" + end
}

/// Text made safe for HTML and SVG, inside elements and quoted attributes.
package func escaped(_ text: String) -> String {
  var result = ""
  for character in text.unicodeScalars {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(character)
    }
  }
  return result
}

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
