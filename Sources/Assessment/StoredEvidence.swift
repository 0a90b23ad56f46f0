import Documents
import Interview
import RoleModels
import Store
import Transcripts

extension AnalysisDocument {
  /// What the store keeps of an answer.
  /// - Throws: `store.record-invalid` where it cannot be read.
  package init(of record: AnswerRecord) throws(Fault) {
    do { self = try AnalysisDocument(reading: record.analysis) } catch { throw Fault(.storeRecordInvalid, "\(record.key.id): \(error)") }
  }
}

extension Evidence {
  /// The evidence that a stored answer was scored by, read from its row: no recording and no transcript are needed.
  ///
  /// Measures are those of the row, so that a score made from them can be computed again from the row. Keyword groups are
  /// looked for again in the stored text, because another model asks for other words; hits that were there before keep
  /// their times.
  ///
  /// - Throws: `store.record-invalid` where the stored analysis cannot be read.
  package init(
    stored record: AnswerRecord, asked: Asked, accommodations: [String]?, search: inout KeywordSearch
  ) throws(Fault) {
    let stored = try AnalysisDocument(of: record)
    // Before it was known what a manifest allows, the scorecard itself says what was switched off.
    let wasSwitchedOff = record.scorecard?.unknown.values.contains(.accommodation) ?? false
    // A transcript that does not fit lends its words to nothing, and then the counts of the row say why.
    let reason = record.measures[.characters]?.reason ?? .transcriptMissing
    let text = record.measures[.characters]?.value == nil ? nil : stored.text
    self.init(
      measures: record.measures, keywords: .unknown(reason), structure: .unknown(reason), language: record.language,
      accommodations: accommodations ?? (wasSwitchedOff ? ["speech"] : []), qualityFlags: stored.recording.quality.flags,
      text: text?.content)
    codec = stored.recording.codec
    if let text {
      structure = .value(text.structure?.steps ?? [])
      let (found, substance) = Self.content(text, asked, &search, record.language)
      add(substance)
      keywords = .value(found)
      measures[.keywordCoverage] =
        found.isEmpty ? .unknown(.notApplicable) : .value(Double(found.count { !$0.hits.isEmpty }) / Double(found.count))
      spans[.fillersPerMinute] = (text.fillers?.hits ?? []).compactMap(\.range)
      spans[.repetitionsPer100] = (text.repetitions?.hits ?? []).compactMap(\.range)
      spans[.repairsPer100] = (text.repairs?.hits ?? []).compactMap(\.range)
      spans[.specificityPer100] = (text.specificity?.hits ?? []).compactMap(\.range)
      quote(fillers: text.fillers?.hits ?? [], repetitions: text.repetitions?.hits ?? [], repairs: text.repairs?.hits ?? [])
    }
    addSpans(pauses: stored.pauses)
    spans[.fillersHeard] = stored.timing?.fillers_heard?.spans ?? []
    spans[.surgeCount] = (stored.rate?.surges ?? []).map(\.span)
    self = asPrinted
  }

  /// What depends on the role: another one looks for other words, and other words are its own.
  package static let ofRole: [Measure] = [.keywordCoverage, .ownWordsShare, .ownWordsPerClause, .roleWordsShare, .repeatedShare]

  private static func content(
    _ text: AnalysisDocument.Text, _ asked: Asked, _ search: inout KeywordSearch, _ language: Language?
  ) -> ([KeywordFinding], TextSubstance) {
    let segments = text.content.split(separator: "\n").map { TranscriptSegment(text: String($0)) }
    let transcript = Transcript(format: "stored", declaredLanguage: language, segments: segments, timing: .none)
    let (findings, substance) = search.find(asked, in: transcript)
    let before = Dictionary(text.keywords.groups.map { ($0.group, $0.hits) }, uniquingKeysWith: { first, _ in first })
    let timed = findings.map { finding in
      guard let known = before[finding.group] else { return finding }
      // What the judge quoted for a group of this name stands, whatever words the group lists now.
      let quoted = known.filter { $0.match == .judge }
      let found = known.filter { $0.match != .judge }
      if found.map(\.text) == finding.hits.map(\.text) {
        return KeywordFinding(group: finding.group, hits: known, mentioned: finding.mentioned)
      }
      return KeywordFinding(group: finding.group, hits: finding.hits + quoted, mentioned: finding.mentioned)
    }
    return (timed, substance)
  }
}
