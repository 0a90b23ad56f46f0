import Interview

/// A small CSV file with a header: RFC 4180, and as spreadsheets write it (a byte order mark, `;` or tabs as separator).
public struct Table: Sendable {
  public struct Row: Sendable {
    /// Counted from 1, the header being line 1.
    public let line: Int
    /// As many as the header has; white space around each is taken off.
    public let fields: [String]
  }

  public let header: [String]
  public let rows: [Row]
  private let name: String

  /// Bytes of a file: some hundred thousand people with a few columns.
  public static let largest = 64 << 20

  /// - Throws: `table.invalid` with the line; `table.encoding`.
  /// - Complexity: linear.
  public init(_ bytes: [UInt8], name: String) throws(Fault) {
    self.name = name
    guard bytes.count <= Self.largest else { throw Fault(.tableInvalid, "\(name): at most \(Self.largest >> 20) MiB") }
    try TextEncoding(of: bytes[...]).refuse(name)
    var records = try Self.records(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], name)
    guard let first = records.first else { throw Fault(.tableInvalid, "\(name): no header") }
    records.removeFirst()
    header = first.fields
    guard Set(header).count == header.count, !header.contains("") else {
      throw Fault(.tableInvalid, "\(name):1: \(header.joined(separator: ", "))")
    }
    for record in records where record.fields.count != header.count {
      throw Fault(.tableInvalid, "\(name):\(record.line): \(record.fields.count) ≠ \(header.count)")
    }
    rows = records
  }

  /// The place of the first column with one of these names.
  /// - Throws: `table.column`, naming those there are.
  public func column(_ names: String...) throws(Fault) -> Int {
    for wanted in names {
      if let index = header.firstIndex(where: { $0.lowercased() == wanted }) { return index }
    }
    throw Fault(.tableColumn, "\(name): \(names.joined(separator: " | ")); \(header.joined(separator: ", "))")
  }

  private static func records(_ bytes: ArraySlice<UInt8>, _ name: String) throws(Fault) -> [Row] {
    let head = bytes.prefix { $0 != 10 }
    let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].first { head.contains($0) } ?? UInt8(ascii: ",")
    var rows: [Row] = []
    var (rest, line) = (bytes, 1)
    while !rest.isEmpty {
      var end = CSV.RecordEnd()
      let length = end.find(in: rest)
      var record = length.map { rest.prefix($0) } ?? rest
      rest = length.map { rest.dropFirst($0 + 1) } ?? []
      let start = line
      line += record.count { $0 == 10 } + 1
      if record.last == 13 { record = record.dropLast() }
      guard !record.isEmpty else { continue }
      guard let fields = CSV.fields(record, separator: separator) else { throw Fault(.tableInvalid, "\(name):\(start): \"") }
      rows.append(Row(line: start, fields: fields.map { trimmed(String(decoding: $0, as: UTF8.self)) }))
    }
    return rows
  }

  private static func trimmed(_ text: String) -> String {
    let rest = text.drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}

extension FaultCode {
  public static let tableInvalid = FaultCode(
    "table.invalid", cause: Bilingual(zh: "CSV 文件有错误", en: "the CSV file has a mistake"),
    action: Bilingual(
      zh: "首行须为不重复的列名，各行列数须一致，引号须成对；请按所示行改正。",
      en:
        "The first line names the columns, each once; every line has the same number of fields; quotes come in pairs. Correct the line shown."
    ))
  public static let tableColumn = FaultCode(
    "table.column", cause: Bilingual(zh: "CSV 文件缺少一列", en: "the CSV file lacks a column"),
    action: Bilingual(zh: "请补上所示的列。", en: "Add the column that is named."))

  public static let tableCodes: [FaultCode] = [.tableInvalid, .tableColumn, .tableEncoding]
}
