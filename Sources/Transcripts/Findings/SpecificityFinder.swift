import Interview

/// Figures, percentages, quantities, dates and results with a figure: what makes an answer checkable.
struct SpecificityFinder {
  /// How far before a figure its verb may stand, in tokens: 提升了 客户 满意度 30%.
  private static let resultReach = 8

  private static let hanNumerals: Set<String> = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "亿", "零", "两", "半", "〇",
  ]
  private static let hanScales: Set<String> = ["十", "百", "千", "万", "亿"]
  private static let dateUnits: Set<String> = ["年", "月", "日", "号", "月份", "季度", "年度"]
  private static let lengths: Set<String> = ["分钟", "小时", "个小时", "钟头", "个钟头", "个星期", "个礼拜", "个月", "秒钟"]
  private static let percentWords: Set<String> = ["percent", "percentage", "百分点", "个百分点", "个点"]

  private let stream: TokenStream
  private let lexicon: Lexicon
  private let results: PhraseTable<Bool>
  private let exceptions: PhraseTable<Bool>
  /// By the number of a word in the stream's vocabulary.
  private let isHanNumeral: [Bool]
  private let isHanScale: [Bool]
  private let beginsUnit: [Bool]
  private let isNumberWord: [Bool]
  private let ordinal: Int?
  /// By token: the end of the numeral that begins there, the token itself where none does. Taken once, from behind: a text that is one
  /// numeral is gone through once and not from each of its tokens.
  private let numeralEnds: [Int]
  /// By token: how many scales stand before it, and one more entry for all of them.
  private let scalesBefore: [Int]

  init(_ stream: TokenStream, _ lexicon: Lexicon) {
    self.stream = stream
    self.lexicon = lexicon
    results = PhraseTable(lexicon.results.map { ($0, true) }, stream)
    exceptions = PhraseTable(lexicon.numeralExceptions.map { ($0, true) }, stream)
    let vocabulary = stream.vocabulary
    isHanNumeral = vocabulary.marks(Self.hanNumerals)
    isHanScale = vocabulary.marks(Self.hanScales)
    beginsUnit = vocabulary.marks(Set(lexicon.units.map { $0.unicodeScalars.first?.isHan == true ? String($0.prefix(1)) : $0 }))
    isNumberWord = vocabulary.marks(Set(lexicon.numberWords.keys))
    ordinal = vocabulary["第"]
    let tokens = stream.tokens
    var ends = Array(tokens.indices)
    for index in tokens.indices.reversed() where isHanNumeral[tokens[index].id] {
      let goesOn = index + 1 < tokens.count && isHanNumeral[tokens[index + 1].id] && tokens[index + 1].breakBefore <= .space
      ends[index] = goesOn ? ends[index + 1] : index + 1
    }
    numeralEnds = ends
    var scales = [0]
    for token in tokens { scales.append(scales[scales.count - 1] + (isHanScale[token.id] ? 1 : 0)) }
    scalesBefore = scales
  }

  /// In order; each figure once, with its units and, where one stands before it, its verb.
  /// - Parameter isCounted: by token; figures elsewhere are left out.
  func find(_ isCounted: [Bool]) -> [TextHit] {
    occurrences().filter { isCounted[$0.span.upperBound - 1] }.map { stream.hit($0.span, term: $0.kind) }
  }

  /// As `find`, of the whole text.
  ///
  /// `isShare`: whether the figure is a percentage, also where a verb of outcomes makes a result of it.
  func occurrences() -> [(span: Range<Int>, kind: String, isShare: Bool)] {
    var hits: [(span: Range<Int>, kind: String, isShare: Bool)] = []
    var index = 0
    var last = 0
    while index < stream.tokens.count {
      guard let (span, kind) = figure(at: index) else {
        index = max(index + 1, excused(index))
        continue
      }
      let verb = resultVerb(before: span, notBefore: last)
      last = span.upperBound
      hits.append(((verb ?? span.lowerBound)..<span.upperBound, verb == nil ? kind : "result", kind == "percentage"))
      index = span.upperBound
    }
    return hits
  }

  private func folded(_ index: Int) -> String? { index < stream.tokens.count ? stream.tokens[index].folded : nil }

  private func continues(_ index: Int) -> Bool { index < stream.tokens.count && stream.tokens[index].breakBefore <= .space }

  /// The end of a numeral that counts nothing, such as 一下.
  private func excused(_ index: Int) -> Int { exceptions.matches(at: index).first?.span.upperBound ?? 0 }

  private func figure(at index: Int) -> (span: Range<Int>, kind: String)? {
    let token = stream.tokens[index]
    if index > 0, stream.tokens[index - 1].id == ordinal, token.breakBefore <= .space { return nil }
    switch token.kind {
    case .number:
      // The 2 of B2B and the 3 of Q3 are names.
      guard !token.isJoined else { return nil }
      // 5G: what stands without a gap behind the figure belongs to it; a unit (30kg) is taken in as one.
      let isGlued = index + 1 < stream.tokens.count && stream.tokens[index + 1].isJoined && unit(at: index + 1) == nil
      let end = isGlued ? index + 2 : index + 1
      return extended(index..<end, isPercent: token.folded.hasSuffix("%"), isBare: true)
    case .han: return hanFigure(at: index)
    case .latin: return englishFigure(at: index)
    case .other: return nil
    }
  }

  private func hanFigure(at index: Int) -> (span: Range<Int>, kind: String)? {
    guard isHanNumeral[stream.tokens[index].id] else { return nil }
    if ["百", "千", "万"].contains(folded(index)), folded(index + 1) == "分", folded(index + 2) == "之" {
      let end = numeralEnd(index + 3)
      return end > index + 3 ? (index..<end, "percentage") : nil
    }
    let end = numeralEnd(index)
    guard end > index else { return nil }
    // 一下 and 十分 count nothing, unless the numeral goes on (一个 but 十一个) or a length of time follows (两个 but 两个小时).
    if let exception = exceptions.matches(at: index).first, end <= exception.span.upperBound {
      guard let unit = unit(at: end), Self.lengths.contains(stream.tokens[unit].map(\.folded).joined()) else { return nil }
    }
    let isLarge = end - index >= 2 && scalesBefore[end] > scalesBefore[index]
    return extended(index..<end, isPercent: false, isBare: isLarge)
  }

  /// The end of the numeral at a position, the position itself where there is none.
  private func numeralEnd(_ start: Int) -> Int { start < numeralEnds.count ? numeralEnds[start] : start }

  private func englishFigure(at index: Int) -> (span: Range<Int>, kind: String)? {
    guard isNumberWord[stream.tokens[index].id] else { return nil }
    var end = index + 1
    while let word = folded(end), continues(end) {
      if lexicon.numberWords[word] != nil {
        end += 1
      } else if word == "and" || word == "point" || word == "a", let next = folded(end + 1), lexicon.numberWords[next] != nil,
        continues(end + 1)
      {
        end += 2
      } else {
        break
      }
    }
    return extended(index..<end, isPercent: false, isBare: true)
  }

  /// Takes in units, and what a date or a sum goes on with: 2024 年 5 月, 3 小时 20 分钟.
  private func extended(_ span: Range<Int>, isPercent: Bool, isBare: Bool) -> (span: Range<Int>, kind: String)? {
    var end = span.upperBound
    var hasUnit = false
    var isDate = false
    var isPercent = isPercent
    // 300 万: the scale belongs to the figure.
    while continues(end), isHanScale[stream.tokens[end].id] { end += 1 }
    while true {
      // 多 and 余 say "more than", half of a unit before it.
      if let next = folded(end), ["多", "余", "来"].contains(next), continues(end), unit(at: end + 1) != nil { end += 1 }
      guard let unit = unit(at: end) else { break }
      let name = stream.tokens[unit].map(\.folded).joined()
      hasUnit = true
      isDate = isDate || Self.dateUnits.contains(name) && isCalendar(span, name)
      isPercent = isPercent || Self.percentWords.contains(name)
      end = unit.upperBound
      guard end < stream.tokens.count, continues(end) else { break }
      if stream.tokens[end].kind == .number {
        end += 1
      } else if numeralEnd(end) > end, self.unit(at: numeralEnd(end)) != nil {
        end = numeralEnd(end)
      } else {
        break
      }
    }
    guard hasUnit || isBare || isPercent else { return nil }
    let isYear =
      span.count == 1 && stream.tokens[span.lowerBound].folded.count == 4
      && (Int(stream.tokens[span.lowerBound].folded).map { (1900...2099).contains($0) } ?? false)
    return (span.lowerBound..<end, isPercent ? "percentage" : isDate || isYear ? "date" : hasUnit ? "quantity" : "figure")
  }

  /// 2024年 and 5月 are dates; 3 年 is a length of time.
  private func isCalendar(_ span: Range<Int>, _ unit: String) -> Bool {
    unit != "年" || stream.tokens[span.lowerBound].folded.count == 4 || span.count == 4
  }

  /// The longest unit at a position: up to three characters, or one Latin word.
  private func unit(at index: Int) -> Range<Int>? {
    guard continues(index), beginsUnit[stream.tokens[index].id] else { return nil }
    if !stream.tokens[index].isHan { return lexicon.units.contains(stream.tokens[index].folded) ? index..<index + 1 : nil }
    for length in [4, 3, 2, 1] where index + length <= stream.tokens.count {
      let span = index..<index + length
      guard stream.tokens[span].allSatisfy(\.isHan), stream.strongestBreak(inside: span) <= .space else { continue }
      if lexicon.units.contains(stream.tokens[span].map(\.folded).joined()) { return span }
    }
    return nil
  }

  private func resultVerb(before span: Range<Int>, notBefore limit: Int) -> Int? {
    var index = span.lowerBound
    for _ in 0..<Self.resultReach {
      guard index > limit, stream.tokens[index].breakBefore < .clause else { return nil }
      index -= 1
      if !results.matches(at: index).isEmpty { return index }
    }
    return nil
  }
}
