import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Glibc
import Interview
import Maintenance
import Store
import Tables

/// `intone export`: answers out of the store, as an import reads them, or as tiers over time.
struct Export: ParsableCommand {
  /// `textgrid` and `eaf` are files for Praat and ELAN, one an answer.
  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl, textgrid, eaf }
  /// Programs get every character as it is; people get cells that no spreadsheet takes for formulas.
  enum Reader: String, ExpressibleByArgument, CaseIterable { case programs, people }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Every answer's current scoring as CSV or JSONL, or its measurements over time for Praat or ELAN.",
    discussion: """
      The form is that which import reads. With --for people it is a CSV for a spreadsheet: headings in words, dimensions, \
      confidence and reviews in columns of their own, and no cell that a spreadsheet would run. It reads the whole store itself, \
      whatever the daemon's roles allow, and is for the store's owner. With --candidate and --to it \
      gives out all that is held of one person: what was delivered, every revision, reviews and decisions, events, entries of the \
      audit log, and a page in Chinese and in English that says what each of it is.

      textgrid and eaf write one file an answer into the directory of --to: speech, pauses, syllable nuclei, pitch, and the words \
      with their times where the archive still has the transcript.

      EXAMPLES
        sudo -u intone intone export --format csv > scores.csv
        sudo -u intone intone export --format csv --for people --bom > for-excel.csv
        sudo -u intone intone export --format textgrid --to tiers
        sudo -u intone intone export --candidate c-20391 --to c-20391.tar --identity master.key
      """)
  @Argument(help: "Only this candidate's answers.") var candidate: String?
  @Option(help: "csv or jsonl, one row an answer (--json is jsonl); textgrid (Praat) or eaf (ELAN), one file an answer.") var format =
    Format.jsonl
  @Option(name: .customLong("for"), help: "programs, as import reads it; or people, with --format csv.") var reader = Reader.programs
  @Option(
    help:
      "With --format textgrid or eaf: the directory for their files, made where it is missing. With --candidate: a new directory, or a new file that ends in .tar.",
    completion: .file())
  var to: String?
  @Option(help: "Where the archive is, for the words of textgrid and eaf; by default beside the store.", completion: .directory)
  var archive: String?
  @Option(name: .customLong("candidate"), help: "With --to: everything that is held of this candidate.") var person: String?
  @Flag(help: "With --candidate: leave out what is sealed and cannot be opened, and say so, in place of giving up.") var withoutLocked =
    false
  @Option(help: "The daemon's state directory, which holds the archive; by default the store's.", completion: .directory)
  var state: String?
  @OptionGroup var spreadsheet: SpreadsheetOptions
  @OptionGroup var scale: ScaleOption
  @OptionGroup var seal: SealOptions
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    let isForPeople = reader == .people
    if isForPeople, format != .csv || daemon.json { throw ValidationError("--for people goes with --format csv") }
    if person != nil, to == nil || isForPeople || candidate != nil || tiers != nil {
      throw ValidationError("--candidate goes with --to alone")
    }
    if person == nil, (to != nil) != (tiers != nil) || archive != nil && tiers == nil {
      throw ValidationError("--to goes with --format textgrid or eaf, and these with it; --archive with both")
    }
    if !isForPeople, spreadsheet.bom || scale.scale != .hundred { throw ValidationError("--bom and --scale go with --for people") }
  }

  private struct Object: Document {
    let to: String
    let sessions: Int
    let revisions: Int
    let events: Int
    let audit_entries: Int
    let files: Int
    let bytes: Int
    /// Sealed files that could not be opened.
    let locked: Int
  }

  func run() throws {
    if let to, let person { return try exportAll(of: person, to: to) }
    let store = try openStore(reading: daemon.store, vault: seal.vault(daemon))
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

  /// It stands in the audit log before anything is given out, by the daemon or, while it is down, by this command itself.
  private func exportAll(of person: String, to path: String) throws {
    let vault = try seal.vault(daemon, state: state)
    let time = Date().timeIntervalSince1970
    let export = CandidateExport(
      store: try openStore(reading: daemon.store, vault: vault), vault: vault, stateDirectory: state ?? daemon.stateBesideStore,
      candidate: person, skipsLocked: withoutLocked, time: time)
    let sessions = try export.sessions()
    guard !sessions.isEmpty else { throw Fault(.nothingStored, person) }
    do throws(Fault) {
      _ = try daemon.ask("POST", "/v1/exports", body: Wishes.Export(candidate: person).json.text)
    } catch {
      guard error.code == .daemonUnreachable else { throw error }
      let entry = AuditEntry(
        actor: "uid:\(geteuid())", action: "export", subject: ErasureSubject.candidate(person).subject, outcome: AuditEntry.begun)
      _ = try openStore(writing: daemon.store).audit(entry, at: time, digest: Files.hash)
    }
    let target = try ExportTarget(path)
    let contents = try export.write(sessions, to: target)
    let bytes = target.written.reduce(0) { $0 + $1.bytes }
    let locked = contents.sessions.reduce(0) { $0 + $1.locked.count }
    if daemon.json {
      return print(
        Object(
          to: path, sessions: sessions.count, revisions: contents.revisions, events: contents.events,
          audit_entries: contents.entries.count, files: target.written.count, bytes: bytes, locked: locked
        ).json.text)
    }
    print(
      daemon.lang == .zh
        ? "已导出 \(sessions.count) 个场次、\(target.written.count) 个文件（\(bytes) 字节）到 \(path)；请从 index.zh.html 读起"
        : "exported \(sessions.count) sessions, \(target.written.count) files (\(bytes) bytes) to \(path); begin with index.en.html")
    if locked > 0 {
      print(daemon.lang == .zh ? "! \(locked) 个封存文件没有密钥，未包含" : "! \(locked) sealed files are not enclosed: the key was not at hand")
    }
  }

  /// How many answers there are; nobody knows how many are one candidate's.
  private func total(_ store: any WholeStore) throws(Fault) -> Int? { candidate == nil ? try store.counts().answers : nil }
}
