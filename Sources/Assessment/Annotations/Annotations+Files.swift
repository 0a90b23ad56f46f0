import Interview

extension Annotations {
  /// Which program the file is for.
  package enum Form: String, Sendable, CaseIterable {
    case textgrid, eaf

    /// With the period.
    package var suffix: String { self == .textgrid ? ".TextGrid" : ".eaf" }
  }

  /// - Parameter time: seconds since 1970 UTC, for the form that must be dated: when the answer was recorded in the store, so that
  ///   equal answers give equal files.
  package func text(as form: Form, at time: String) -> String { form == .textgrid ? textGrid : eaf(at: time) }

  // MARK: Praat

  /// Praat's long form: UTF-8, intervals without a gap over the whole time.
  package var textGrid: String {
    let last = number(duration)
    var lines = [
      "File type = \"ooTextFile\"", "Object class = \"TextGrid\"", "", "xmin = 0", "xmax = \(last)", "tiers? <exists>",
      "size = \(tiers.count)", "item []:",
    ]
    for (index, tier) in tiers.enumerated() {
      lines.append("    item [\(index + 1)]:")
      switch tier.content {
      case .intervals(let intervals):
        let filled = gapless(intervals)
        lines += head(of: tier, kind: "IntervalTier", last) + ["        intervals: size = \(filled.count)"]
        for (ordinal, interval) in filled.enumerated() {
          lines += [
            "        intervals [\(ordinal + 1)]:", "            xmin = \(number(interval.range.start))",
            "            xmax = \(number(interval.range.end))", "            text = \(quoted(interval.text))",
          ]
        }
      case .points(let points, _):
        lines += head(of: tier, kind: "TextTier", last) + ["        points: size = \(points.count)"]
        for (ordinal, point) in points.enumerated() {
          lines += [
            "        points [\(ordinal + 1)]:", "            number = \(number(point.time))", "            mark = \(quoted(point.text))",
          ]
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func head(of tier: Tier, kind: String, _ last: String) -> [String] {
    ["        class = \"\(kind)\"", "        name = \(quoted(tier.name))", "        xmin = 0", "        xmax = \(last)"]
  }

  /// With an empty label where nothing is; one that is empty all over has one interval.
  private func gapless(_ intervals: [Interval]) -> [Interval] {
    var filled: [Interval] = []
    var end = 0.0
    for interval in intervals {
      if interval.range.start > end { filled.append(Interval(range: TimeRange(end, interval.range.start), text: "")) }
      filled.append(interval)
      end = interval.range.end
    }
    if end < duration { filled.append(Interval(range: TimeRange(end, duration), text: "")) }
    return filled
  }

  private func quoted(_ text: String) -> String { "\"" + text.replacing("\n", with: " ").replacing("\"", with: "\"\"") + "\"" }

  private func number(_ seconds: Double) -> String { JSON.rounded(seconds, 3).text }

  // MARK: ELAN

  /// ELAN's EAF 3.0: milliseconds; a point is as long as its tier says, since ELAN has stretches alone.
  package func eaf(at time: String) -> String {
    var slots: [Int] = []
    var annotations = 0
    var parts: [String] = []
    for tier in tiers {
      let intervals: [Interval]
      switch tier.content {
      case .intervals(let own): intervals = own
      case .points(let points, let length):
        intervals = points.enumerated().map { index, point in
          let next = index + 1 < points.count ? points[index + 1].time : .infinity
          return Interval(range: TimeRange(point.time, min(point.time + length, next)), text: point.text)
        }
      }
      parts.append("  <TIER LINGUISTIC_TYPE_REF=\"default-lt\" TIER_ID=\"\(escaped(tier.name))\">")
      for interval in intervals {
        annotations += 1
        slots += [milliseconds(interval.range.start), max(milliseconds(interval.range.end), milliseconds(interval.range.start) + 1)]
        parts += [
          "    <ANNOTATION>",
          "      <ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a\(annotations)\" TIME_SLOT_REF1=\"ts\(slots.count - 1)\" TIME_SLOT_REF2=\"ts\(slots.count)\">",
          "        <ANNOTATION_VALUE>\(escaped(interval.text))</ANNOTATION_VALUE>", "      </ALIGNABLE_ANNOTATION>", "    </ANNOTATION>",
        ]
      }
      parts.append("  </TIER>")
    }
    let head = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<ANNOTATION_DOCUMENT AUTHOR=\"intone \(Engine.version)\" DATE=\"\(time)\" FORMAT=\"3.0\" VERSION=\"3.0\" "
        + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"http://www.mpi.nl/tools/elan/EAFv3.0.xsd\">",
      "  <HEADER MEDIA_FILE=\"\" TIME_UNITS=\"milliseconds\"/>", "  <TIME_ORDER>",
    ]
    let order = slots.enumerated().map { "    <TIME_SLOT TIME_SLOT_ID=\"ts\($0.offset + 1)\" TIME_VALUE=\"\($0.element)\"/>" }
    let foot = ["  <LINGUISTIC_TYPE GRAPHIC_REFERENCES=\"false\" LINGUISTIC_TYPE_ID=\"default-lt\" TIME_ALIGNABLE=\"true\"/>"]
    return (head + order + ["  </TIME_ORDER>"] + parts + foot + ["</ANNOTATION_DOCUMENT>"]).joined(separator: "\n") + "\n"
  }

  private func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }

  /// Without the control characters that XML 1.0 cannot hold.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.value < 0x20 && scalar != "\t" && scalar != "\n" || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
