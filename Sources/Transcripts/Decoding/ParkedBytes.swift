/// Bytes that are not UTF-8 where they stand, kept in a string so that they can be joined with their other half.
///
/// whisper.cpp writes one token's bytes per string, and a Chinese character may be split over two tokens
/// (whisper.cpp issue 1798). Each stray byte is parked as one scalar of the last private-use plane.
enum ParkedBytes {
  private static let base: UInt32 = 0x10_F700

  /// The text of the bytes, stray bytes parked.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var scalars = String.UnicodeScalarView()
    var rest = bytes
    while let first = rest.first {
      var decoder = UTF8()
      var iterator = rest.prefix(4).makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        scalars.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        if let scalar = Unicode.Scalar(base + UInt32(first)) { scalars.append(scalar) }
        rest = rest.dropFirst()
      }
    }
    return String(scalars)
  }

  static func isParked(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= base && scalar.value < base + 256 }

  /// The text with parked bytes put together again, and how many stayed broken and are left out.
  static func joined(_ text: String) -> (text: String, strays: Int) {
    guard text.unicodeScalars.contains(where: isParked) else { return (text, 0) }
    var result = String.UnicodeScalarView()
    var parked: [UInt8] = []
    var strays = 0
    func close() {
      var rest = parked[...]
      while let first = rest.first {
        var decoder = UTF8()
        var iterator = rest.prefix(4).makeIterator()
        if first >= 0x80, case .scalarValue(let scalar) = decoder.decode(&iterator) {
          result.append(scalar)
          rest = rest.dropFirst(UTF8.width(scalar))
        } else {
          strays += 1
          rest = rest.dropFirst()
        }
      }
      parked.removeAll(keepingCapacity: true)
    }
    for scalar in text.unicodeScalars {
      if isParked(scalar) {
        parked.append(UInt8(scalar.value - base))
      } else {
        close()
        result.append(scalar)
      }
    }
    close()
    return (String(result), strays)
  }
}
