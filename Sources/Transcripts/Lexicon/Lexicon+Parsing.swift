import Interview

extension Lexicon {
  /// Reads lexicon files, each in the form that its head explains; sections of several files add up.
  ///
  /// - Throws: `lexicon.invalid` with the line: an unknown section, an entry before any section, a value that is no number.
  public init(_ files: [[UInt8]]) throws(Fault) {
    for file in files {
      guard let text = String(validating: file, as: UTF8.self) else { throw Fault(.lexiconInvalid, "not UTF-8") }
      var section = ""
      for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
        let content = line.prefix { $0 != "#" }
        let bare = String(content).trimmed
        if bare.hasPrefix("["), bare.hasSuffix("]") {
          section = String(bare.dropFirst().dropLast())
          guard Self.sections.contains(section) || section.hasPrefix("structure ") else {
            throw Fault(.lexiconInvalid, "line \(index + 1): unknown section [\(section)]; known: \(Self.sections.joined(separator: ", "))")
          }
          continue
        }
        let entries = bare.split { $0 == "," || $0 == "，" || $0 == "、" }.map { String($0).trimmed.lowercased() }.filter { !$0.isEmpty }
        guard !entries.isEmpty else { continue }
        guard !section.isEmpty else { throw Fault(.lexiconInvalid, "line \(index + 1): no [section] stands before it") }
        try add(entries, to: section, line: index + 1)
      }
    }
  }

  private static let sections = [
    "fillers", "repairs", "negations", "negation exceptions", "negation stops", "repeated words", "reduplications", "doubled words",
    "syllabic er", "units", "numeral exceptions", "number words", "results", "spelled", "pronounced", "syllables",
    "function words", "commonplaces", "predicates", "times", "first person", "opinions", "collectives", "past", "surnames", "hedges",
    "crutch words",
    "conditional negations",
    "conditional links", "connectors",
  ]

  private mutating func add(_ entries: [String], to section: String, line: Int) throws(Fault) {
    switch section {
    case "fillers": fillers += entries.map(Self.entry)
    case "repairs": repairs += entries.map(Self.entry)
    case "negations": negations += entries
    case "negation exceptions": negationExceptions += entries
    case "negation stops": negationStops += entries
    case "repeated words": repeatedWords.formUnion(entries)
    case "reduplications": reduplications.formUnion(entries)
    case "doubled words": doubledWords.formUnion(entries)
    case "syllabic er": syllabicEr += entries
    case "units": units.formUnion(entries)
    case "numeral exceptions": numeralExceptions.formUnion(entries)
    case "number words": numberWords.merge(try Self.values(entries, line)) { $1 }
    case "results": results += entries
    case "function words": functionWords.formUnion(entries)
    case "commonplaces": commonplaces.formUnion(entries)
    case "predicates": predicates.formUnion(entries)
    case "times": times += entries
    case "first person": firstPerson.formUnion(entries)
    case "opinions": opinions.formUnion(entries)
    case "collectives": collectives.formUnion(entries)
    case "past": past.formUnion(entries)
    case "surnames": surnames.formUnion(entries)
    case "hedges": hedges += entries
    case "crutch words": crutchWords += entries
    case "conditional negations": conditionalNegations += entries
    case "connectors": connectors += entries
    case "conditional links": conditionalLinks += entries
    case "spelled": spelled.formUnion(entries)
    case "pronounced": pronounced.formUnion(entries)
    case "syllables": syllables.merge(try Self.values(entries, line)) { $1 }
    default:
      let names = section.split(separator: " ").map(String.init)
      guard names.count == 3 else { throw Fault(.lexiconInvalid, "line \(line): [structure SCHEME STEP] is expected, not [\(section)]") }
      structure.append(Step(scheme: names[1], step: names[2], markers: entries))
    }
  }

  private static func entry(_ text: String) -> Entry {
    text.hasPrefix("~") ? Entry(text: String(text.dropFirst()).trimmed, isolatedOnly: true) : Entry(text: text, isolatedOnly: false)
  }

  private static func values(_ entries: [String], _ line: Int) throws(Fault) -> [String: Int] {
    var values: [String: Int] = [:]
    for entry in entries {
      guard let mark = entry.lastIndex(of: "="), let value = Int(entry[entry.index(after: mark)...]), value > 0 else {
        throw Fault(.lexiconInvalid, "line \(line): \"\(entry)\" is not word=number")
      }
      values[String(entry[..<mark])] = value
    }
    return values
  }
}
