import Interview
import Tables

/// Rows of cells as aligned text or as CSV for people.
struct TextTable {
  var header: [String]
  var rows: [[String]] = []
  /// Columns of words, which stand to the left; the others are figures.
  var textColumns: Set<Int> = [0]

  /// Aligned for a terminal.
  var text: String {
    let all = ([header] + rows).map { $0.map(\.visibleLine) }
    let widths = header.indices.map { column in all.map { $0[column].displayWidth }.max() ?? 0 }
    return all.map { row in
      let cells = row.enumerated().map {
        textColumns.contains($0.offset) ? $0.element.padded(to: widths[$0.offset]) : $0.element.padded(left: widths[$0.offset])
      }
      // Without spaces at a line's end.
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  var csv: String { ([header] + rows).map(CSV.spreadsheetLine).joined() }
}
