import Interview

extension Evidence {
  /// What was counted, in the speaker's words, as evidence of the points that it costs.
  mutating func quote(fillers: [TextHit], repetitions: [TextHit], repairs: [TextHit]) {
    excerpts[.fillersPerMinute] = Self.listed(fillers)
    excerpts[.repetitionsPer100] = Self.listed(repetitions)
    excerpts[.repairsPer100] = Self.listed(repairs)
  }

  /// At most this many different ones; a list is evidence, not a transcript.
  private static let mostQuoted = 8

  /// `嗯 ×3 · 那个`: what was found, in the order of its first occurrence, with how often; nil where there is nothing.
  public static func listed(_ hits: [TextHit]) -> String? {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for hit in hits {
      if counts[hit.text] == nil { order.append(hit.text) }
      counts[hit.text, default: 0] += 1
    }
    guard !order.isEmpty else { return nil }
    let shown = order.prefix(mostQuoted).map { text in counts[text, default: 1] > 1 ? "\(text) ×\(counts[text, default: 1])" : text }
    return shown.joined(separator: " · ") + (order.count > mostQuoted ? " · …" : "")
  }
}
