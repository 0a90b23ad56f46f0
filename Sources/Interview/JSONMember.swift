/// Finds a member of a JSON object's text without reading the rest into memory as values.
package enum JSONMember {
  /// The text with the value of the outermost member `name` replaced; nil where there is no such member.
  /// - Precondition: `text` is a JSON object as our own writer puts it, without spaces.
  /// - Complexity: linear in the text.
  package static func replace(_ name: String, in text: String, by value: String) -> String? {
    let bytes = Array(text.utf8)
    let wanted = Array("\"\(name)\":".utf8)
    var (depth, index) = (0, 0)
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        if depth == 1, bytes[index...].starts(with: wanted) {
          let start = index + wanted.count
          let end = endOfValue(bytes, from: start)
          return String(decoding: bytes[..<start] + Array(value.utf8) + bytes[end...], as: UTF8.self)
        }
        index = endOfString(bytes, from: index) - 1
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The text with the value of every member `name`, however deep, replaced.
  /// - Precondition: as `replace`. A key is a string with a colon after it, which no value has.
  /// - Complexity: linear in the text.
  package static func replaceAll(_ name: String, in text: String, by value: String) -> String {
    let bytes = Array(text.utf8)
    let wanted = Array("\"\(name)\":".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\"") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      if bytes[index...].starts(with: wanted) {
        result += wanted + Array(value.utf8)
        index = endOfValue(bytes, from: index + wanted.count)
      } else {
        let end = endOfString(bytes, from: index)
        result += bytes[index..<end]
        index = end
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(bytes.count, index + 1)
  }

  private static func endOfValue(_ bytes: [UInt8], from start: Int) -> Int {
    var (depth, index) = (0, start)
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""): index = endOfString(bytes, from: index) - 1
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return index }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0: return index
      default: break
      }
      index += 1
    }
    return index
  }
}
