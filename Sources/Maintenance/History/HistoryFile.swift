import Files
import Interview
import Store
import Tables

/// A file of past answers, CSV or JSONL, read a row at a time in bounded memory.
struct HistoryFile: ~Copyable {
  /// A row as it stands in the file.
  struct Row {
    /// Counted from 1; a quoted line feed in a CSV counts as well.
    let line: Int
    /// The byte after the row's end.
    let end: Int
    let bytes: ArraySlice<UInt8>
  }

  /// The longest row; a longer one is no row but another kind of file.
  static let maximumRowBytes = 64 << 20

  private let reader: DescriptorReader
  private var buffer: [UInt8] = []
  private var start = 0
  private var offset: Int
  private var line: Int
  private var isAtEnd = false
  let isCSV: Bool

  private init(_ reader: consuming DescriptorReader, isCSV: Bool, offset: Int, line: Int) {
    self.reader = reader
    self.isCSV = isCSV
    self.offset = offset
    self.line = line
  }

  /// - Parameter skipping: bytes that were dealt with before, whole rows.
  static func open(path: String, isCSV: Bool, skipping: Int = 0) throws(Fault) -> HistoryFile {
    let reader = try DescriptorReader(path: path)
    var line = 1
    var left = skipping
    var block: [UInt8] = []
    while left > 0 {
      guard try reader.read(into: &block, upTo: min(left, 1 << 20)) else { throw Fault(.historyChanged, path) }
      left -= block.count
      line += block.count { $0 == 10 }
    }
    return HistoryFile(reader, isCSV: isCSV, offset: skipping, line: line)
  }

  /// The next row that is not empty; nil at the end. Linear.
  mutating func next() throws(Fault) -> Row? {
    while true {
      var scan = CSV.RecordEnd(quotes: isCSV)
      var end: Int?
      while true {
        end = scan.find(in: buffer[start...]).map { start + $0 }
        guard end == nil, !isAtEnd else { break }
        guard buffer.count - start <= Self.maximumRowBytes else { throw Fault(.historyFormat, "line \(line)") }
        try fill()
      }
      let stop = end ?? buffer.count
      guard end != nil || stop > start else { return nil }
      var content = buffer[start..<stop]
      let number = line
      line += content.count { $0 == 10 } + 1
      offset += stop - start + (end == nil ? 0 : 1)
      start = end == nil ? stop : stop + 1
      if content.last == 13 { content = content.dropLast() }
      // A byte order mark, which spreadsheets write.
      if number == 1, content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
      if !content.isEmpty { return Row(line: number, end: offset, bytes: content) }
    }
  }

  private mutating func fill() throws(Fault) {
    buffer.removeFirst(start)
    start = 0
    var block: [UInt8] = []
    if try reader.read(into: &block, upTo: 1 << 20) { buffer += block } else { isAtEnd = true }
  }
}
