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
