/// Entities of HTML, which subtitles and web interfaces write: `&#39;`, `&quot;`, `&amp;`.
enum Entities {
  private static let names: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ensp": " ", "emsp": " ", "thinsp": " ", "hellip": "…",
    "mdash": "—", "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«", "raquo": "»", "eacute": "é",
    "egrave": "è", "agrave": "à", "ccedil": "ç", "ouml": "ö", "uuml": "ü", "auml": "ä", "ntilde": "ñ", "deg": "°", "pound": "£",
    "euro": "€", "yen": "¥", "copy": "©", "reg": "®", "trade": "™", "middot": "·", "bull": "•", "times": "×", "lrm": "\u{200E}",
    "rlm": "\u{200F}", "zwnj": "\u{200C}", "shy": "\u{AD}",
  ]

  /// The text with its entities resolved: what they stand for may itself begin a mark, `&#91;laughs&#93;`.
  static func resolved(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard scalars.contains("&") else { return scalars }
    var kept: [Unicode.Scalar] = []
    kept.reserveCapacity(scalars.count)
    var index = 0
    while index < scalars.count {
      if scalars[index] == "&", let (scalar, end) = read(scalars, at: index) {
        kept.append(scalar)
        index = end
      } else {
        kept.append(scalars[index])
        index += 1
      }
    }
    return kept
  }

  /// The scalar that an entity stands for, and its end. What was escaped twice, `&amp;#39;`, is resolved at once.
  private static func read(_ scalars: [Unicode.Scalar], at index: Int) -> (scalar: Unicode.Scalar, end: Int)? {
    guard let (scalar, end) = once(scalars, after: index + 1) else { return nil }
    if scalar == "&", let (inner, innerEnd) = once(scalars, after: end) { return (inner, innerEnd) }
    return (scalar, end)
  }

  private static func once(_ scalars: [Unicode.Scalar], after start: Int) -> (Unicode.Scalar, Int)? {
    var end = start
    while end < scalars.count, end < start + 10, scalars[end] != ";" { end += 1 }
    guard end < scalars.count, scalars[end] == ";", end > start else { return nil }
    let name = String(String.UnicodeScalarView(scalars[start..<end]))
    if name.hasPrefix("#x") || name.hasPrefix("#X") { return value(UInt32(name.dropFirst(2), radix: 16), end) }
    if name.hasPrefix("#") { return value(UInt32(name.dropFirst()), end) }
    return names[name].map { ($0, end + 1) }
  }

  private static func value(_ value: UInt32?, _ end: Int) -> (Unicode.Scalar, Int)? {
    guard let value, let scalar = Unicode.Scalar(value), value >= 0x20, !ParkedBytes.isParked(scalar) else { return nil }
    return (value == 0xA0 ? " " : scalar, end + 1)
  }
}
