import Files
import Interview
import Store
import Tables

/// Brings past answers into a store, in batches, each of which is committed together with how far it came: after a kill
/// it goes on where it was.
public struct HistoryImport: Sendable {
  /// What became of one row.
  public enum Result: Sendable { case imported, duplicate, conflict }

  /// Counts of rows, and for each count the sum of its rows' checksums: what was read is what was imported, was there
  /// before, or was rejected, row for row.
  public struct Report: Sendable, Equatable {
    public struct Count: Sendable, Equatable {
      public var rows = 0
      /// FNV-1a of each row's bytes, added modulo 2^64: the order does not matter.
      public var checksum: UInt64 = 0

      mutating func add(_ checksum: UInt64) {
        rows += 1
        self.checksum &+= checksum
      }
    }

    public var read = Count()
    public var imported = Count()
    public var duplicate = Count()
    public var rejected = Count()

    public init() {}

    /// Whether every row that was read is accounted for.
    public var isComplete: Bool {
      read.rows == imported.rows + duplicate.rows + rejected.rows
        && read.checksum == imported.checksum &+ duplicate.checksum &+ rejected.checksum
    }
    /// The share of the rows that the store holds now; 1 for an empty file.
    public var keptRatio: Double { read.rows == 0 ? 1 : Double(imported.rows + duplicate.rows) / Double(read.rows) }
    /// The promise to those who hand their history over.
    public static let promisedRatio = 0.999
    public var isKept: Bool { isComplete && keptRatio >= Self.promisedRatio }
  }

  /// A row that was not imported.
  public struct Rejection: Sendable {
    public let line: Int
    public let fault: Fault
  }

  /// What an import is committed with.
  public struct Position: Sendable {
    public let report: Report
    public let offset: Int

    public init(report: Report, offset: Int) {
      self.report = report
      self.offset = offset
    }
  }

  /// Rows in one transaction. A thousand make the cost of forcing them to the disk small beside that of writing them.
  public static let batch = 1000
  /// Bytes of rows in one transaction, so that memory is bounded whatever the rows.
  static let batchBytes = 16 << 20

  public let path: String
  public let isCSV: Bool

  private let names: HistoryTable.Names

  /// - Parameters:
  ///   - path: its ending tells the format: `.csv`, or `.jsonl`, `.ndjson`, `.json`.
  ///   - names: what a CSV's columns mean, where it calls them otherwise.
  /// - Throws: `history.format`.
  public init(path: String, names: HistoryTable.Names = .init()) throws(Fault) {
    self.path = path
    self.names = names
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard ["csv", "jsonl", "ndjson", "json"].contains(ending) else { throw Fault(.historyFormat, path) }
    isCSV = ending == "csv"
  }

  /// The SHA-256 of the file and its size. Linear.
  public func identity(progress: (Int) -> Void = { _ in }) throws(Fault) -> (hash: ContentHash, bytes: Int) {
    try Files.hashed(path: path, progress: progress)
  }

  /// Imports what comes after `begun`.
  ///
  /// - Parameters:
  ///   - commit: takes the batch and commits it together with the position that `position` gives for its results.
  ///   - rejected: told of every row that is not imported.
  /// - Throws: `history.format`, `history.columns`, `table.encoding`; a fault of the file or of the store, after which the import may be called again.
  public func run(
    from begun: Position?, commit: ([RecordDocument], _ position: ([Result]) -> Position) throws(Fault) -> Void,
    rejected: (Rejection) -> Void
  ) throws(Fault) -> Report {
    var table: HistoryTable?
    if isCSV {
      var head = try HistoryFile.open(path: path, isCSV: true)
      guard let row = try head.next() else { throw Fault(.historyFormat, path) }
      try TextEncoding(of: row.bytes).refuse("\(path):\(row.line)")
      guard let fields = CSV.texts(row.bytes) else { throw Fault(.historyFormat, path) }
      table = try HistoryTable(header: fields, names: names)
    }
    var file = try HistoryFile.open(path: path, isCSV: isCSV, skipping: begun?.offset ?? 0)
    if isCSV, begun == nil { _ = try file.next() }
    var report = begun?.report ?? Report()
    var offset = begun?.offset ?? 0
    var isAtEnd = false
    var isKnownUTF8 = false
    while !isAtEnd {
      var rows: [(line: Int, checksum: UInt64)] = []
      var documents: [RecordDocument] = []
      var bytes = 0
      var fresh = report
      while rows.count < Self.batch, bytes < Self.batchBytes {
        guard let row = try file.next() else {
          isAtEnd = true
          break
        }
        offset = row.end
        bytes += row.bytes.count
        let checksum = Self.checksum(row.bytes)
        fresh.read.add(checksum)
        try refuseOtherEncoding(row, &isKnownUTF8)
        do throws(Fault) {
          documents.append(try Self.document(row.bytes, table))
          rows.append((row.line, checksum))
        } catch {
          fresh.rejected.add(checksum)
          rejected(Rejection(line: row.line, fault: error))
        }
      }
      guard fresh.read.rows > report.read.rows else { break }
      var conflicts: [Int] = []
      try commit(documents) { results in
        for (row, result) in zip(rows, results) {
          switch result {
          case .imported: fresh.imported.add(row.checksum)
          case .duplicate: fresh.duplicate.add(row.checksum)
          case .conflict:
            fresh.rejected.add(row.checksum)
            conflicts.append(row.line)
          }
        }
        return Position(report: fresh, offset: offset)
      }
      for line in conflicts { rejected(Rejection(line: line, fault: Fault(.historyConflict, "line \(line)"))) }
      report = fresh
    }
    return report
  }

  /// A file in another encoding is refused as a whole, before a row of it is taken for what it is not; a stray byte in a file
  /// that is UTF-8 is its row's fault.
  private func refuseOtherEncoding(_ row: HistoryFile.Row, _ isKnownUTF8: inout Bool) throws(Fault) {
    guard !isKnownUTF8, row.bytes.contains(where: { $0 >= 0x80 }) else { return }
    switch TextEncoding(of: row.bytes) {
    case .utf8: isKnownUTF8 = true
    case .unknown: return
    case let other: try other.refuse("\(path):\(row.line)")
    }
  }

  private static func document(_ bytes: ArraySlice<UInt8>, _ table: HistoryTable?) throws(Fault) -> RecordDocument {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw Fault(.historyRowInvalid, "UTF-8") }
    guard let table else { return try RecordDocument(json: bytes) }
    guard let fields = CSV.texts(bytes) else { throw Fault(.historyRowInvalid, "quotes") }
    return try table.document(fields)
  }

  /// FNV-1a, 64 bit (Fowler, Noll, Vo).
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }
}

extension HistoryImport.Report {
  /// For the note that is committed with each batch.
  public var text: String {
    [read, imported, duplicate, rejected].map { "\($0.rows):\(String($0.checksum, radix: 16))" }.joined(separator: " ")
  }

  /// Reads `text` back; nil where it is none.
  public init?(text: String) {
    let counts = text.split(separator: " ").map { part -> Count? in
      let parts = part.split(separator: ":")
      guard parts.count == 2, let rows = Int(parts[0]), let checksum = UInt64(parts[1], radix: 16) else { return nil }
      return Count(rows: rows, checksum: checksum)
    }
    guard counts.count == 4, let read = counts[0], let imported = counts[1], let duplicate = counts[2], let rejected = counts[3] else {
      return nil
    }
    self.init()
    (self.read, self.imported, self.duplicate, self.rejected) = (read, imported, duplicate, rejected)
  }
}
