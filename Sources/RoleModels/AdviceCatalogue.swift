import Interview
import YAMLReading

/// What to practise for a lost point, as the operator's catalogue (`models/advice/`) says; the program adds nothing to it.
public struct AdviceCatalogue: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public let advice: Bilingual
    public let practice: Bilingual?
    public let course: Bilingual?
    public let mentor: Bilingual?
  }

  private var entries: [String: Entry] = [:]

  public init() {}

  /// Reads a catalogue: keys are a lost point's full code, or its end (`pause_ratio.high`, `missing`, `missing-result`).
  /// - Throws: `document.…`, `advice.invalid`.
  public init(_ bytes: [UInt8], name: String) throws(Fault) {
    let document = try Document(bytes, name: name)
    let root = document.root
    for key in root.keys {
      guard let section = root.section(key) else { continue }
      section.require("advice")
      if let advice = section.bilingual("advice") {
        entries[key] = Entry(
          advice: advice, practice: section.bilingual("practice"), course: section.bilingual("course"), mentor: section.bilingual("mentor"))
      }
      section.done()
    }
    try document.finish(as: .adviceInvalid)
  }

  /// This catalogue with a further file read in; where both have a key, the further file's entry stands.
  /// - Throws: as `init(_:name:)`.
  public func adding(_ bytes: [UInt8], name: String) throws(Fault) -> AdviceCatalogue {
    var joined = self
    joined.entries.merge(try AdviceCatalogue(bytes, name: name).entries) { _, further in further }
    return joined
  }

  /// The entry for a lost point: its own code first, then its measure and direction, then its kind.
  public func entry(for point: LostPoint) -> Entry? {
    let last = point.code.split(separator: ".").last.map(String.init) ?? point.code
    let byMeasure = point.measure.flatMap { entries[$0.rawValue + "." + last] }
    return entries[point.code] ?? byMeasure ?? entries[last]
  }
}
