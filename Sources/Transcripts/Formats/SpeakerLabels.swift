/// Who speaks, where a text writes names before what is said: `Name: text`.
///
/// A colon alone proves nothing: `Result: we saved 15%` is speech. The whole text decides, in this order:
/// 1. The manifest names one of the labels: it is a speaker, and so are the others that are no headings.
/// 2. A label says so itself (`Speaker 1`, `Interviewer`, 面试官), `>>` stands before it, captions set several in capitals, or there
///    are both questions and answers (`Q:`, `A:`).
/// 3. Labels that are no headings return, and label at least half of the lines.
/// 4. Every line has its own label, each a person's name; or, where one asks a question or the file has times, any name.
/// A line without a label goes on with the speaker before it; what stands before the first label is a title.
struct SpeakerLabels {
  private let speakers: Set<String>

  private init(_ speakers: Set<String>) { self.speakers = speakers }

  /// The labels of these lines that are speakers; nil where none is.
  init?(_ lines: [String], wanted: String?, isTimed: Bool) {
    let labels = lines.map { SpeakerLabel($0) }
    let total = lines.count { !$0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
    var counts: [String: Int] = [:]
    for label in labels.compactMap(\.self) { counts[label.name, default: 0] += 1 }
    let names = counts.keys.filter { !SpeakerRoles.isHeading($0) || SpeakerRoles.isRole($0) }
    guard !names.isEmpty, total > 0 else { return nil }
    // A name on a line of its own labels the next one too.
    var covered = counts
    for label in labels.compactMap(\.self) where label.text.isEmpty { covered[label.name, default: 0] += 1 }
    func labelled(_ names: some Sequence<String>) -> Int { names.reduce(0) { $0 + (covered[$1] ?? 0) } }

    if let wanted, names.contains(where: { RawTranscript.isSame($0, wanted) }) {
      self.init(Set(names))
      return
    }
    let roles = names.filter(SpeakerRoles.isRole)
    let known = Set(names)
    let written = labels.compactMap(\.self).filter { known.contains($0.name) }
    if !roles.isEmpty {
      let personal = Set(written.lazy.filter(\.isPersonal).map(\.name))
      let others = names.filter { name in
        counts[name] ?? 0 > 1 || personal.contains(name) || roles.count == 1 && names.count == 2
      }
      self.init(Set(roles).union(others))
      return
    }
    let marked = written.filter(\.isMarked).map(\.name)
    if !marked.isEmpty {
      self.init(Set(marked))
      return
    }
    // Captions for the deaf set names in capitals where the speaker changes.
    let capitals = names.filter { name in name.contains(where: \.isUppercase) && !name.contains(where: \.isLowercase) && name.count > 1 }
    if isTimed, capitals.count > 1 {
      self.init(Set(capitals))
      return
    }
    let turns = counts.keys.filter(SpeakerRoles.isTurn)
    if Set(turns.map { $0.lowercased().first == "q" || "问問提".contains($0.first ?? " ") }).count == 2 {
      self.init(Set(turns))
      return
    }
    let capital = Set(written.lazy.filter(\.isCapitalised).map(\.name))
    let capitalised = names.filter(capital.contains)
    let again = capitalised.filter { counts[$0] ?? 0 > 1 }
    if !again.isEmpty, labelled(capitalised) * 2 >= total, again.count > 1 || labelled(again) * 5 >= total * 3 || isTimed {
      self.init(Set(capitalised))
      return
    }
    let isAll = labelled(capitalised) == total && labels.first.map { $0 != nil } == true
    let isAsking = written.contains { $0.text.contains("?") || $0.text.contains("？") }
    let isPersonal = written.allSatisfy(\.isPersonal)
    if isAll, total > 1 && isTimed || capitalised.count > 1 && (isAsking || isPersonal) || isTimed && isPersonal {
      self.init(Set(capitalised))
      return
    }
    return nil
  }

  /// The speaker and the text of a line; nil where it goes on with the speaker before it.
  func split(_ line: String) -> SpeakerLabel? {
    guard let label = SpeakerLabel(line), speakers.contains(label.name) else { return nil }
    return label
  }

  /// Whether each block begins with a line that is a name alone, as Teams and others write it below the time.
  static func standAlone(_ blocks: [RawTranscript.Block]) -> Bool {
    let firsts = blocks.compactMap { $0.lines.count > 1 ? $0.lines.first?.text.trimmed : nil }
    guard firsts.count > 1, firsts.count * 5 >= blocks.count * 4, Set(firsts).count * 2 <= firsts.count + 1 else { return false }
    return firsts.allSatisfy { line in
      line.unicodeScalars.count <= SpeakerLabel.maximumLength && SpeakerLabel.isName(line)
        && (SpeakerRoles.isRole(line) || SpeakerLabel(name: line, text: "").isPersonal)
    }
  }
}
