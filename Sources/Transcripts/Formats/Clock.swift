/// Times of day style: `01:02:03,450`, `02:03.450`, `3.450`.
enum Clock {
  /// Seconds; nil where it is no time.
  static func seconds(_ text: Substring) -> Double? {
    var total = 0.0
    var parts = 0
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      let bare = part.replacing(",", with: ".")
      guard let value = Double(bare), value.isFinite, value >= 0 else { return nil }
      total = total * 60 + value
      parts += 1
    }
    return parts <= 3 ? total : nil
  }

  /// ISO 8601 durations as Azure writes them: `PT1H2M3.4S`.
  static func iso(_ text: String) -> Double? {
    guard text.hasPrefix("PT") else { return nil }
    var total = 0.0
    var digits = ""
    for character in text.dropFirst(2) {
      if let scale = ["H": 3600.0, "M": 60, "S": 1][character] {
        guard let value = Double(digits) else { return nil }
        total += value * scale
        digits = ""
      } else {
        digits.append(character)
      }
    }
    return digits.isEmpty ? total : nil
  }
}
