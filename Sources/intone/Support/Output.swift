import ArgumentParser
import Interview
import Tables

/// Prints what a verb says. Every text goes through here, whatever it holds: it comes out visible, so that no name and no
/// word of anybody moves the cursor, turns the line around or hides in it. JSON has escaped such things before.
///
/// Without default arguments: with them a call would go to the standard library's own.
func print(_ text: String, terminator: String) { Swift.print(text.visible, terminator: terminator) }

/// The same with a line feed at the end.
func print(_ text: String) { print(text, terminator: "\n") }

extension StandardOutput {
  /// Prints a text as it is: tables and files for programs, whose cells are made safe where they are made or must stay exact.
  static func write(_ text: String) { Swift.print(text, terminator: "") }
}

/// How a verb prints.
enum TableFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json, csv
}

/// What a verb that writes CSV may be told.
struct SpreadsheetOptions: ParsableArguments {
  @Flag(help: "Begin a CSV with a byte order mark: Excel on Windows needs it to read Chinese.")
  var bom = false

  /// What stands before a CSV's first line.
  var mark: String { bom ? CSV.byteOrderMark : "" }

  /// Prints a table as CSV whose cells no spreadsheet takes for formulas.
  func print(_ table: TextTable) { StandardOutput.write(mark + table.csv) }
}

/// In which numbers scores are shown.
struct ScaleOption: ParsableArguments {
  @Option(help: "Show scores out of 100, out of 10, or as percent. Objects for programs stay 0 to 100.")
  var scale = ScoreScale.hundred

  /// For a query of the socket.
  var query: String { scale == .hundred ? "" : "?scale=" + scale.rawValue }
}

extension ScoreScale: ExpressibleByArgument {}

extension FaultCode {
  /// What only the command itself meets.
  static let commandCodes: [FaultCode] = [
    .daemonUnreachable, .daemonDenied, .daemonRefused, .daemonBusy, .reportUnwritable, .nothingStored, .proposalUnwritable,
    .modelNotInForce, .paperUnreadable, .exportTargetExists, .exportLocked, .drillNotVacant, .drillToolFailed,
  ]
}

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

  /// As a spreadsheet takes it: no cell is a formula.
  var csv: String { ([header] + rows).map(CSV.spreadsheetLine).joined() }
}
