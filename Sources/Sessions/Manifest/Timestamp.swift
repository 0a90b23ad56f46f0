/// A moment written as RFC 3339 writes it: `2026-12-01T18:00:00+08:00`; a space may stand for the T, seconds may be left
/// out, and the zone is `Z` or `±hh:mm`. A time without zone is refused: two readers would mean two moments.
struct Timestamp {
  /// Since 1970-01-01T00:00:00Z.
  let seconds: Double

  init?(_ text: String) {
    var rest = Substring(text)
    guard let year = Self.digits(4, &rest), Self.skip("-", &rest), let month = Self.digits(2, &rest), Self.skip("-", &rest),
      let day = Self.digits(2, &rest), Self.skip("Tt ", &rest), let hour = Self.digits(2, &rest), Self.skip(":", &rest),
      let minute = Self.digits(2, &rest)
    else { return nil }
    var second = 0.0
    if Self.skip(":", &rest) {
      guard let whole = Self.digits(2, &rest) else { return nil }
      second = Double(whole)
      if Self.skip(".", &rest) {
        let fraction = rest.prefix { $0.isASCII && $0.isNumber }
        guard !fraction.isEmpty, let value = Double("0." + fraction) else { return nil }
        second += value
        rest = rest.dropFirst(fraction.count)
      }
    }
    guard let zone = Self.zone(&rest), rest.isEmpty else { return nil }
    guard (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60, second < 61 else {
      return nil
    }
    let days = Double(Self.dayNumber(year, month, day))
    seconds = days * 86_400 + Double(hour * 3600 + minute * 60) + second - Double(zone)
  }

  private static func zone(_ rest: inout Substring) -> Int? {
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

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date
  /// Algorithms", days_from_civil): years begin in March, so that the leap day is the last.
  private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
