import FoundationEssentials
import Interview

/// The sentences of lost points: measured value, expected band, in the words of the field.
enum Wording {
  static func outOfBand(_ measure: Measure, _ value: Double, _ band: (low: Double?, high: Double?)) -> Bilingual {
    let shown = measure.shown(value)
    let expected: Bilingual =
      switch band {
      case (let low?, let high?):
        Bilingual(zh: "预期 \(measure.shown(low))–\(measure.shown(high))", en: "expected \(measure.shown(low)) to \(measure.shown(high))")
      case (let low?, nil): Bilingual(zh: "预期不低于 \(measure.shown(low))", en: "expected \(measure.shown(low)) or more")
      case (nil, let high?): Bilingual(zh: "预期不高于 \(measure.shown(high))", en: "expected \(measure.shown(high)) or less")
      case (nil, nil): Bilingual(zh: "", en: "")
      }
    return Bilingual(zh: "\(measure.meaning.zh)：\(shown)，\(expected.zh)", en: "\(measure.meaning.en): \(shown), \(expected.en)")
  }

  static func missingGroup(_ group: String) -> Bilingual {
    let name = groupName(group)
    return Bilingual(zh: "没有提到“\(name.zh)”", en: "“\(name.en)” is not mentioned")
  }

  /// A group may be named in both languages: `客户需求 / customer needs`.
  static func groupName(_ group: String) -> Bilingual {
    let parts = group.components(separatedBy: " / ")
    return parts.count == 2 ? Bilingual(zh: parts[0], en: parts[1]) : Bilingual(zh: group, en: group)
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
  public func shown(_ value: Double) -> String {
    switch self {
    case .phonationRatio, .pauseRatio, .timeShare, .voicedRatio, .keywordCoverage, .starCoverage, .problemSolutionCoverage, .surgeLargest:
      JSON.rounded(value * 100, 0).text + " %"
    case .charactersPerMinute, .wordsPerMinute, .pausesPerMinute, .fillersPerMinute:
      JSON.rounded(value, 1).text + (unit.hasPrefix("1") ? "" : " " + unit)
    // A count per minute or per hundred says so in its meaning.
    default: JSON.rounded(value, 2).text + (unit.hasPrefix("1") ? "" : " " + unit)
    }
  }
}
