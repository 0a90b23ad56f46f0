import Interview

/// How figures are read aloud: recognisers write 35 %, people say five or six syllables.
enum NumberReading {
  /// Syllables of a token that begins with a digit: `2024`, `35%`, `3.5`, `1,200`, `10:30`, `5g`.
  ///
  /// - Parameter isYear: whether 年 follows: four digits are then read one by one.
  static func syllables(_ token: String, language: Language, isYear: Bool = false) -> Int {
    var total = 0
    var digits = ""
    var afterPoint = false
    for character in token {
      if let digit = character.wholeNumberValue, (0...9).contains(digit) {
        digits.append(character)
        continue
      }
      if character == "," { continue }
      total += read(digits, language, oneByOne: afterPoint || isYear && digits.count == 4)
      digits = ""
      switch character {
      case ".":
        total += 1
        afterPoint = true
      case "%": total += language == .zh ? 3 : 2
      case "-", ":", "/": total += language == .zh && character != "-" ? 1 : 0
      default: total += character.isLatinLetter ? (character.lowercased() == "w" ? 3 : 1) : 0
      }
    }
    return total + read(digits, language, oneByOne: afterPoint || isYear && digits.count == 4)
  }

  private static func read(_ digits: String, _ language: Language, oneByOne: Bool) -> Int {
    guard !digits.isEmpty else { return 0 }
    // Telephone numbers and codes are read digit by digit.
    if oneByOne || digits.count > 9 || digits.count > 1 && digits.hasPrefix("0") {
      return language == .zh ? digits.count : digits.reduce(0) { $0 + ($1 == "7" || $1 == "0" ? 2 : 1) }
    }
    let value = Int(digits) ?? 0
    return language == .zh ? chinese(value) : english(value)
  }

  /// 2024 → 二千零二十四, 6; 15 → 十五, 2.
  private static func chinese(_ value: Int) -> Int {
    if value < 10 { return 1 }
    if value < 20 { return value == 10 ? 1 : 2 }
    for (unit, scale) in [(100_000_000, 1), (10_000, 1)] where value >= unit {
      let rest = value % unit
      return chinese(value / unit) + scale + (rest == 0 ? 0 : chinese(rest) + (rest < unit / 10 ? 1 : 0))
    }
    var total = 0
    var pendingZero = false
    for (index, digit) in String(value).compactMap(\.wholeNumberValue).enumerated() {
      let place = String(value).count - 1 - index
      if digit == 0 {
        pendingZero = total > 0
      } else {
        if pendingZero { total += 1 }
        pendingZero = false
        total += place > 0 ? 2 : 1
      }
    }
    return total
  }

  /// British "and" left out, as most speakers do.
  private static func english(_ value: Int) -> Int {
    let small = [2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2]
    if value < 20 { return small[value] }
    if value < 100 { return (value / 10 == 7 ? 3 : 2) + (value % 10 == 0 ? 0 : small[value % 10]) }
    for (unit, syllables) in [(1_000_000_000, 2), (1_000_000, 2), (1000, 2), (100, 2)] where value >= unit {
      // Years: nineteen ninety-nine, twenty twenty-four.
      if unit == 1000, (1100...2099).contains(value), !(2000...2009).contains(value), value % 100 != 0 {
        return english(value / 100) + (value % 100 < 10 ? 1 : 0) + english(value % 100)
      }
      return english(value / unit) + syllables + (value % unit == 0 ? 0 : english(value % unit))
    }
    return 1
  }
}
