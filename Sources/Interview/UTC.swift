/// Times as the contract writes them.
public enum UTC {
  /// `2026-12-01T10:00:00.000Z` for seconds since 1970 UTC, to the millisecond, rounded down; years 0000 to 9999, and
  /// what lies outside or is not finite is clamped to them.
  public static func text(_ seconds: Double) -> String {
    let clamped = seconds.isNaN ? 0 : min(max(seconds, -62_167_219_200), 253_402_300_799.999)
    let milliseconds = Int((clamped * 1000).rounded(.down))
    let (days, rest) = floorDivide(milliseconds, 86_400_000)
    let (year, month, day) = civil(days)
    return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + "T" + pad(rest / 3_600_000, 2) + ":"
      + pad(rest / 60_000 % 60, 2) + ":" + pad(rest / 1000 % 60, 2) + "." + pad(rest % 1000, 3) + "Z"
  }

  /// The same to the nearest millisecond, so that reading it back and writing it again gives the same text.
  public static func nearest(_ seconds: Double) -> String { text((seconds * 1000).rounded() / 1000 + 0.0004) }

  /// The same to the second: `2026-12-01T10:00:00Z`.
  public static func wholeSecond(_ seconds: Double) -> String { String(text(seconds).prefix(19)) + "Z" }

  /// Seconds since 1970 of a moment as RFC 3339 writes it, `2026-12-01T18:00:00+08:00`; a space may stand for the T, seconds may be left
  /// out, the zone is `Z` or `±hh:mm`. Nil for anything else: a time without zone means another moment to each reader.
  public static func seconds(_ text: String) -> Double? {
    var rest = Substring(text)
    guard let year = digits(4, &rest), skip("-", &rest), let month = digits(2, &rest), skip("-", &rest), let day = digits(2, &rest),
      skip("Tt ", &rest), let hour = digits(2, &rest), skip(":", &rest), let minute = digits(2, &rest)
    else { return nil }
    var (second, fraction) = (0, 0.0)
    if skip(":", &rest) {
      guard let whole = digits(2, &rest) else { return nil }
      second = whole
      if skip(".", &rest) {
        let written = rest.prefix { ("0"..."9").contains($0) }
        // Read as one decimal number, so that the nearest double is had.
        guard !written.isEmpty, let value = Double("0." + written) else { return nil }
        fraction = value
        rest = rest.dropFirst(written.count)
      }
    }
    guard let offset = offset(&rest), rest.isEmpty, (1...12).contains(month), hour < 24, minute < 60, second < 61 else { return nil }
    let date = days(year, month, day)
    // A day that its month does not have is another one's.
    guard day > 0, civil(date) == (year, month, day) else { return nil }
    let whole = date * 86_400 + hour * 3600 + minute * 60 + second - offset
    return fraction == 0 ? Double(whole) : (Double(whole) * 1000 + fraction * 1000) / 1000
  }

  /// Seconds east of UTC: `Z`, `+08:00`, `-0330`.
  private static func offset(_ rest: inout Substring) -> Int? {
    if skip("Zz", &rest) { return 0 }
    let sign = rest.first == "-" ? -1 : 1
    guard skip("+-", &rest), let hours = digits(2, &rest) else { return nil }
    _ = skip(":", &rest)
    guard let minutes = digits(2, &rest), hours < 24, minutes < 60 else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }

  private static func digits(_ count: Int, _ rest: inout Substring) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    rest = rest.dropFirst(count)
    return Int(digits)
  }

  private static func skip(_ any: String, _ rest: inout Substring) -> Bool {
    guard let first = rest.first, any.contains(first) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The inverse of `civil`.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = floorDivide(shifted, 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Days since 1970-01-01 to a date of the proleptic Gregorian calendar, by eras of 400 years that begin in March, so
  /// that the leap day is an era's last (Hinnant, "chrono-compatible low-level date algorithms").
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func floorDivide(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  private static func pad(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
