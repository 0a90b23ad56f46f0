/// How figures are read in Mandarin, as the characters that are said: 2,400 → 二千四百, 35% → 百分之三十五.
enum MandarinNumber {
  private static let digits = Array("零一二三四五六七八九").map(String.init)

  /// How the digits are said.
  enum Style: Int {
    /// As a number: 985 个 → 九百八十五个.
    case number
    /// Four digits one by one, as years are: 2019年 → 二零一九年 (GB/T 15835-2011, 出版物上数字用法, writes them so for that).
    case year
    /// All digits one by one: 985 高校, 110, 12306, A380.
    case digits
  }

  static func reading(_ token: String, isYear: Bool = false) -> String { reading(token, isYear ? .year : .number) }

  /// - Parameter token: a figure with its signs, as `TextScanner` cuts it: `−5`, `+8%`, `5%-10%`, `100+`, `25°C`.
  static func reading(_ token: String, _ style: Style) -> String {
    var body = token[...]
    var (prefix, suffix) = ("", "")
    switch body.first {
    case "-", "\u{2212}": prefix = "负"
    case "+": prefix = "正"
    case "±": prefix = "正负"
    case "#": suffix = "号"
    default: break
    }
    if !(prefix + suffix).isEmpty { body = body.dropFirst() }
    while let last = body.last, last == "+" || last == "#" {
      suffix += last == "+" ? "加" : "号"
      body = body.dropLast()
    }
    switch body.first {
    case "$": suffix += "美元"
    case "¥", "￥": suffix += "元"
    case "€": suffix += "欧元"
    case "£": suffix += "英镑"
    default: break
    }
    body = body.drop { !$0.isNumber }
    return prefix + joined(body, style) + suffix
  }

  private static func joined(_ body: Substring, _ style: Style) -> String {
    // Around the clock, every day: 七乘二十四.
    if body == "24/7" { return "七乘二十四" }
    for dash in ["-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "~"] where body.contains(dash) {
      let parts = body.split(separator: dash)
      if parts.count == 3, parts[0].count == 4 { return date(parts) }
      // Telephone numbers are read digit by digit.
      if parts.count > 2 || parts.contains(where: { $0.allSatisfy(\.isNumber) && $0.count > 5 }) {
        return parts.map { oneByOne($0) }.joined()
      }
      let areYears = parts.allSatisfy { isYear($0) }
      return parts.map { marked($0, areYears ? .year : style) }.joined(separator: "到")
    }
    for cross in ["×", "*", "x"] where body.contains(cross) {
      return body.split(separator: cross).map { marked($0, .number) }.joined(separator: "乘")
    }
    return marked(body, style)
  }

  /// A year of our time: 1900 to 2099.
  static func isYear(_ text: Substring) -> Bool { text.count == 4 && Int(text).map { (1900...2099).contains($0) } ?? false }

  /// A figure with the mark that belongs to it.
  private static func marked(_ text: Substring, _ style: Style) -> String {
    switch text.last {
    case "%": return "百分之" + clock(text.dropLast(), style)
    case "‰": return "千分之" + clock(text.dropLast(), style)
    case "℃": return clock(text.dropLast(), style) + "摄氏度"
    case "C" where text.hasSuffix("°C"), "c" where text.hasSuffix("°c"): return clock(text.dropLast(2), style) + "摄氏度"
    case "F" where text.hasSuffix("°F"), "f" where text.hasSuffix("°f"): return clock(text.dropLast(2), style) + "华氏度"
    case "°": return clock(text.dropLast(), style) + "度"
    default: return clock(text, style)
    }
  }

  private static func clock(_ body: Substring, _ style: Style) -> String {
    if body.contains("/") {
      let parts = body.split(separator: "/")
      if parts.count == 3, parts[0].count == 4 { return date(parts) }
      if style == .digits { return parts.map { oneByOne($0) }.joined() }
      if parts.count == 2 { return plain(parts[1]) + "分之" + plain(parts[0]) }
      return parts.map { plain($0) }.joined()
    }
    if body.contains(":") {
      let parts = body.split(separator: ":")
      let units = ["点", "分", "秒"]
      return parts.enumerated().map { index, part in
        // 九点零五, 九点三十; full hours end in 点.
        index == 0
          ? number(Int(part) ?? 0) + units[0] : Int(part) == 0 ? "" : plain(part) + (parts.count > 2 ? units[min(index, 2)] : "")
      }.joined()
    }
    return plain(body, style)
  }

  private static func date(_ parts: [Substring]) -> String {
    oneByOne(parts[0]) + "年" + number(Int(parts[1]) ?? 0) + "月" + number(Int(parts[2]) ?? 0) + "日"
  }

  /// Digits with at most one decimal point; what has more is a version and read piece by piece.
  private static func plain(_ text: Substring, _ style: Style = .number) -> String {
    let parts = text.filter { $0 != "," }.split(separator: ".")
    guard let whole = parts.first else { return "" }
    if parts.count == 1 { return style == .digits || style == .year && whole.count <= 4 ? oneByOne(whole[...]) : cardinal(whole[...]) }
    if parts.count == 3, isYear(whole[...]) { return date(parts.map { $0[...] }) }
    if parts.count == 2 { return cardinal(whole[...]) + "点" + oneByOne(parts[1][...]) }
    return parts.map { cardinal($0[...]) }.joined(separator: "点")
  }

  private static func oneByOne(_ text: Substring) -> String { text.compactMap(\.wholeNumberValue).map { digits[$0] }.joined() }

  /// A whole number; codes and telephone numbers (a leading zero, more than nine digits) digit by digit.
  private static func cardinal(_ text: Substring) -> String {
    guard text.count <= 9, text.first != "0" || text.count == 1, let value = Int(text) else { return oneByOne(text) }
    return number(value)
  }

  private static func number(_ value: Int) -> String {
    if value < 10 { return digits[value] }
    if value < 20 { return "十" + (value == 10 ? "" : digits[value - 10]) }
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万"), (1000, "千"), (100, "百"), (10, "十")] where value >= unit {
      let rest = value % unit
      // 一百零五, 一万零五十: a skipped place is said once.
      let tail = rest == 0 ? "" : (rest < unit / 10 ? "零" : "") + inside(rest)
      return number(value / unit) + name + tail
    }
    return ""
  }

  /// 110 → 一百一十: inside a number ten is not shortened.
  private static func inside(_ value: Int) -> String { ((10..<20).contains(value) ? "一" : "") + number(value) }
}
