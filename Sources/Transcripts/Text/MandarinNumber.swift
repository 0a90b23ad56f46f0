/// How figures are read in Mandarin, as the characters that are said: 2,400 → 二千四百, 35% → 百分之三十五.
enum MandarinNumber {
  private static let digits = Array("零一二三四五六七八九").map(String.init)

  /// - Parameter isYear: whether 年 follows; four digits are then read one by one.
  static func reading(_ token: String, isYear: Bool = false) -> String {
    var body = token[...]
    var prefix = ""
    var suffix = ""
    switch body.last {
    case "%": prefix = "百分之"
    case "‰": prefix = "千分之"
    case "℃": suffix = "摄氏度"
    default: break
    }
    if !(prefix + suffix).isEmpty { body = body.dropLast() }
    switch body.first {
    case "$": suffix = "美元"
    case "¥", "￥": suffix = "元"
    case "€": suffix = "欧元"
    case "£": suffix = "英镑"
    default: break
    }
    body = body.drop { !$0.isNumber }
    return prefix + joined(body, isYear: isYear) + suffix
  }

  private static func joined(_ body: Substring, isYear: Bool) -> String {
    for dash in ["-", "\u{2010}", "\u{2011}", "\u{2013}", "~"] where body.contains(dash) {
      let parts = body.split(separator: dash)
      if parts.count == 3, parts[0].count == 4 { return date(parts) }
      // Telephone numbers are read digit by digit.
      if parts.count > 2 || parts.contains(where: { $0.count > 5 }) { return parts.map { oneByOne($0) }.joined() }
      return parts.map { plain($0, isYear: isYear) }.joined(separator: "到")
    }
    if body.contains("/") {
      let parts = body.split(separator: "/")
      if parts.count == 3, parts[0].count == 4 { return date(parts) }
      if parts.count == 2 { return plain(parts[1]) + "分之" + plain(parts[0]) }
      return parts.map { plain($0) }.joined()
    }
    if body.contains(":") {
      let parts = body.split(separator: ":")
      let units = ["点", "分", "秒"]
      return parts.enumerated().map { index, part in
        index == 0 ? plain(part) + units[0] : Int(part) == 0 ? "" : plain(part) + (parts.count > 2 ? units[min(index, 2)] : "")
      }.joined()
    }
    return plain(body, isYear: isYear)
  }

  private static func date(_ parts: [Substring]) -> String {
    oneByOne(parts[0]) + "年" + cardinal(parts[1]) + "月" + cardinal(parts[2]) + "日"
  }

  /// Digits with at most one decimal point; what has more is a version and read piece by piece.
  private static func plain(_ text: Substring, isYear: Bool = false) -> String {
    let parts = text.filter { $0 != "," }.split(separator: ".")
    guard let whole = parts.first else { return "" }
    if parts.count == 1 { return isYear && whole.count == 4 ? oneByOne(whole[...]) : cardinal(whole[...]) }
    if parts.count == 2 { return cardinal(whole[...]) + "点" + oneByOne(parts[1][...]) }
    return parts.map { cardinal($0[...]) }.joined(separator: "点")
  }

  private static func oneByOne(_ text: Substring) -> String { text.compactMap(\.wholeNumberValue).map { digits[$0] }.joined() }

  /// A whole number; codes and telephone numbers (a leading zero, more than nine digits) digit by digit.
  static func cardinal(_ text: Substring) -> String {
    let zeros = text.prefix { $0 == "0" }.count
    guard text.count <= 9, zeros == 0 || text.count <= 2, let value = Int(text) else { return oneByOne(text) }
    return cardinal(value)
  }

  private static func cardinal(_ value: Int) -> String {
    if value < 10 { return digits[value] }
    if value < 20 { return "十" + (value == 10 ? "" : digits[value - 10]) }
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万"), (1000, "千"), (100, "百"), (10, "十")] where value >= unit {
      let rest = value % unit
      // 一百零五, 一万零五十: a skipped place is said once.
      let tail = rest == 0 ? "" : (rest < unit / 10 ? "零" : "") + cardinal(rest, inside: true)
      return cardinal(value / unit) + name + tail
    }
    return ""
  }

  /// 110 → 一百一十: inside a number ten is not shortened.
  private static func cardinal(_ value: Int, inside: Bool) -> String { (inside && (10..<20).contains(value) ? "一" : "") + cardinal(value) }
}
