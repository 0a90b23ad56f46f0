/// Rows with a start, an end and a text: CSV and TSV as spreadsheets and tools write them, Audacity's labels.
///
/// With a head, its names tell the columns. Without one every row must be two rising times and a text.
enum TimeTable {
  private struct Columns {
    var start: Int
    var end: Int?
    var text: Int
    var speaker: Int?
    var isDuration = false
    /// Stated by the column's name; nil where the figures must tell.
    var scale: Double?
  }

  static func blocks(_ text: String, _ lines: [Substring]) -> [RawTranscript.Block]? {
    let filled = lines.lazy.filter { !$0.isBlank }
    guard let first = filled.first, first.utf8.count < 2000 else { return nil }
    for separator in [Unicode.Scalar("\t"), ",", ";", "|"] where first.unicodeScalars.contains(separator) {
      let head = rows(String(first), separator).first ?? []
      if let columns = columns(head) {
        return blocks(Array(rows(text, separator).dropFirst()), columns)
      }
      guard isRow(head), separator != ";" else { continue }
      let all = rows(text, separator)
      if all.allSatisfy({ isRow($0) || $0.allSatisfy(\.isEmpty) }) { return blocks(all, Columns(start: 0, end: 1, text: 2, scale: 1)) }
    }
    return nil
  }

  /// Decimal seconds or clock times in the first two fields, and one field of text.
  private static func isRow(_ fields: [String]) -> Bool {
    guard fields.count >= 3, TextScanner.count(fields[2]) > 0, Double(fields[2].trimmed) == nil else { return false }
    let times = fields[..<2].map(\.trimmed)
    guard times.allSatisfy({ $0.contains(".") || $0.contains(":") }), let start = Clock.seconds(times[0][...]),
      let end = Clock.seconds(times[1][...])
    else { return false }
    return end >= start
  }

  private static func columns(_ head: [String]) -> Columns? {
    let names = head.map { name in
      String(name.lowercased().unicodeScalars.filter { $0.isLetter || $0.isHan }.map { Character($0) })
    }
    func columnIndex(_ wanted: [String]) -> Int? {
      names.firstIndex { name in
        // 开始时间（毫秒）
        let bare = ["毫秒", "秒"].first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
        return wanted.contains { bare == $0 || $0.count > 6 && name.hasPrefix($0) }
      }
    }
    let starts = [
      "start", "starttime", "begin", "begintime", "from", "timestamp", "time", "in", "startms", "starts", "startsec",
      "startseconds", "startsecond", "startmilliseconds", "starttimems", "starttimes", "offset", "timecode", "timein", "tmin", "xmin",
      "onset",
      "开始", "开始时间", "起始时间", "时间", "起点",
    ]
    let ends = [
      "end", "endtime", "stop", "stoptime", "to", "finish", "out", "endms", "ends", "endsec", "endseconds", "endsecond",
      "endmilliseconds", "endtimems", "endtimes", "timeout", "tmax", "xmax", "offsettime", "结束", "结束时间", "终止时间", "终点",
    ]
    let texts = [
      "text", "transcript", "transcription", "sentence", "content", "utterance", "words", "word", "caption", "subtitle", "label",
      "line", "message", "文本", "内容", "转写", "转写文本", "文字", "字幕", "句子", "识别结果", "词", "词语", "单词", "字", "分词", "token",
    ]
    guard let text = columnIndex(texts), let start = columnIndex(starts), text != start else { return nil }
    var columns = Columns(start: start, end: columnIndex(ends), text: text)
    columns.speaker = columnIndex([
      "speaker", "speakerid", "speakerlabel", "speakername", "name", "who", "role", "说话人", "发言人", "角色", "讲话人", "姓名",
    ])
    if columns.end == nil, let length = columnIndex(["duration", "dur", "length", "时长", "durationms"]) {
      columns.end = length
      columns.isDuration = true
    }
    if names[start].hasSuffix("ms") || names[start].contains("milli") || names[start].contains("毫秒") {
      columns.scale = 0.001
    } else if names[start].contains("sec") || names[start].hasSuffix("秒") {
      columns.scale = 1
    }
    return columns
  }

  private static func blocks(_ rows: [[String]], _ columns: Columns) -> [RawTranscript.Block]? {
    var blocks: [RawTranscript.Block] = []
    var isWhole = true
    for row in rows where columns.text < row.count {
      func time(_ column: Int?) -> Double? {
        guard let column, column < row.count else { return nil }
        let field = row[column].trimmed
        if field.contains(".") || field.contains(":") || field.contains(",") { isWhole = false }
        return Clock.seconds(field[...])
      }
      let start = time(columns.start)
      var end = time(columns.end)
      if columns.isDuration, let length = end { end = start.map { $0 + length } }
      let speaker = columns.speaker.flatMap { $0 < row.count ? row[$0].trimmed : nil }.flatMap { $0.isEmpty ? nil : $0 }
      blocks.append(RawTranscript.Block(lines: [.init(text: row[columns.text].trimmed, speaker: speaker)], start: start, end: end))
    }
    guard blocks.contains(where: { $0.start != nil }) else { return nil }
    let scale = columns.scale ?? (isWhole ? self.scale(blocks) : 1)
    for index in blocks.indices {
      let next = index + 1 < blocks.count ? blocks[index + 1].start : nil
      blocks[index].start = blocks[index].start.map { $0 * scale }
      blocks[index].end = blocks[index].end.map { $0 * scale } ?? next.map { $0 * scale } ?? RawTranscript.latest
    }
    return blocks
  }

  /// Whole numbers may be seconds or milliseconds. A syllable takes a fifth of a second: 0.2 or 200.
  private static func scale(_ blocks: [RawTranscript.Block]) -> Double {
    let syllables = blocks.reduce(0) { $0 + $1.lines.reduce(0) { $0 + TextScanner.count($1.text) } }
    let last = blocks.compactMap { $0.end ?? $0.start }.max() ?? 0
    return Units.areMilliseconds(span: last - (blocks.first?.start ?? 0), pieces: syllables) ? 0.001 : 1
  }

  /// The fields of each row; a field in quotes may hold the separator, line breaks and doubled quotes (RFC 4180).
  private static func rows(_ text: String, _ separator: Unicode.Scalar) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var previous: Unicode.Scalar?
    func closeField() {
      row.append(String(field))
      field = String.UnicodeScalarView()
    }
    var scalars = text.unicodeScalars.makeIterator()
    var pending = scalars.next()
    while let scalar = pending {
      pending = scalars.next()
      if isQuoted {
        if scalar == "\"" {
          if pending == "\"" {
            field.append("\"")
            pending = scalars.next()
          } else {
            isQuoted = false
          }
        } else {
          field.append(scalar)
        }
      } else if scalar == "\"", field.isEmpty {
        isQuoted = true
      } else if scalar == separator {
        closeField()
      } else if scalar == "\n" || scalar == "\r" {
        if scalar == "\n", previous == "\r" {
          previous = scalar
          continue
        }
        closeField()
        if row != [""] { rows.append(row) }
        row = []
      } else {
        field.append(scalar)
      }
      previous = scalar
    }
    closeField()
    if row != [""] { rows.append(row) }
    return rows
  }
}

/// Tells the unit of times by what was said in them.
enum Units {
  /// Whether a span of so many units for so many pieces (characters, words) can only be milliseconds: nobody takes half a minute
  /// for each piece, and a piece takes a fifth of a second at the least.
  static func areMilliseconds(span: Double, pieces: Int) -> Bool { pieces > 0 && span / Double(pieces) > 30 }
}
