/// Comma-separated values as RFC 4180 has them: the one place where they are taken apart and put together. Lines end with LF
/// or CR LF; a quoted field may hold line feeds.
public enum CSV {
  /// Where the record that begins at the scan's start ends. It may be looked for in parts, as more of a file comes in.
  public struct RecordEnd: Sendable {
    private var scanned = 0
    private var isQuoted = false
    private let quotes: Bool

    /// - Parameter quotes: false for lines that are no CSV: then every line feed is an end.
    public init(quotes: Bool = true) { self.quotes = quotes }

    /// - Parameter record: everything from the record's first byte on; what was looked at before is not looked at again.
    /// - Returns: the place of its line feed, counted from the first byte; nil where it is not there yet.
    public mutating func find(in record: ArraySlice<UInt8>) -> Int? {
      while scanned < record.count {
        let byte = record[record.startIndex + scanned]
        scanned += 1
        if quotes, byte == CSV.quote { isQuoted.toggle() }
        if byte == 10, !isQuoted { return scanned - 1 }
      }
      return nil
    }
  }

  static let quote = UInt8(ascii: "\"")

  /// The fields of one record, its line's end taken off; nil where a quote is not closed or stands where none may.
  public static func fields(_ record: ArraySlice<UInt8>, separator: UInt8 = UInt8(ascii: ",")) -> [ArraySlice<UInt8>]? {
    var fields: [ArraySlice<UInt8>] = []
    var rest = record
    while true {
      if rest.first == quote {
        var text: [UInt8] = []
        rest = rest.dropFirst()
        while true {
          guard let end = rest.firstIndex(of: quote) else { return nil }
          text += rest[..<end]
          rest = rest[(end + 1)...]
          guard rest.first == quote else { break }
          text.append(quote)
          rest = rest.dropFirst()
        }
        fields.append(text[...])
        guard let next = rest.first else { return fields }
        guard next == separator else { return nil }
        rest = rest.dropFirst()
      } else {
        let end = rest.firstIndex(of: separator) ?? rest.endIndex
        guard !rest[..<end].contains(quote) else { return nil }
        fields.append(rest[..<end])
        guard end < rest.endIndex else { return fields }
        rest = rest[(end + 1)...]
      }
    }
  }

  /// The same as text.
  public static func texts(_ record: ArraySlice<UInt8>) -> [String]? {
    fields(record)?.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Fields joined to a line with its end, exactly as they are: for programs. Nil is an empty field.
  public static func line(_ fields: [String?], end: String = "\n") -> String {
    fields.map { $0.map(quoted) ?? "" }.joined(separator: ",") + end
  }

  private static func quoted(_ field: String) -> String {
    let isPlain = !field.utf8.contains { $0 == UInt8(ascii: ",") || $0 == quote || $0 == 10 || $0 == 13 }
    return isPlain ? field : "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
