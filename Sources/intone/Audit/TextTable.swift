import Interview

/// Rows of cells as aligned text or as CSV (RFC 4180).
struct TextTable {
  var header: [String]
  var rows: [[String]] = []

  /// Aligned for a terminal; the first column to the left, the others to the right.
  var text: String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].displayWidth }.max() ?? 0 }
    return all.map { row in
      let cells = row.enumerated().map { $0.offset == 0 ? $0.element.padded(to: widths[0]) : $0.element.padded(left: widths[$0.offset]) }
      return cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  var csv: String {
    ([header] + rows).map { row in row.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    // A spreadsheet would take these for a formula.
    let safe = text.first.map { "=+-@\t".contains($0) } == true && Double(text) == nil ? "'" + text : text
    guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}

/// How a verb prints.
enum TableFormat: String, CaseIterable {
  case table, json, csv
}
