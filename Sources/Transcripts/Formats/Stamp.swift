/// A time that a text has written beside its words: `[00:00.000 --> 00:05.000]`, `(0:06)`, `0.8s - 5.9s`, `Alice 0:06`.
struct Stamp {
  enum Kind {
    /// In brackets, from and to.
    case range
    /// In square or angle brackets: `[00:12.34]`.
    case bracketed
    /// In round brackets: `(0:06)`, which may also be said.
    case round
    /// Without brackets, from and to.
    case bareRange
    /// Without brackets, on a line of its own.
    case alone
    /// Without brackets, with text behind it.
    case bare
    /// Behind a name: `Alice 0:06`, `说话人1(00:03)：`.
    case header
    /// In brackets at the end of a line.
    case trailing
  }

  var kind: Kind
  var start: Double
  var end: Double?
  var speaker: String?
  var text: String

  /// Rates are 24 to 60; a stamp does not say which. 30 is a fifth of a second off at most at 25.
  private static let framesPerSecond = 30.0

  /// Scalars of a line in which a stamp is looked for.
  private static let maximumLength = 96

  /// The stamp with which a line begins, or which stands behind a name at its beginning.
  init?(_ line: String) {
    let all = Array(line.trimmed.unicodeScalars)
    let head = Array(all.prefix(Self.maximumLength))
    if let found = Self.bracketed(head, at: 0) {
      let rest = Self.rest(all, from: found.end)
      self.init(
        kind: found.times.end != nil ? .range : head[0] == "(" || head[0] == "（" ? .round : .bracketed, start: found.times.start,
        end: found.times.end, speaker: found.times.label, text: rest)
      return
    }
    if let times = Self.times(head, from: 0), Self.isBoundary(all, times.position) {
      let rest = Self.rest(all, from: times.position)
      self.init(
        kind: times.end != nil ? .bareRange : rest.isEmpty ? .alone : .bare, start: times.start, end: times.end, speaker: nil, text: rest)
      return
    }
    guard let header = Self.header(head, all) else { return nil }
    self = header
  }

  private init(kind: Kind, start: Double, end: Double?, speaker: String?, text: String) {
    (self.kind, self.start, self.end, self.speaker, self.text) = (kind, start, end, speaker, text)
  }

  /// `text (0:00 - 0:05)`: the stamp at the end of a line.
  static func trailing(_ line: String) -> Stamp? {
    let all = Array(line.trimmed.unicodeScalars)
    guard let last = all.last, "])）】>".unicodeScalars.contains(last) else { return nil }
    let from = max(0, all.count - 48)
    guard let open = all[from...].lastIndex(where: { "[(（【<".unicodeScalars.contains($0) }), open > 0,
      let found = bracketed(all, at: open), found.end == all.count
    else { return nil }
    return Stamp(
      kind: .trailing, start: found.times.start, end: found.times.end, speaker: nil,
      text: String(String.UnicodeScalarView(all[..<open])).trimmed)
  }

  private static func header(_ head: [Unicode.Scalar], _ all: [Unicode.Scalar]) -> Stamp? {
    for index in head.indices.dropFirst() {
      let isOpen = "[(（【<".unicodeScalars.contains(head[index])
      guard isOpen || head[index].isASCIIDigit && !head[index - 1].isASCIIDigit && !head[index - 1].isLetter else { continue }
      let times: (start: Double, end: Double?, position: Int)
      if isOpen, let found = bracketed(head, at: index) {
        times = (found.times.start, found.times.end, found.end)
      } else if !isOpen, let found = Self.times(head, from: index) {
        times = (found.start, found.end, found.position)
      } else {
        continue
      }
      // The line ends here, or a colon follows.
      var next = times.position
      while next < all.count, all[next].properties.isWhitespace { next += 1 }
      guard next == all.count || all[next] == ":" || all[next] == "：" else { return nil }
      var name = head[..<index]
      while let last = name.last, last.properties.isWhitespace || ",，|-–—:：]】)）".unicodeScalars.contains(last) { name = name.dropLast() }
      while let first = name.first, first.properties.isWhitespace || "[【(（".unicodeScalars.contains(first) { name = name.dropFirst() }
      let label = String(String.UnicodeScalarView(name)).trimmed
      guard SpeakerLabel.isName(label), label.unicodeScalars.count <= SpeakerLabel.maximumLength else { return nil }
      return Stamp(kind: .header, start: times.start, end: times.end, speaker: label, text: rest(all, from: next))
    }
    return nil
  }

  /// The text behind a stamp and what sets it off.
  private static func rest(_ all: [Unicode.Scalar], from position: Int) -> String {
    var index = min(position, all.count)
    while index < all.count, all[index].properties.isWhitespace { index += 1 }
    if index < all.count, ":：|-–—".unicodeScalars.contains(all[index]), index + 1 == all.count || all[index + 1].properties.isWhitespace {
      index += 1
    }
    return String(String.UnicodeScalarView(all[index...])).trimmed
  }

  private static func isBoundary(_ all: [Unicode.Scalar], _ position: Int) -> Bool {
    position >= all.count || all[position].properties.isWhitespace || ":：|,".unicodeScalars.contains(all[position])
  }
}

extension Stamp {
  private static func bracketed(
    _ scalars: [Unicode.Scalar], at index: Int
  ) -> (times: (start: Double, end: Double?, label: String?), end: Int)? {
    guard index < scalars.count, let bracket = Array("[(<【（［".unicodeScalars).firstIndex(of: scalars[index]) else { return nil }
    let closing = Array("])>】）］".unicodeScalars)[bracket]
    let limit = min(scalars.count, index + 48)
    guard let close = scalars[index..<limit].firstIndex(of: closing) else { return nil }
    let inner = Array(scalars[(index + 1)..<close])
    var from = 0
    while from < inner.count, inner[from].properties.isWhitespace { from += 1 }
    // Decimal seconds need their brackets: [0.80 - 5.90].
    guard let times = Self.times(inner, from: from, seconds: true) else { return nil }
    var next = times.position
    while next < inner.count, inner[next].properties.isWhitespace || inner[next] == "," { next += 1 }
    // Tencent writes the speaker behind the times: [0:0.800,0:5.900,1].
    let label = String(String.UnicodeScalarView(inner[next...])).trimmed
    guard label.isEmpty || times.end != nil && label.unicodeScalars.allSatisfy(\.isSpoken) && label.utf8.count <= 16 else { return nil }
    return ((times.start, times.end, label.isEmpty ? nil : label), close + 1)
  }

  /// A time, or two with an arrow, a dash, a comma or `to` between them.
  private static func times(
    _ scalars: [Unicode.Scalar], from index: Int, seconds: Bool = false
  ) -> (start: Double, end: Double?, position: Int)? {
    guard let first = time(scalars, from: index, seconds: seconds) else { return nil }
    var next = first.position
    let mark = next
    while next < scalars.count, scalars[next].properties.isWhitespace { next += 1 }
    let between = next
    while next < scalars.count, next - between < 4, "->–—~～,，至到→to".unicodeScalars.contains(scalars[next]) { next += 1 }
    guard next > between else { return (first.value, nil, mark) }
    while next < scalars.count, scalars[next].properties.isWhitespace { next += 1 }
    guard let second = time(scalars, from: next, seconds: seconds), second.value >= first.value else { return (first.value, nil, mark) }
    return (first.value, second.value, second.position)
  }

  /// `1:02:03.450`, `02:03,45`, `0:06`; `5.9s`; with `seconds` also `5.90`. A colon or a unit must tell that it is a time.
  private static func time(_ scalars: [Unicode.Scalar], from index: Int, seconds: Bool) -> (value: Double, position: Int)? {
    var position = index
    var parts: [Double] = []
    while parts.count < 3, let part = digits(scalars, from: position, maximumDigits: parts.isEmpty ? 6 : 2) {
      parts.append(part.value)
      position = part.position
      guard position + 1 < scalars.count, scalars[position] == ":", scalars[position + 1].isASCIIDigit else { break }
      guard parts.count < 3 else { break }
      position += 1
    }
    guard !parts.isEmpty, parts.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
    var total = parts.reduce(0) { $0 * 60 + $1 }
    if parts.count == 3, position < scalars.count, scalars[position] == ":" || scalars[position] == ";" {
      // A fourth part counts frames, as video editors write them.
      if let frames = digits(scalars, from: position + 1, maximumDigits: 2) {
        return (total + min(frames.value / Self.framesPerSecond, 1), frames.position)
      }
      if scalars[position] == ":", position + 1 < scalars.count, scalars[position + 1].isASCIIDigit { return nil }
    }
    var hasFraction = false
    if position + 1 < scalars.count, scalars[position] == "." || scalars[position] == ",",
      let fraction = digits(scalars, from: position + 1, maximumDigits: 9),
      !(fraction.position < scalars.count && scalars[fraction.position] == ":")
    {
      total += fraction.value / Self.power(fraction.position - position - 1)
      position = fraction.position
      hasFraction = true
    }
    if parts.count > 1 { return (total, position) }
    if position < scalars.count, scalars[position] == "s", position + 1 >= scalars.count || !scalars[position + 1].isSpoken {
      return (total, position + 1)
    }
    return seconds && hasFraction ? (total, position) : nil
  }

  private static func power(_ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { value, _ in value * 10 } }

  private static func digits(_ scalars: [Unicode.Scalar], from index: Int, maximumDigits: Int) -> (value: Double, position: Int)? {
    var position = index
    var value = 0.0
    while position < scalars.count, position - index < maximumDigits, scalars[position].isASCIIDigit {
      value = value * 10 + Double(scalars[position].value - 0x30)
      position += 1
    }
    guard position > index, position >= scalars.count || !scalars[position].isASCIIDigit else { return nil }
    return (value, position)
  }
}
