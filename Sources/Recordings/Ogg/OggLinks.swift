import Interview

/// Where the links of a chained Ogg file lie (RFC 3533, 4): behind pages of sound a page begins a stream again.
enum OggLinks {
  /// The ranges of the links, in order; together they reach from `start` to the end.
  ///
  /// Only the heads of the pages are read. Where none stands where one should, the next one that does is looked for.
  static func ranges(_ source: any ByteSource, from start: Int64) throws(Fault) -> [Range<Int64>] {
    var cursor = ByteCursor(source, at: start)
    var starts = [start]
    var isAmongFirst = true
    while try cursor.find(Array("OggS".utf8)) {
      let offset = cursor.position
      let available = try cursor.peek(27 + 255)
      guard available >= 27 else { break }
      let segments = Int(cursor[26])
      guard cursor[4] == 0, available >= 27 + segments else {
        cursor.skip(1)
        continue
      }
      let isFirst = cursor[5] & 2 != 0
      if isFirst, !isAmongFirst { starts.append(offset) }
      isAmongFirst = isFirst
      var length = 27 + segments
      for index in 0..<segments { length += Int(cursor[27 + index]) }
      cursor.skip(Int64(length))
    }
    return zip(starts, starts.dropFirst() + [source.size]).map { $0..<$1 }
  }
}
