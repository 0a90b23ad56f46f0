import Interview

extension AnalysisDocument {
  /// Whether a role model applied to it.
  public var isScored: Bool { scores != nil }

  /// The answer as a page of text for a person: what was delivered, what was measured, and the score with its interval.
  public func text(in language: Language, scale: ScoreScale = .hundred) -> String {
    let zh = language == .zh
    let sound = "\(recording.container) / \(recording.codec), \(recording.sample_rate_hz) Hz, \(recording.channels) ch"
    var lines = ["  \(sound), intone \(engine)"]
    lines.append("  " + (text.map { (zh ? "转写：" : "transcript: ") + $0.format } ?? Labels.noTranscript[language]))
    if let misfit { lines.append("  ! " + misfit.meaning[language]) }
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
      sure.high.map { Labels.interval[language] + " " + scale.text(Points(low), to: Points($0)) }
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
