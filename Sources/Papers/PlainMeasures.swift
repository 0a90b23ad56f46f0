import Interview

extension Measure {
  /// What is measured, as one tells it to somebody who never heard of a measure: a thing without its unit or formula. Measures of one thing
  /// in two languages, or of one thing counted in two ways, have one name. `meaning` has the exact words.
  package var plain: Bilingual {
    switch self {
    case .duration, .span, .phonation, .timeShare: Bilingual(zh: "回答的长短", en: "how long the answer is")
    case .leadIn: Bilingual(zh: "多久开口", en: "how soon you begin to speak")
    case .tail: Bilingual(zh: "说完后录音还开了多久", en: "how long the recording goes on after your last word")
    case .phonationRatio, .pauseRatio, .pauseTotal: Bilingual(zh: "停顿占多少时间", en: "how much of the time you pause")
    case .pauseCount, .pausesPerMinute: Bilingual(zh: "停顿多少次", en: "how often you pause")
    case .pauseMean, .pauseMedian: Bilingual(zh: "停顿一般多长", en: "how long your pauses are")
    case .pauseLongest: Bilingual(zh: "最长的一次停顿", en: "your longest pause")
    case .pausesInsideClauses, .pausesBetweenClauses: Bilingual(zh: "在句中还是句间停顿", en: "whether you pause inside a sentence or between two")
    case .syllables, .characters, .words: Bilingual(zh: "说了多少字词", en: "how much you say")
    case .speechRate, .articulationRate, .charactersPerMinute, .wordsPerMinute: Bilingual(zh: "说话快慢", en: "how fast you speak")
    case .meanLengthOfRun: Bilingual(zh: "一口气说多少", en: "how much you say between two pauses")
    case .surgeCount, .surgeLargest: Bilingual(zh: "是否忽快忽慢", en: "whether your pace changes all of a sudden")
    case .f0Median: Bilingual(zh: "声音的高低", en: "how high your voice is")
    case .f0SD, .f0Range, .f0Trend: Bilingual(zh: "声调的起伏", en: "how much your voice rises and falls")
    case .voicedRatio, .hnr, .jitter, .shimmer, .cpps: Bilingual(zh: "嗓音的性质", en: "qualities of the voice")
    case .level, .snr, .clippedRatio, .bandwidth, .reverberation: Bilingual(zh: "录音质量", en: "how good the recording is")
    case .fillersPerMinute, .fillersHeard: Bilingual(zh: "“嗯”“呃”一类的词", en: "words like “um” and “uh”")
    case .repetitionsPer100: Bilingual(zh: "重复的词", en: "words said twice in a row")
    case .repairsPer100: Bilingual(zh: "说到一半改口", en: "sentences begun anew")
    case .keywordCoverage: Bilingual(zh: "讲到了问到的哪几点", en: "which points of the question you touch")
    case .starCoverage: Bilingual(zh: "是否讲了背景、任务、行动、结果", en: "whether you tell situation, task, action and result")
    case .problemSolutionCoverage:
      Bilingual(zh: "是否讲了问题、办法、验证", en: "whether you tell the problem, what was done, and how it was checked")
    case .ordinalMarkers: Bilingual(zh: "“首先”“其次”“最后”一类的提示", en: "signposts such as “first”, “then”, “finally”")
    case .specificityPer100: Bilingual(zh: "数字、日期、名称、结果等具体内容", en: "figures, dates, names and results that you mention")
    case .concretenessPer100: Bilingual(zh: "具体经过的细节", en: "details of what happened and what you did")
    case .richness: Bilingual(zh: "用词是否多样", en: "how varied your words are")
    case .ownWordsShare, .ownWordsPerClause, .roleWordsShare: Bilingual(zh: "自己的话有多少", en: "how much is said in words of your own")
    case .repeatedShare: Bilingual(zh: "重复说过的话有多少", en: "how much is said over again")
    case .hedgesPer100, .crutchWordsPer100: Bilingual(zh: "口头语", en: "habitual phrases")
    }
  }
}
