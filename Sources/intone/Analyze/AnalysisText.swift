import Assessment
import Interview
import RoleModels
import Sessions
import Tables

/// One analysis as a page of text for a person.
enum AnalysisText {
  private static let sections: [(Bilingual, [Measure])] = [
    (Bilingual(zh: "时间", en: "Timing"), [.duration, .leadIn, .span, .phonation, .phonationRatio, .tail, .timeShare]),
    (
      Bilingual(zh: "停顿", en: "Pauses"),
      [.pauseCount, .pausesPerMinute, .pauseTotal, .pauseMean, .pauseMedian, .pauseLongest, .pauseRatio, .fillersHeard]
    ),
    (
      Bilingual(zh: "语速", en: "Rate"),
      [.syllables, .speechRate, .articulationRate, .charactersPerMinute, .wordsPerMinute, .meanLengthOfRun, .surgeCount, .surgeLargest]
    ),
    (Bilingual(zh: "音高", en: "Pitch"), [.f0Median, .f0SD, .f0Range, .voicedRatio, .f0Trend]),
    (
      Bilingual(zh: "文本", en: "Text"),
      [
        .characters, .words, .fillersPerMinute, .repetitionsPer100, .repairsPer100, .keywordCoverage, .starCoverage,
        .problemSolutionCoverage, .ordinalMarkers, .specificityPer100, .richness,
      ]
    ),
    (Bilingual(zh: "嗓音（仅报告，从不计分）", en: "Voice (reported, never scored)"), [.level, .hnr, .jitter, .shimmer, .cpps]),
    (Bilingual(zh: "录音质量", en: "Recording quality"), [.snr, .clippedRatio, .bandwidth, .reverberation]),
  ]

  /// A page for a terminal: what arrived, the measures with their units or why there is none, the score with its lost points.
  static func render(_ analysis: AnswerAnalysis, in language: Language, scale: ScoreScale) -> String {
    var lines = [
      analysis.name,
      "  \(analysis.recordingSummary), sha256 \(analysis.recordingHash.hex.prefix(12))…",
    ]
    if let text = analysis.text {
      lines.append(language == .zh ? "  转写：\(text.transcript.format)" : "  transcript: \(text.transcript.format)")
      if let finding = analysis.misfit { lines.append((language == .zh ? "  转写不符：" : "  it does not fit: ") + finding[language]) }
    }
    if let repeated = analysis.repeated { lines.append("  ! " + repeated.message[language]) }
    for flag in analysis.flags { lines.append("  ! \(flag)") }
    let width = Measure.allCases.map { $0.meaning[language].displayWidth }.max() ?? 0
    for (title, measures) in sections {
      lines.append("")
      lines.append(title[language])
      for measure in measures { lines.append(line(measure, analysis, language, width)) }
    }
    if let scorecard = analysis.scorecard {
      lines.append("")
      lines.append(Explanation(scorecard, scale: scale).text(in: language))
    }
    return lines.joined(separator: "\n")
  }

  /// One measure; `width` is that of the names.
  private static func line(_ measure: Measure, _ analysis: AnswerAnalysis, _ language: Language, _ width: Int) -> String {
    let name = "  " + measure.meaning[language].padded(to: width)
    switch analysis.evidence[measure] {
    case .unknown(let reason): return name + "—".padded(left: 10) + "  (" + reason.meaning[language] + ")"
    case .value:
      let number = measure.json(analysis.evidence[measure]).text
      let estimated = measure.restsOnSyllables && analysis.rates.source == .acoustic
      return name + number.padded(left: 10) + " " + measure.unitName[language]
        + (estimated ? (language == .zh ? "（由声音估计）" : " (estimated from sound)") : "")
    }
  }
}

/// Analyses as comma-separated values: one row a recording, one column a measure; an unknown value is an empty field.
enum AnalysisTable {
  static var header: String {
    CSV.spreadsheetLine(
      ["path", "sha256", "engine", "language", "rate_source", "role", "overall", "flags", "error"] + Measure.allCases.map(\.rawValue))
  }

  /// A line of the CSV, ended; empty cells where a measure is unknown.
  static func row(_ analysis: AnswerAnalysis) -> String {
    var fields = [
      analysis.name, analysis.recordingHash.hex, Engine.version, analysis.evidence.language?.rawValue ?? "", analysis.rates.source.rawValue,
      analysis.scorecard?.roleModel.id ?? "", analysis.scorecard?.overall.map { JSON.number($0.value).text } ?? "",
      analysis.flags.joined(separator: " "), "",
    ]
    fields += Measure.allCases.map { measure in
      analysis.evidence[measure].value == nil ? "" : measure.json(analysis.evidence[measure]).text
    }
    return CSV.spreadsheetLine(fields)
  }

  /// The line of a recording that could not be analysed: all fields but its path and its fault's code are empty.
  static func failure(_ fault: Fault, path: String) -> String {
    var fields = [String](repeating: "", count: 9 + Measure.allCases.count)
    fields[0] = path
    fields[8] = fault.code.code
    return CSV.spreadsheetLine(fields)
  }
}
