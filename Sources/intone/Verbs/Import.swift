import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Interview
import Maintenance
import SQLiteStore
import Settings
import Store
import Vault

/// `intone import`: past answers into the store.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring past answers into the store, from CSV or JSONL; goes on where it was interrupted.",
    discussion: """
      The first line of a CSV names the columns; session and question must be among them. What the file calls otherwise is \
      named with --column, once for each. Nothing that is in the store is changed. Exit code 1 when fewer than 99.9 % of the rows are in the store afterwards.

      EXAMPLE
        intone import answers-2025.csv --rejects rejected.tsv
        intone import 面试.csv --column session=场次 --column question=题目 --column overall=总分 --ignore-column 备注
      """)
  @Argument(help: "A .csv or .jsonl file.", completion: .file()) var file: String
  @Option(help: "Write every row that was not imported here: line, code, reason.", completion: .file()) var rejects: String?
  @Option(name: .customLong("column"), help: "What a column of the file is: overall=Score.") var columns: [String] = []
  @Option(name: .customLong("ignore-column"), help: "A column of the file that is passed over.") var ignored: [String] = []
  @Option(help: "The configuration to go by; by default the installed one.", completion: .file()) var config: String?
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    for column in columns where !column.dropFirst().dropLast().contains("=") {
      throw ValidationError("--column is KNOWN=NAME, for example overall=Score")
    }
  }

  private var names: HistoryTable.Names {
    let pairs = columns.compactMap { text in text.firstIndex(of: "=").map { (String(text[text.index(after: $0)...]), String(text[..<$0])) }
    }
    return HistoryTable.Names(known: Dictionary(pairs, uniquingKeysWith: { _, last in last }), ignored: Set(ignored))
  }

  /// In batches, each with its place in the file, so that it may be killed and goes on where it was. Exit code 1 where fewer rows are in the store than promised.
  func run() throws {
    let path = URL(fileURLWithPath: file).standardizedFileURL.path
    let source = try HistoryImport(path: path, names: names)
    let size = Files.hashing(file, daemon)
    let (hash, bytes) = try source.identity { size.show($0) }
    size.clear()
    // What was said is sealed as the daemon would seal it.
    let master = try DaemonConfiguration.inForce(config).seal
    let store = try openStore(writing: daemon.store, vault: master == nil ? .none : daemon.vault(master: master))
    var begun: HistoryImport.Position?
    if let known = try store.importProgress(of: path) {
      guard known.sha256 == hash.hex else { throw Fault(.historyChanged, path) }
      begun = HistoryImport.Report(text: known.state).map { .init(report: $0, offset: known.offset) }
    }
    if let begun, begun.offset < bytes { note("goes on at byte \(begun.offset)", "从第 \(begun.offset) 字节继续") }
    var shown = 0
    var lines: [String] = []
    let bar = ProgressBar(Bilingual(zh: "导入", en: "importing"), of: bytes, daemon)
    defer { bar.clear() }
    let report = try source.run(from: begun) { documents, position throws(Fault) in
      var offset = 0
      _ = try store.importBatch(
        documents,
        progress: { results in
          let now = position(results.map { $0 == .imported ? .imported : $0 == .duplicate ? .duplicate : .conflict })
          offset = now.offset
          return ImportProgress(file: path, sha256: hash.hex, bytes: bytes, offset: now.offset, state: now.report.text)
        }, at: Date().timeIntervalSince1970)
      bar.show(offset)
    } rejected: { rejection in
      lines.append("\(rejection.line)\t\(rejection.fault.code.code)\t\(rejection.fault.detail.visibleLine)")
      shown += 1
      guard shown <= 20 else { return }
      bar.clear()
      StandardError.print(rejection.fault.report(subject: "\(file):\(rejection.line)", in: daemon.lang))
    }
    bar.clear()
    if let rejects { try PrivateFile.write(lines.joined(separator: "\n") + "\n", to: rejects) }
    if report.imported.rows > (begun?.report.imported.rows ?? 0) {
      let detail = JSON(encoding: EventDetail.Imported(rows: report.imported.rows, file: hash))
      _ = try store.append(StoreEvent(kind: .historyImported, session: nil, detail: detail), at: Date().timeIntervalSince1970)
    }
    print(report, hash)
    if !report.isKept { throw ExitCode(1) }
  }

  /// What `intone import --json` prints.
  private struct Object: Document {
    struct Count: Document {
      let rows: Int
      /// Of the rows' hashes, in hexadecimal: equal where the rows are.
      let checksum: String

      init(_ count: HistoryImport.Report.Count) { (rows, checksum) = (count.rows, String(count.checksum, radix: 16)) }
    }

    let file, sha256: String
    let read, imported, duplicate, rejected: Count
    let kept_ratio: Double?
    let complete, kept: Bool
  }

  /// A word on what is being done, on standard error.
  private func note(_ en: String, _ zh: String) { StandardError.print(daemon.lang == .zh ? zh : en) }

  /// The counts with their checksums, which add up row for row.
  private func print(_ report: HistoryImport.Report, _ hash: ContentHash) {
    let counts = [
      ("read", "读取", report.read), ("imported", "导入", report.imported), ("duplicate", "重复", report.duplicate),
      ("rejected", "拒绝", report.rejected),
    ]
    if daemon.json {
      return intone.print(
        Object(
          file: file, sha256: hash.hex, read: .init(report.read), imported: .init(report.imported), duplicate: .init(report.duplicate),
          rejected: .init(report.rejected), kept_ratio: report.keptRatio.figure(6), complete: report.isComplete, kept: report.isKept
        ).json.text)
    }
    let zh = daemon.lang == .zh
    intone.print("sha256 \(hash.hex)")
    for (en, chinese, count) in counts {
      intone.print((zh ? chinese : en).padded(to: 12) + String(count.rows).padded(left: 12) + "   " + String(count.checksum, radix: 16))
    }
    let sum = zh ? "读取 = 导入 + 重复 + 拒绝" : "read = imported + duplicate + rejected"
    intone.print("\(report.isComplete ? "✓" : "✘") \(sum)")
    let percent = (report.keptRatio * 100).rounded(decimals: 4)
    intone.print(
      "\(report.isKept ? "✓" : "✘") "
        + (zh ? "在库 \(percent) %，承诺 99.9 %" : "\(percent) % of the rows are in the store; promised are 99.9 %"))
  }
}
