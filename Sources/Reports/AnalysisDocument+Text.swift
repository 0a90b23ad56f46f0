import Assessment
import Documents
import Interview

extension AnalysisDocument {
  /// Whether a role model applied to it.
  package var isScored: Bool { scores != nil }

  /// The answer as a page of text for a person: what was delivered, what was measured, and the score with its interval.
  package func text(in language: Language, scale: ScoreScale = .hundred) -> String {
    let zh = language == .zh
    var lines = ["  \(recording.summary), intone \(engine)"]
    lines.append("  " + (text.map { (zh ? "转写：" : "transcript: ") + $0.format } ?? Labels.noTranscript[language]))
    lines += misfitNotes(in: language).map { "  ! " + $0 }
    lines += recording.quality.flags.map { "  ! " + $0 }
    lines += ["", Labels.measures[language]]
    let rows = rows(in: language)
    let width = rows.map { $0.measure.meaning[language].displayWidth }.max() ?? 0
    for row in rows {
      let name = "  " + row.measure.meaning[language].padded(to: width)
      let value = (row.number ?? "—").padded(left: 10)
      lines.append(name + value + (row.reason.map { "  (" + $0.meaning[language] + ")" } ?? " " + row.unit))
    }
    guard let scores else { return (lines + ["", Labels.noRole[language]]).joined(separator: "\n") }
    let sure = scores.confidence
    let score = scores.overall.map { scale.text($0) } ?? Labels.insufficient[language]
    let interval = sure.low.flatMap { low in
      sure.high.map { Labels.interval[language] + " " + scale.text(low, to: $0) }
    }
    let model = "\(scores.role.id) \(scores.role.version)"
    lines += ["", Labels.overall[language] + " " + ([score] + [interval].compactMap { $0 }).joined(separator: ", ") + " · " + model]
    for dimension in scores.dimensions {
      let score = dimension.score.map { scale.text($0) } ?? "—"
      let why = dimension.reason.map { "  (" + $0.meaning[language] + ")" } ?? ""
      lines.append("  " + dimension.name[language].padded(to: width) + score.padded(left: 10) + why)
    }
    return lines.joined(separator: "\n")
  }
}

extension AnalysisDocument {
  /// - Throws: `report.unreadable` when the text is not the documented object.
  package init(json: String) throws(Fault) {
    do {
      self = try AnalysisDocument(reading: json)
    } catch {
      throw Fault(.reportUnreadable, String(describing: error))
    }
  }

  /// Why the transcript is not of this recording, or only of a part; then nothing is taken from it. Nil where it fits.
  var misfit: UnknownReason? {
    unknown["text.characters"].flatMap(UnknownReason.init).flatMap { text == nil || $0 == .transcriptMissing ? nil : $0 }
  }

  /// That the transcript does not fit, and by which figures; empty where it does.
  func misfitNotes(in language: Language) -> [String] {
    guard let misfit else { return [] }
    return [misfit.meaning[language], text?.fit?.finding?[language]].compactMap(\.self)
  }

  /// One line of the table of measures.
  struct Row {
    var measure: Measure
    /// As people read it; nil where it is unknown.
    var number: String?
    var unit = ""
    var reason: UnknownReason?
  }

  /// The table of measures, without those that do not apply.
  func rows(in language: Language) -> [Row] {
    let tree = json
    return Labels.shown.compactMap { measure in
      let path = measure.valuePath
      // What is unknown stays so, whatever number a document of before has there.
      if let value = tree.number(at: path), unknown[path] == nil {
        let (number, unit) =
          measure.isShare ? (JSON.rounded(value * 100, 2), "%") : (JSON.rounded(value, measure.decimals), measure.unitName[language])
        return Row(measure: measure, number: number.text, unit: unit)
      }
      guard let reason = unknown[path].flatMap(UnknownReason.init), reason != .notApplicable else { return nil }
      return Row(measure: measure, reason: reason)
    }
  }
}

extension FaultCode {
  public static let reportUnreadable = FaultCode(
    "report.unreadable",
    cause: Bilingual(zh: "库中的分析结果无法读取", en: "the stored analysis cannot be read"),
    action: Bilingual(zh: "用 intone doctor 检查库，必要时从备份恢复。", en: "Check the store with intone doctor; restore it from a backup if need be."))

  public static let reportCodes: [FaultCode] = [.reportUnreadable]
}
