/// A duration or a size as people write it: a number and its unit. A number alone is neither: what it counts is anybody's
/// guess, and a guess kept recordings for 30 seconds that were to be kept for 30 days.
public enum Quantity {
  /// Longer units first, so that `ms` is not taken for `s`.
  private static let times: [(unit: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]
  private static let sizes: [(unit: String, bytes: Double)] = [
    ("kib", 1024), ("mib", 1_048_576), ("gib", 1_073_741_824), ("tib", 1_099_511_627_776), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9),
    ("tb", 1e12), ("b", 1),
  ]

  /// Seconds, from `120s`, `2m`, `500ms`, `24h`, `30d`; and from `0`, which is the same in every unit.
  /// - Returns: nil for anything else.
  public static func seconds(_ text: String) -> Double? { value(text, times.map { ($0.unit, $0.seconds) }) }

  /// Bytes, from `500MB`, `4.5GB`, `6GiB`, `100kB`, `1B`, in either case of letters.
  /// - Returns: nil for anything else, and for parts of a byte.
  public static func bytes(_ text: String) -> Int? {
    value(text.lowercased(), sizes.map { ($0.unit, $0.bytes) }).flatMap { Int(exactly: $0.rounded()) }
  }

  /// Whether it is a number without a unit.
  public static func lacksUnit(_ text: String) -> Bool { number(text) != nil }

  private static func value(_ text: String, _ units: [(unit: String, scale: Double)]) -> Double? {
    if let bare = number(text) { return bare == 0 ? 0 : nil }
    guard let (unit, scale) = units.first(where: { text.hasSuffix($0.unit) }), let number = number(String(text.dropLast(unit.count)))
    else { return nil }
    return number * scale
  }

  /// Digits and one point, as people write numbers; not all that a computer would take for one.
  private static func number(_ text: String) -> Double? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }) else { return nil }
    return Double(text)
  }
}
