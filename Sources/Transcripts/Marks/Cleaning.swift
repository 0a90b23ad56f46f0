import Interview

/// Takes out of a text what was not said: a recogniser's tags, emoji, notes on sounds, entities of HTML, stray bytes.
///
/// One for a whole transcript: what it took out is told once, in `notes`, and never by name: a mark of an emotion leaves no trace.
struct Cleaning {
  /// The first language that a tag named.
  var language: Language?
  /// Scalars looked at, look-ahead included: grows with the text and no faster.
  private(set) var steps = 0
  private var tags = false
  private var emoji = false
  private var sounds = 0
  private var strays = 0

  /// Longest mark, in scalars, brackets included; nothing is looked for further, so that hostile text costs linear time.
  static let longest = 64

  var notes: [String] {
    var notes: [String] = []
    if tags { notes.append("marks of the recogniser were dropped") }
    if emoji { notes.append("emoji were dropped") }
    if sounds > 0 { notes.append("\(sounds) notes on sounds were left out") }
    if strays > 0 { notes.append("\(strays) stray bytes were left out") }
    return notes
  }

  /// Bytes that the decoder has left out before.
  mutating func add(strays count: Int) { strays += count }

  /// - Parameter isRepeated: whether this text stands elsewhere too, as a word does in its sentence; its marks are not counted again.
  mutating func clean(_ raw: String, isRepeated: Bool = false) -> String {
    let text = ParkedBytes.joined(raw)
    if !isRepeated { strays += text.strays }
    guard text.text.utf8.contains(where: Self.isSuspicious) else { return text.text.trimmed }
    var scan = MarkScan(Entities.resolved(Array(text.text.unicodeScalars)))
    scan.run()
    steps += scan.steps
    tags = tags || scan.tags
    emoji = emoji || scan.emoji
    if !isRepeated { sounds += scan.sounds }
    if language == nil { language = scan.language }
    return String(String.UnicodeScalarView(scan.kept)).trimmed
  }

  /// Bytes with which a mark may begin: `< [ ( { * & \`, a note, a bracket of Chinese text, what lies beyond the first plane.
  private static func isSuspicious(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x1B, 0x3C, 0x5B, 0x5C, 0x28, 0x7B, 0x2A, 0x26, 0xE2, 0xE3, 0xEF, 0xF0...0xF4: true
    default: false
    }
  }
}

/// Emoji by Unicode's own properties (UTS 51), so that no list has to grow with them.
extension Unicode.Scalar {
  /// Whether it is an emoji or belongs to one.
  ///
  /// An emoji is what is shown as a picture by itself, or can be and is a symbol: 😊, ☹, a flag's letters, a skin tone. Digits,
  /// `#`, `*`, `©`, `®` and `™` can be shown as pictures too, but are text; so is a digit with a keycap, whose cap alone goes.
  /// - Parameters: what stands beside it: a joiner (U+200D) belongs to an emoji only beside one.
  func isEmoji(after before: Unicode.Scalar?, before after: Unicode.Scalar?) -> Bool {
    guard value >= 0x200D else { return false }
    if value == 0x200D { return before?.isPicture == true || after?.isPicture == true }
    return isPicture
  }

  private var isPicture: Bool {
    switch value {
    // Variation selectors, the keycap, and tags, which spell the flags of regions.
    case 0xFE0E, 0xFE0F, 0x20E3, 0xE0020...0xE007F: true
    // Letters that are also pictures: ©, ®, ™, ℹ; ‼ and ⁉ are punctuation.
    case ..<0x2190: false
    // The blocks of pictographs: what is not assigned yet will be one.
    case 0x1F000...0x1FAFF: !properties.isAlphabetic || properties.isEmoji
    default: properties.isEmojiPresentation || properties.isEmoji && properties.generalCategory == .otherSymbol
    }
  }
}

/// What a program or a community says of itself before or behind a transcript: `Transcribed by https://example.ai`,
/// `字幕由 example.org 社区提供`.
///
/// Exports of meeting tools end with it, and recognisers that learnt from subtitles invent it where nobody speaks. Nobody says
/// an address and who wrote the captions in one short breath: both must stand there, at the very beginning or end.
enum Credits {
  /// Longest line, in words of Latin script and Han characters.
  private static let longest = 12
  private static let maximumBytesRead = 400

  static func areCredits(_ text: String) -> Bool {
    // Counting the words of a whole answer, which may be one line of megabytes, costs more than all else here.
    guard text.utf8.count <= maximumBytesRead, TextScanner.count(text) <= longest else { return false }
    let lower = text.lowercased()
    return ["transcri", "caption", "subtitl", "字幕", "转写", "轉寫", "转录", "轉錄", "听写"].contains { lower.contains($0) } && hasAddress(lower)
  }

  /// A name of a host: letters, digits and hyphens around a dot with at least two letters behind it, as in `example.ai`.
  private static func hasAddress(_ text: String) -> Bool {
    let parts = text.unicodeScalars.split { scalar in
      !(scalar.isASCIIDigit || scalar == "." || scalar == "-" || ("a"..."z").contains(scalar))
    }
    return parts.contains { part in
      let labels = part.split(separator: ".", omittingEmptySubsequences: false)
      guard labels.count >= 2, let last = labels.last(where: { !$0.isEmpty }), last.count >= 2 else { return false }
      return last.allSatisfy { ("a"..."z").contains($0) } && labels.first?.isEmpty == false && last.startIndex != part.startIndex
    }
  }
}
