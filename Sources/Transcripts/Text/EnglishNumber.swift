/// How figures are read in English, as words: 2,400 → two thousand four hundred, 35% → thirty five percent.
enum EnglishNumber {
  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

  static func reading(_ token: String) -> [String] {
    var suffix: [String] = []
    switch token.last {
    case "%": suffix = ["percent"]
    case "‰": suffix = ["per", "mille"]
    case "℃": suffix = ["degrees", "celsius"]
    default: break
    }
    switch token.first {
    case "$": suffix.append("dollars")
    case "¥", "￥": suffix.append("yuan")
    case "€": suffix.append("euros")
    case "£": suffix.append("pounds")
    default: break
    }
    let body = token.drop { !$0.isNumber }.filter { !"%‰℃".contains($0) }
    return joined(body[...]) + suffix
  }

  private static func joined(_ body: Substring) -> [String] {
    for dash in ["-", "\u{2010}", "\u{2011}", "\u{2013}", "~"] where body.contains(dash) {
      let parts = body.split(separator: dash)
      if parts.count == 3, parts[0].count == 4 { return parts.flatMap { plain($0) } }
      if parts.count > 2 || parts.contains(where: { $0.count > 5 }) { return parts.flatMap { oneByOne($0) } }
      return parts.map { plain($0) }.joined(separator: ["to"]).map(\.self)
    }
    // Of a time of day, full hours end in o'clock.
    if body.contains(":") {
      let parts = body.split(separator: ":")
      return parts.enumerated().flatMap { $0.offset > 0 && Int($0.element) == 0 ? ["o'clock"] : plain($0.element) }
    }
    if body.contains("/") { return body.split(separator: "/").flatMap { plain($0) } }
    return plain(body)
  }

  private static func plain(_ text: Substring) -> [String] {
    let isGrouped = text.contains(",")
    let parts = text.filter { $0 != "," }.split(separator: ".")
    guard let whole = parts.first else { return [] }
    let head = isGrouped ? cardinal(Int(whole) ?? 0) : number(whole[...])
    if parts.count == 1 { return head }
    return head + parts.dropFirst().flatMap { ["point"] + oneByOne($0[...]) }
  }

  private static func oneByOne(_ text: Substring) -> [String] { text.compactMap(\.wholeNumberValue).map { small[$0] } }

  private static func number(_ text: Substring) -> [String] {
    guard text.count <= 9, !text.hasPrefix("0") || text.count <= 2, let value = Int(text) else { return oneByOne(text) }
    // Years: nineteen ninety nine, twenty oh five is rare; two thousand five.
    if text.count == 4, (1100...2099).contains(value), !(2000...2009).contains(value) {
      let rest = value % 100
      return cardinal(value / 100) + (rest == 0 ? ["hundred"] : rest < 10 ? ["oh"] + cardinal(rest) : cardinal(rest))
    }
    return cardinal(value)
  }

  /// American reading: no "and".
  private static func cardinal(_ value: Int) -> [String] {
    if value < 20 { return [small[value]] }
    if value < 100 { return [tens[value / 10]] + (value % 10 == 0 ? [] : [small[value % 10]]) }
    for (unit, name) in [(1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"), (100, "hundred")] where value >= unit {
      return cardinal(value / unit) + [name] + (value % unit == 0 ? [] : cardinal(value % unit))
    }
    return []
  }
}
