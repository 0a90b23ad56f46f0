/// How figures are read in English, as words: 2,400 → two thousand four hundred, 35% → thirty five percent.
enum EnglishNumber {
  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

  private static let parts = [
    3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth",
  ]

  /// - Parameters:
  ///   - token: a figure with its signs, as `TextScanner` cuts it: `-5`, `+8%`, `5%-10%`, `100+`, `25°C`, `#1`.
  ///   - isCode: whether the digits are said one by one: call 911.
  static func reading(_ token: String, isCode: Bool = false) -> [String] {
    var body = token[...]
    var prefix: [String] = []
    var suffix: [String] = []
    switch body.first {
    case "-", "\u{2212}": prefix = ["minus"]
    case "+": prefix = ["plus"]
    case "±": prefix = ["plus", "or", "minus"]
    case "#": prefix = ["number"]
    default: break
    }
    while let last = body.last, last == "+" || last == "#" {
      if last == "+" { suffix.append("plus") }
      body = body.dropLast()
    }
    switch body.drop(while: { !$0.isNumber && !"$¥￥€£".contains($0) }).first {
    case "$": suffix.insert("dollars", at: 0)
    case "¥", "￥": suffix.insert("yuan", at: 0)
    case "€": suffix.insert("euros", at: 0)
    case "£": suffix.insert("pounds", at: 0)
    default: break
    }
    body = body.drop { !$0.isNumber }
    if isCode { return prefix + oneByOne(body).map { $0 == "zero" ? "oh" : $0 } + suffix }
    return prefix + joined(body) + suffix
  }

  private static func joined(_ body: Substring) -> [String] {
    for dash in ["-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "~"] where body.contains(dash) {
      let parts = body.split(separator: dash)
      if parts.count == 3, parts[0].count == 4 { return parts.flatMap { plain($0) } }
      if parts.count > 2 || parts.contains(where: { $0.allSatisfy(\.isNumber) && $0.count > 5 }) { return parts.flatMap { oneByOne($0) } }
      return parts.map { marked($0) }.joined(separator: ["to"]).map(\.self)
    }
    for cross in ["×", "*", "x"] where body.contains(cross) {
      return body.split(separator: cross).map { marked($0) }.joined(separator: ["by"]).map(\.self)
    }
    return marked(body)
  }

  /// A figure with the mark that belongs to it.
  private static func marked(_ text: Substring) -> [String] {
    switch text.last {
    case "%": return clock(text.dropLast()) + ["percent"]
    case "‰": return clock(text.dropLast()) + ["per", "mille"]
    case "℃": return clock(text.dropLast()) + ["degrees", "celsius"]
    case "C" where text.hasSuffix("°C"), "c" where text.hasSuffix("°c"): return clock(text.dropLast(2)) + ["degrees", "celsius"]
    case "F" where text.hasSuffix("°F"), "f" where text.hasSuffix("°f"): return clock(text.dropLast(2)) + ["degrees", "fahrenheit"]
    case "°": return clock(text.dropLast()) + ["degrees"]
    default: return clock(text)
    }
  }

  private static func clock(_ body: Substring) -> [String] {
    if body.contains(":") {
      // Of a time of day, full hours end in o'clock; two oh five.
      return body.split(separator: ":").enumerated().flatMap { index, part -> [String] in
        if index == 0 { return plain(part) }
        if Int(part) == 0 { return index == 1 ? ["o'clock"] : [] }
        return (part.hasPrefix("0") && part.count == 2 ? ["oh"] : []) + plain(part)
      }
    }
    if body.contains("/") {
      let halves = body.split(separator: "/")
      if halves.count == 2, let above = Int(halves[0]), let below = Int(halves[1]), above > 0, above < below {
        if below == 2 { return ["one", "half"] }
        if let part = parts[below] { return plain(halves[0]) + [above > 1 ? part + "s" : part] }
      }
      return halves.flatMap { plain($0) }
    }
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
