import Interview
import Pipeline

/// Analyses as comma-separated values: one row a recording, one column a measure; an unknown value is an empty field.
enum AnalysisTable {
  static var header: String {
    (["path", "sha256", "engine", "language", "rate_source", "role", "overall", "flags", "error"] + Measure.allCases.map(\.rawValue))
      .joined(separator: ",")
  }

  static func row(_ analysis: AnswerAnalysis) -> String {
    var fields = [
      analysis.name, analysis.recordingHash.hex, Engine.version, analysis.evidence.language?.rawValue ?? "", analysis.rates.source.rawValue,
      analysis.scorecard?.roleModel.id ?? "", analysis.scorecard?.overall?.json.text ?? "", analysis.flags.joined(separator: " "), "",
    ]
    fields += Measure.allCases.map { measure in
      analysis.evidence[measure].value == nil ? "" : measure.json(analysis.evidence[measure]).text
    }
    return fields.map(quoted).joined(separator: ",")
  }

  static func failure(_ fault: Fault, path: String) -> String {
    var fields = [String](repeating: "", count: 9 + Measure.allCases.count)
    fields[0] = path
    fields[8] = fault.code.code
    return fields.map(quoted).joined(separator: ",")
  }

  /// RFC 4180; a field that a spreadsheet would take for a formula is led by an apostrophe.
  private static func quoted(_ field: String) -> String {
    let guarded = field.first.map { "=+@\t".contains($0) } == true ? "'" + field : field
    guard guarded.contains(where: { ",\"\n\r".contains($0) }) else { return guarded }
    return "\"" + guarded.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
