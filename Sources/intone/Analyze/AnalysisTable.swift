import Assessment
import Interview
import Tables

/// Analyses as comma-separated values: one row a recording, one column a measure; an unknown value is an empty field.
enum AnalysisTable {
  static var header: String {
    CSV.spreadsheetLine(
      ["path", "sha256", "engine", "language", "rate_source", "role", "overall", "flags", "error"] + Measure.allCases.map(\.rawValue))
  }

  static func row(_ analysis: AnswerAnalysis) -> String {
    var fields = [
      analysis.name, analysis.recordingHash.hex, Engine.version, analysis.evidence.language?.rawValue ?? "", analysis.rates.source.rawValue,
      analysis.scorecard?.roleModel.id ?? "", analysis.scorecard?.overall?.json.text ?? "", analysis.flags.joined(separator: " "), "",
    ]
    fields += Measure.allCases.map { measure in
      analysis.evidence[measure].value == nil ? "" : measure.json(analysis.evidence[measure]).text
    }
    return CSV.spreadsheetLine(fields)
  }

  static func failure(_ fault: Fault, path: String) -> String {
    var fields = [String](repeating: "", count: 9 + Measure.allCases.count)
    fields[0] = path
    fields[8] = fault.code.code
    return CSV.spreadsheetLine(fields)
  }
}
