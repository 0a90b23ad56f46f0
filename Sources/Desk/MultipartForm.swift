import Interview

/// What a form with a file sends (`multipart/form-data`, RFC 7578): its fields and its files, by name. It stays in memory.
struct MultipartForm: Sendable, Equatable {
  private(set) var fields: [String: String] = [:]
  private(set) var files: [String: [UInt8]] = [:]

  /// Parts of a form at most: the desk's own have five.
  private static let maximumParts = 32

  /// - Parameter type: the request's `Content-Type`.
  /// - Throws: `desk.form` for what no browser sends.
  init(_ body: [UInt8], type: String) throws(Fault) {
    guard type.lowercased().hasPrefix("multipart/form-data"), let boundary = Self.parameter("boundary", of: type), !boundary.isEmpty
    else { throw Fault(.deskForm) }
    let mark = Array(("--" + boundary).utf8)
    guard body.starts(with: mark) else { throw Fault(.deskForm) }
    var offset = mark.count
    // Behind each mark stands a line's end and a part, or two dashes and the end of it all.
    while !body[offset...].starts(with: [0x2D, 0x2D]) {
      guard fields.count + files.count < Self.maximumParts, body[offset...].starts(with: [0x0D, 0x0A]),
        let head = Self.offset(of: [0x0D, 0x0A, 0x0D, 0x0A], in: body, from: offset),
        let end = Self.offset(of: [0x0D, 0x0A] + mark, in: body, from: head + 2)
      else { throw Fault(.deskForm) }
      take(String(decoding: body[offset..<head], as: UTF8.self), body[min(head + 4, end)..<end])
      offset = end + 2 + mark.count
    }
  }

  private mutating func take(_ head: String, _ content: ArraySlice<UInt8>) {
    let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") } ?? ""
    guard let name = Self.parameter("name", of: String(line)) else { return }
    if Self.parameter("filename", of: String(line)) != nil {
      files[name] = Array(content)
    } else {
      fields[name] = String(decoding: content, as: UTF8.self).replacing("\r\n", with: "\n")
    }
  }

  /// `x` of `; name="x"`, with quotes or without.
  private static func parameter(_ name: String, of line: String) -> String? {
    for part in line.split(separator: ";").dropFirst() {
      let halves = part.split(separator: "=", maxSplits: 1)
      guard halves.count == 2, halves[0].filter({ $0 != " " }).lowercased() == name else { continue }
      return halves[1].filter { $0 != "\"" }
    }
    return nil
  }

  private static func offset(of wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let last = wanted.indices.last, start >= 0 else { return nil }
    var offset = start
    while offset + last < bytes.count {
      if bytes[offset] == wanted[0], bytes[offset + 1] == wanted[1], bytes[offset...(offset + last)].elementsEqual(wanted) { return offset }
      offset += 1
    }
    return nil
  }
}
