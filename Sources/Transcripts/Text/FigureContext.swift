/// How a figure is said where it stands: what the words around it make of it.
///
/// Years are said digit by digit, also in ranges and lists (GB/T 15835-2011, 出版物上数字用法, writes 二〇一九年 for them). So are numbers
/// that are names: of the lists of universities (985, 211), of working hours (996), of telephones (110, 12306), of models and rooms.
struct FigureContext {
  let tokens: [SpokenToken]
  let index: Int
  let units: Set<String>

  /// Names made of figures, unless a unit follows: 985 高校 but 985 个.
  private static let names: Set<String> = ["985", "211", "996", "955", "965", "995", "997", "715", "618", "315", "911"]
  /// Telephone numbers that are also plain figures: said digit by digit beside a word for telephoning.
  private static let emergencies: Set<String> = ["110", "112", "114", "119", "120", "122"]
  private static let services: Set<String> = [
    "12306", "12315", "12345", "12333", "12348", "12319", "12320", "12329", "12366", "12388", "12395", "10086", "10010", "10000", "10001",
  ]
  private static let before: Set<String> = ["打", "拨", "叫", "报", "拨打", "电话", "热线", "号码", "客服", "呼叫", "拨通", "打通"]
  private static let after: Set<String> = ["电话", "报警", "急救", "热线", "指挥", "出警", "警察", "平台", "客服", "服务"]
  private static let connectors: Set<String> = ["到", "至", "和", "与", "及", "或", "跟"]
  private static let sinceWhen: Set<String> = ["从", "自", "在", "于", "到", "至", "截至", "自从", "早在", "直到"]
  private static let about: Set<String> = [
    "约", "近", "达", "过", "共", "仅", "超", "第", "满", "足", "增到", "达到", "加到", "高到", "升到", "降到", "涨到", "少到",
  ]

  private func folded(_ position: Int) -> String? { tokens.indices.contains(position) ? tokens[position].folded : nil }

  /// The Han characters next to the figure, joined; empty where something comes between.
  private func following(_ count: Int) -> String {
    var text = ""
    for position in (index + 1)..<(index + 1 + count) {
      guard position < tokens.count, tokens[position].isHan, tokens[position].breakBefore <= .space else { break }
      text += tokens[position].folded
    }
    return text
  }

  private func preceding(_ count: Int) -> String {
    var text = ""
    var position = index - 1
    while position >= 0, position >= index - count, tokens[position].isHan, tokens[position + 1].breakBefore <= .space {
      text = tokens[position].folded + text
      position -= 1
    }
    return text
  }

  private var hasUnit: Bool {
    let next = following(4)
    if let first = next.first, "万亿千百多余来几倍".contains(first) { return true }
    return (1...4).contains { units.contains(String(next.prefix($0))) && next.count >= $0 }
  }

  private static func isDigits(_ text: String) -> Bool { text.allSatisfy { $0.isASCII && $0.isNumber } }

  /// In Mandarin.
  var style: MandarinNumber.Style {
    let figure = tokens[index].folded
    let next = following(4)
    guard Self.isDigits(figure) else { return next.hasPrefix("年") ? .year : .number }
    // A380, G1234: models and trains.
    if tokens[index].isJoined, figure.count >= 3 { return .digits }
    switch figure.count {
    case 2: return isShortYear(figure, next) ? .digits : .number
    case 3, 5: return isName(figure, next) ? .digits : .number
    case 4: return isYear(next) ? .year : isRoom(next) ? .digits : .number
    default: return .number
    }
  }

  /// 08年, 98年, 90后, but 20年 and 90年代: a length of time, or tens.
  private func isShortYear(_ figure: String, _ next: String) -> Bool {
    if next.hasPrefix("后") {
      return (figure.hasSuffix("0") || figure.hasSuffix("5")) && !["面", "来", "续", "者", "期"].contains { next.dropFirst().hasPrefix($0) }
    }
    guard next.hasPrefix("年"), figure.hasPrefix("0") || figure >= "70" else { return false }
    return !["代", "历", "的历", "来", "经", "间", "前"].contains { next.dropFirst().hasPrefix($0) }
  }

  private func isRoom(_ next: String) -> Bool { ["室", "房间", "教室", "号房", "次列车", "次航班"].contains { next.hasPrefix($0) } }

  private func isName(_ figure: String, _ next: String) -> Bool {
    if isRoom(next) { return true }
    let last = preceding(2)
    let isCalled = Self.before.contains(last) || Self.before.contains(String(last.suffix(1))) || last == "打了" || last == "拨了"
    if isCalled, !hasUnit { return true }
    if Self.emergencies.contains(figure) { return Self.after.contains { next.hasPrefix($0) } }
    guard !hasUnit, !Self.about.contains(last), !Self.about.contains(String(last.suffix(1))) else { return false }
    return Self.names.contains(figure) || Self.services.contains(figure)
      || figure.count == 5 && (figure.hasPrefix("95") || figure.hasPrefix("96")) && !next.isEmpty
  }

  /// 2019年; 从2019到2021年; 2018、2019年; 2018年到2021; 在2019.
  private func isYear(_ next: String) -> Bool {
    guard let value = Int(tokens[index].folded), (1100...2099).contains(value) else { return false }
    if next.hasPrefix("年") { return true }
    guard value >= 1900 else { return false }
    return leads(by: 1) || leads(by: -1) || Self.sinceWhen.contains(String(preceding(2).suffix(1))) && !hasUnit
  }

  /// Whether connectors and years lead on to a year that 年 stands behind, forwards or backwards. Nine years at most.
  private func leads(by step: Int) -> Bool {
    var position = index
    for _ in 0..<9 {
      var other = position + step
      if step < 0, folded(other) == "年" { other -= 1 }
      let mark = step > 0 ? other : position
      if let word = folded(other), Self.connectors.contains(word) { other += step }
      if step < 0, folded(other) == "年" { other -= 1 }
      guard let year = folded(other), year.count == 4, MandarinNumber.isYear(year[...]), tokens[mark].breakBefore <= .clause else {
        return false
      }
      if folded(other + 1) == "年", tokens[other + 1].breakBefore <= .space { return true }
      position = other
    }
    return false
  }

  /// In English: call 911; a 404 error.
  var isEnglishCode: Bool {
    let figure = tokens[index].folded
    guard figure.count == 3, Self.isDigits(figure) else { return false }
    if ["911", "411"].contains(figure) { return true }
    let next = folded(index + 1) ?? ""
    if ["401", "403", "404"].contains(figure) { return !units.contains(next) }
    return ["call", "called", "dial", "dialed", "dialled"].contains(folded(index - 1) ?? "")
  }
}
