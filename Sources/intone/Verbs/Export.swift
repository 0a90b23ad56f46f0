import ArgumentParser
import Assessment
import FoundationEssentials
import Glibc
import Interview
import SQLiteStore
import Store
import Tables

/// `intone export`: answers out of the store, as an import reads them, or as tiers over time.
struct Export: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl, textgrid, eaf }
  enum Reader: String, ExpressibleByArgument, CaseIterable { case programs, people }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Every answer's current scoring as CSV or JSONL, or its measurements over time for Praat or ELAN.",
    discussion: """
      The form is that which import reads. With --for people it is a CSV for a spreadsheet: headings in words, dimensions, \
      confidence and reviews in columns of their own, and no cell that a spreadsheet would run. It reads the whole store itself, \
      whatever the daemon's roles allow, and is for the store's owner.

      textgrid and eaf write one file an answer into the directory of --to: speech, pauses, syllable nuclei, pitch, and the words \
      with their times where the archive still has the transcript.

      EXAMPLES
        sudo -u intone intone export --format csv > scores.csv
        sudo -u intone intone export --format csv --for people --bom > for-excel.csv
        sudo -u intone intone export --format textgrid --to tiers
      """)
  @Argument(help: "Only this candidate's answers.") var candidate: String?
  @Option(help: "csv or jsonl, one row an answer (--json is jsonl); textgrid (Praat) or eaf (ELAN), one file an answer.") var format =
    Format.jsonl
  @Option(name: .customLong("for"), help: "programs, as import reads it; or people, with --format csv.") var reader = Reader.programs
  @Option(help: "The directory for the files of textgrid and eaf; it is made where it is missing.", completion: .directory) var to: String?
  @Option(help: "Where the archive is, for the words of textgrid and eaf; by default beside the store.", completion: .directory)
  var archive: String?
  @OptionGroup var spreadsheet: SpreadsheetOptions
  @OptionGroup var scale: ScaleOption
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    let isForPeople = reader == .people
    if isForPeople, format != .csv || daemon.json { throw ValidationError("--for people goes with --format csv") }
    if (to != nil) != (tiers != nil) || archive != nil && tiers == nil {
      throw ValidationError("--to goes with --format textgrid or eaf, and these with it; --archive with both")
    }
    if !isForPeople, spreadsheet.bom || scale.scale != .hundred { throw ValidationError("--bom and --scale go with --for people") }
  }

  func run() throws {
    let store = try openStore(reading: daemon.store)
    if reader == .people {
      let sheet = try ScoreSheet(store, candidate: candidate, scale: scale.scale, language: daemon.lang)
      StandardOutput.write(spreadsheet.mark + CSV.spreadsheetLine(sheet.header))
      return try sheet.write { StandardOutput.write(CSV.spreadsheetLine($0)) }
    }
    if let tiers, let to { return try writeTiers(store, as: tiers, to: to) }
    let format = daemon.json ? .jsonl : self.format
    // Where both go to one terminal, the rows themselves show how far it is.
    let bar = isatty(STDOUT_FILENO) == 0 ? ProgressBar(Bilingual(zh: "导出", en: "exporting"), of: try total(store), daemon) : nil
    defer { bar?.clear() }
    if format == .csv { StandardOutput.write(CSV.line(HistoryTable.header)) }
    var last = ""
    while true {
      let page = try store.documents(after: last, limit: 500, candidate: candidate)
      for document in page {
        switch format {
        case .csv: StandardOutput.write(try HistoryTable.line(document))
        case .jsonl, .textgrid, .eaf: StandardOutput.write(try document.json() + "\n")
        }
      }
      bar?.add(page.count)
      guard page.count == 500, let end = page.last?.record.key.id else { return }
      last = end
    }
  }

  /// How many answers there are; nobody knows how many are one candidate's.
  private func total(_ store: any WholeStore) throws(Fault) -> Int? { candidate == nil ? try store.counts().answers : nil }
}
