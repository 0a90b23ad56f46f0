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

  /// - Throws: `table.invalid` with the line.
  /// - Complexity: linear.
  public init(_ bytes: [UInt8], name: String) throws(Fault) {
    self.name = name
    guard bytes.count <= Self.largest, let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(.tableInvalid, "\(name): UTF-8, at most \(Self.largest >> 20) MiB")
    }
    var records = try Self.records(text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text, name)
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
      if let place = header.firstIndex(where: { $0.lowercased() == wanted }) { return place }
    }
    throw Fault(.tableColumn, "\(name): \(names.joined(separator: " | ")); \(header.joined(separator: ", "))")
  }

  private static func records(_ text: String, _ name: String) throws(Fault) -> [Row] {
    let head = text.prefix { !$0.isNewline }
    let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].first { head.utf8.contains($0) } ?? UInt8(ascii: ",")
    let quote = UInt8(ascii: "\"")
    var rows: [Row] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var (line, start) = (1, 1)
    var (isQuoted, wasQuoted) = (false, false)
    func finished() -> String { trimmed(String(decoding: field, as: UTF8.self)) }
    func endRecord() {
      if !fields.isEmpty || !field.isEmpty || wasQuoted { rows.append(Row(line: start, fields: fields + [finished()])) }
      (fields, field, wasQuoted) = ([], [], false)
    }
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if isQuoted {
        guard byte == quote else {
          field.append(byte)
          continue
        }
        if bytes.first == quote { field.append(bytes.removeFirst()) } else { isQuoted = false }
      } else if byte == quote, field.isEmpty {
        (isQuoted, wasQuoted) = (true, true)
      } else if byte == separator {
        fields.append(finished())
        field = []
      } else if byte == UInt8(ascii: "\n") {
        endRecord()
        start = line
      } else if byte != UInt8(ascii: "\r") {
        field.append(byte)
      }
    }
    guard !isQuoted else { throw Fault(.tableInvalid, "\(name):\(start): \"") }
    endRecord()
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
      en: "The first line names the columns, each once; every line has as many fields; quotes come in pairs. Mend the line shown."))
  public static let tableColumn = FaultCode(
    "table.column", cause: Bilingual(zh: "CSV 文件缺少一列", en: "the CSV file lacks a column"),
    action: Bilingual(zh: "请补上所示的列。", en: "Add the column that is named."))
}
