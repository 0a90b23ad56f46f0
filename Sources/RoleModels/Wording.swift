import Interview

/// The sentences of lost points: measured value, expected band, in the words of the field.
enum Wording {
  static func outOfBand(_ measure: Measure, _ value: Double, _ band: (low: Double?, high: Double?)) -> Bilingual {
    let low = band.low.map(measure.shown)
    let high = band.high.map(measure.shown)
    let expected: Bilingual =
      switch (low, high) {
      case (let low?, let high?):
        Bilingual(
          zh: "预期 \(withoutUnit(low.zh, of: high.zh))–\(high.zh)", en: "expected \(withoutUnit(low.en, of: high.en)) to \(high.en)")
      case (let low?, nil): Bilingual(zh: "预期不低于 \(low.zh)", en: "expected \(low.en) or more")
      case (nil, let high?): Bilingual(zh: "预期不高于 \(high.zh)", en: "expected \(high.en) or less")
      case (nil, nil): Bilingual(zh: "", en: "")
      }
    let shown = measure.shown(value)
    return Bilingual(zh: "\(measure.meaning.zh)：\(shown.zh)，\(expected.zh)", en: "\(measure.meaning.en): \(shown.en), \(expected.en)")
  }

  /// `10` of `10 %` before `40 %`: two values with one unit say it once.
  private static func withoutUnit(_ text: String, of other: String) -> String {
    guard let space = text.firstIndex(of: " "), other.hasSuffix(text[space...]) else { return text }
    return String(text[..<space])
  }

  /// Words of the group stand in the text, in a list or in the question said again, and no clause says anything with them.
  static func mentionedGroup(_ name: String) -> Bilingual {
    let group = Bilingual(groupName: name)
    return Bilingual(zh: "提到了“\(group.zh)”，但没有自己的具体内容", en: "“\(group.en)” is mentioned, with no detail of the speaker's own")
  }

  static func missingGroup(_ group: String) -> Bilingual {
    let name = Bilingual(groupName: group)
    return Bilingual(zh: "没有提到“\(name.zh)”", en: "“\(name.en)” is not mentioned")
  }

  static func stepOutOfOrder(_ step: String) -> Bilingual {
    let name = StructureScheme.name(of: step)
    return Bilingual(zh: "\(name.zh)说得不在顺序上", en: "\(name.en) is told out of order")
  }

  static func missingStep(_ step: String) -> Bilingual {
    let name = StructureScheme.name(of: step)
    return Bilingual(zh: "没有说明\(name.zh)", en: "\(name.en) is not told")
  }
}

extension Measure {
  /// The value with its unit as people write it: ratios as per cent.
  public func shown(_ value: Double) -> Bilingual {
    let number: String
    switch self {
    case _ where isShare:
      let percent = JSON.rounded(value * 100, self == .clippedRatio ? 2 : 0).text + " %"
      return Bilingual(zh: percent, en: percent)
    case .charactersPerMinute, .wordsPerMinute, .pausesPerMinute, .fillersPerMinute, .f0Median, .snr, .hnr, .cpps, .level:
      number = JSON.rounded(value, 1).text
    case .bandwidth: number = JSON.rounded(value, 0).text
    case .jitter, .shimmer: number = JSON.rounded(value, 4).text
    default: number = JSON.rounded(value, 2).text
    }
    func with(_ unit: String) -> String { unit.isEmpty ? number : number + " " + unit }
    return Bilingual(zh: with(unitName.zh), en: with(unitName.en))
  }
}
