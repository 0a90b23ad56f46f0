extension Measure {
  /// Decimals at which the value is printed and stored. Results on different processor families agree at this precision,
  /// and it is finer than what any of the methods can tell apart.
  public var decimals: Int {
    switch unit {
    case "dB", "dBFS", "Hz", "1/min", "字/min", "words/min", "1/100 syll": 2
    case "1": 4
    default: 3
    }
  }

  /// The unit as a person reads it after the value; empty where the measure's meaning says it already, and for plain numbers.
  public var unitName: Bilingual {
    switch unit {
    case "1", "1/min", "1/100 syll": Bilingual(zh: "", en: "")
    case "s": Bilingual(zh: "秒", en: "s")
    case "syll/s": Bilingual(zh: "音节/秒", en: "")
    case "字/min": Bilingual(zh: "字/分", en: "")
    case "words/min": Bilingual(zh: "词/分", en: "")
    case "syll": Bilingual(zh: "个音节", en: "")
    case "st": Bilingual(zh: "半音", en: "semitones")
    case "st/min": Bilingual(zh: "半音/分", en: "semitones/min")
    default: Bilingual(zh: unit, en: unit)
    }
  }

  /// Whether people read it as per cent.
  public var isShare: Bool {
    switch self {
    case .phonationRatio, .pauseRatio, .timeShare, .voicedRatio, .clippedRatio, .keywordCoverage, .starCoverage, .problemSolutionCoverage,
      .surgeLargest, .ownWordsShare, .roleWordsShare, .repeatedShare:
      true
    default: false
    }
  }

  /// The value as the documented JSON shows it: rounded, null where unknown.
  public func json(_ measured: Measured<Double>) -> JSON { .rounded(measured.value, decimals) }
}
