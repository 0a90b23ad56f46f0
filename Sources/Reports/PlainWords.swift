import Interview

/// What was found, as one tells it to somebody who never heard of a measure: no name of one, no unit, no band.
enum PlainWords {
  /// - Parameters:
  ///   - code: a lost point's, which ends in `low` or `high` where a value lies outside of its band.
  ///   - message: what the scorecard says, which is plain already where words are missing.
  static func of(_ measure: Measure?, code: String, message: Bilingual) -> Bilingual {
    guard let measure, let plain = sentences[measure] else { return message }
    return (code.hasSuffix(".low") ? plain.low : code.hasSuffix(".high") ? plain.high : nil) ?? message
  }

  private static let slow = Bilingual(zh: "语速偏慢", en: "you spoke rather slowly")
  private static let fast = Bilingual(zh: "语速偏快", en: "you spoke rather fast")
  private static let flat = Bilingual(zh: "语调比较平", en: "your voice stayed on much the same note")
  private static let lively = Bilingual(zh: "语调起伏很大", en: "your voice went up and down a great deal")
  private static let halting = Bilingual(zh: "停顿占的时间较多", en: "much of the time was silence between your words")
  private static let breathless = Bilingual(zh: "中间几乎没有停顿", en: "there was hardly a pause between your words")
  private static let uneven = Bilingual(zh: "有几段忽快忽慢", en: "in places your pace changed all of a sudden")

  private static let sentences: [Measure: (low: Bilingual?, high: Bilingual?)] = [
    .charactersPerMinute: (slow, fast), .wordsPerMinute: (slow, fast), .speechRate: (slow, fast), .articulationRate: (slow, fast),
    .f0SD: (flat, lively), .f0Range: (flat, lively),
    .pauseRatio: (breathless, halting), .pauseTotal: (breathless, halting), .phonationRatio: (halting, breathless),
    .pauseCount: (breathless, Bilingual(zh: "停顿次数较多", en: "you stopped often")),
    .pausesPerMinute: (breathless, Bilingual(zh: "停顿次数较多", en: "you stopped often")),
    .pauseMean: (breathless, Bilingual(zh: "停顿较长", en: "your pauses were long")),
    .pauseMedian: (breathless, Bilingual(zh: "停顿较长", en: "your pauses were long")),
    .pauseLongest: (breathless, Bilingual(zh: "有一处停了很久", en: "one pause was very long")),
    .meanLengthOfRun: (Bilingual(zh: "一句话常常说到一半就停下", en: "you often stopped in the middle of a thought"), nil),
    .surgeCount: (nil, uneven), .surgeLargest: (nil, uneven),
    .fillersPerMinute: (nil, Bilingual(zh: "“嗯”“呃”一类的词较多", en: "there were many words like “um” and “uh”")),
    .repetitionsPer100: (nil, Bilingual(zh: "同样的词说了不止一遍", en: "you often said the same words twice")),
    .repairsPer100: (nil, Bilingual(zh: "说到一半改口的地方较多", en: "you often began a sentence anew")),
    .ordinalMarkers: (
      Bilingual(zh: "听的人不容易分清您的要点", en: "it was hard to hear where one point ended and the next began"), nil
    ),
    .specificityPer100: (
      Bilingual(zh: "很少提到数字、日期、名称和结果", en: "there were few figures, dates, names or results"), nil
    ),
    .concretenessPer100: (Bilingual(zh: "具体的细节较少", en: "there were few details of what you yourself did"), nil),
    .richness: (Bilingual(zh: "用词重复较多", en: "you used the same few words again and again"), nil),
    .keywordCoverage: (Bilingual(zh: "题目问到的几点没有都讲到", en: "not every point of the question was touched"), nil),
    .starCoverage: (Bilingual(zh: "背景、任务、行动、结果没有都讲到", en: "background, task, action and result were not all told"), nil),
    .problemSolutionCoverage: (
      Bilingual(zh: "问题、方案、验证没有都讲到", en: "problem, solution and how you checked it were not all told"), nil
    ),
    .timeShare: (
      Bilingual(zh: "回答比允许的时间短很多", en: "your answer used little of the time you had"),
      Bilingual(zh: "回答几乎用满或超过了时间", en: "your answer ran up to the limit of its time, or over it")
    ),
    .duration: (Bilingual(zh: "回答很短", en: "your answer was short"), Bilingual(zh: "回答很长", en: "your answer was long")),
    .leadIn: (
      Bilingual(zh: "题目一完就开口了", en: "you began at once"), Bilingual(zh: "过了较久才开口", en: "it took a while until you began")
    ),
  ]
}
