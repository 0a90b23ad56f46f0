/// The closed list of what Intone measures of one answer. The raw value is the key in the JSON, the store's views and
/// the role models; a measure means one thing with one unit, everywhere.
public enum Measure: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
  case duration = "duration_s"
  case leadIn = "lead_in_s"
  case tail = "tail_s"
  case span = "span_s"
  case phonation = "phonation_s"
  case phonationRatio = "phonation_ratio"
  case timeShare = "time_share"
  case pauseCount = "pause_count"
  case pausesPerMinute = "pauses_per_min"
  case pauseTotal = "pause_total_s"
  case pauseMean = "pause_mean_s"
  case pauseMedian = "pause_median_s"
  case pauseLongest = "pause_longest_s"
  case pauseRatio = "pause_ratio"
  case syllables = "syllables"
  case speechRate = "speech_rate_syl_s"
  case articulationRate = "articulation_rate_syl_s"
  case charactersPerMinute = "characters_per_min"
  case wordsPerMinute = "words_per_min"
  case meanLengthOfRun = "mean_length_of_run_syl"
  case surgeCount = "surge_count"
  case surgeLargest = "surge_largest_ratio"
  case f0Median = "f0_median_hz"
  case f0SD = "f0_sd_st"
  case f0Range = "f0_range_st"
  case voicedRatio = "voiced_ratio"
  case f0Trend = "trend_st_per_min"
  case level = "level_dbfs"
  case hnr = "hnr_db"
  case jitter = "jitter_local"
  case shimmer = "shimmer_local"
  case cpps = "cpps_db"
  case snr = "snr_db"
  case clippedRatio = "clipped_ratio"
  case bandwidth = "bandwidth_hz"
  case characters = "characters"
  case words = "words"
  case fillersPerMinute = "fillers_per_min"
  case repetitionsPer100 = "repetitions_per_100_syl"
  case repairsPer100 = "repairs_per_100_syl"
  case keywordCoverage = "keyword_coverage"
  case starCoverage = "star_coverage"
  case problemSolutionCoverage = "problem_solution_coverage"
  case ordinalMarkers = "ordinal_markers"
  case specificityPer100 = "specificity_per_100"
  case richness = "richness_mattr"
  case ownWordsShare = "own_words_share"
  case ownWordsPerClause = "own_words_per_clause"
  case roleWordsShare = "role_words_share"
  case repeatedShare = "repeated_share"
  case concretenessPer100 = "concreteness_per_100"
  case hedgesPer100 = "hedges_per_100_syl"
  case crutchWordsPer100 = "crutch_words_per_100_syl"
}

extension Measure {
  /// The unit of the value; `1` for a pure number or a ratio.
  public var unit: String {
    switch self {
    case .duration, .leadIn, .tail, .span, .phonation, .pauseTotal, .pauseMean, .pauseMedian, .pauseLongest:
      "s"
    case .phonationRatio, .timeShare, .pauseCount, .pauseRatio, .syllables, .surgeCount, .surgeLargest,
      .voicedRatio, .jitter, .shimmer, .clippedRatio, .characters, .words, .keywordCoverage, .starCoverage,
      .problemSolutionCoverage, .ordinalMarkers, .richness, .ownWordsShare, .ownWordsPerClause, .roleWordsShare, .repeatedShare:
      "1"
    case .pausesPerMinute, .fillersPerMinute:
      "1/min"
    case .speechRate, .articulationRate:
      "syll/s"
    case .charactersPerMinute:
      "字/min"
    case .wordsPerMinute:
      "words/min"
    case .meanLengthOfRun:
      "syll"
    case .f0Median, .bandwidth:
      "Hz"
    case .f0SD, .f0Range:
      "st"
    case .f0Trend:
      "st/min"
    case .level:
      "dBFS"
    case .hnr, .cpps, .snr:
      "dB"
    case .repetitionsPer100, .repairsPer100, .specificityPer100, .concretenessPer100, .hedgesPer100, .crutchWordsPer100:
      "1/100 syll"
    }
  }

  /// Whether a role model may score it. Loudness, voice quality and the recording's own properties depend on the device
  /// and the speaker's body: they are reported and never scored. Hedges and crutch words are a manner of speaking. What an answer
  /// is made of decides, together, whether its content can be judged, and is no merit by itself.
  public var isScorable: Bool {
    switch self {
    case .f0Median, .voicedRatio, .level, .hnr, .jitter, .shimmer, .cpps, .snr, .clippedRatio, .bandwidth, .ownWordsShare,
      .ownWordsPerClause,
      .roleWordsShare, .repeatedShare, .hedgesPer100, .crutchWordsPer100:
      false
    default: true
    }
  }

  /// What the value is, in words.
  public var meaning: Bilingual {
    switch self {
    case .duration: Bilingual(zh: "录音时长", en: "length of the recording")
    case .leadIn: Bilingual(zh: "开口前的时间（反应时）", en: "time before the first speech (response latency)")
    case .tail: Bilingual(zh: "最后语音之后的时间", en: "time after the last speech")
    case .span: Bilingual(zh: "从首次到末次语音的时间", en: "time from the first to the last speech")
    case .phonation: Bilingual(zh: "发声时间，不含静默停顿", en: "time in speech, silent pauses excluded")
    case .phonationRatio: Bilingual(zh: "发声时间占比", en: "phonation time as a share of the span")
    case .timeShare: Bilingual(zh: "用时占允许时间的比例", en: "recording length as a share of the allowed time")
    case .pauseCount: Bilingual(zh: "静默停顿次数", en: "number of silent pauses")
    case .pausesPerMinute: Bilingual(zh: "每分钟静默停顿次数", en: "silent pauses per minute of the span")
    case .pauseTotal: Bilingual(zh: "静默停顿总时长", en: "total time of silent pauses")
    case .pauseMean: Bilingual(zh: "停顿平均时长", en: "mean silent pause")
    case .pauseMedian: Bilingual(zh: "停顿中位时长", en: "median silent pause")
    case .pauseLongest: Bilingual(zh: "最长停顿", en: "longest silent pause")
    case .pauseRatio: Bilingual(zh: "停顿占比", en: "silent pauses as a share of the span")
    case .syllables: Bilingual(zh: "音节数", en: "number of syllables")
    case .speechRate: Bilingual(zh: "音节语速（含停顿）", en: "syllables per second of the span")
    case .articulationRate: Bilingual(zh: "发音速率（不含停顿）", en: "syllables per second of phonation")
    case .charactersPerMinute: Bilingual(zh: "中文语速", en: "Chinese characters per minute of the span")
    case .wordsPerMinute: Bilingual(zh: "英文语速", en: "English words per minute of the span")
    case .meanLengthOfRun: Bilingual(zh: "两次停顿之间的平均语流", en: "mean number of syllables between silent pauses")
    case .surgeCount: Bilingual(zh: "语速突变次数", en: "stretches where the pace leaves the speaker's own baseline")
    case .surgeLargest: Bilingual(zh: "最大语速突变幅度", en: "largest departure of the pace from the speaker's own baseline")
    case .f0Median: Bilingual(zh: "基频中位数", en: "median fundamental frequency")
    case .f0SD: Bilingual(zh: "基频标准差", en: "standard deviation of the fundamental frequency")
    case .f0Range: Bilingual(zh: "基频 5–95 % 范围", en: "5–95 % range of the fundamental frequency")
    case .voicedRatio: Bilingual(zh: "浊音帧占发声时间的比例", en: "voiced frames as a share of phonation time")
    case .f0Trend: Bilingual(zh: "基频趋势", en: "linear trend of the fundamental frequency")
    case .level: Bilingual(zh: "语音电平", en: "level of the speech relative to full scale")
    case .hnr: Bilingual(zh: "谐噪比", en: "harmonics-to-noise ratio")
    case .jitter: Bilingual(zh: "基频微扰", en: "local period perturbation")
    case .shimmer: Bilingual(zh: "振幅微扰", en: "local amplitude perturbation")
    case .cpps: Bilingual(zh: "平滑倒谱峰值突出度", en: "smoothed cepstral peak prominence")
    case .snr: Bilingual(zh: "信噪比", en: "signal-to-noise ratio")
    case .clippedRatio: Bilingual(zh: "削波样本比例", en: "share of clipped samples")
    case .bandwidth: Bilingual(zh: "有效带宽", en: "highest frequency that carries speech")
    case .characters: Bilingual(zh: "汉字数", en: "number of Chinese characters")
    case .words: Bilingual(zh: "词数", en: "number of words")
    case .fillersPerMinute: Bilingual(zh: "每分钟语气词次数", en: "filled pauses per minute of the span")
    case .repetitionsPer100: Bilingual(zh: "每百音节重复次数", en: "repeated words and phrases per 100 syllables")
    case .repairsPer100: Bilingual(zh: "每百音节自我修正次数", en: "self-repairs per 100 syllables")
    case .keywordCoverage: Bilingual(zh: "关键词组覆盖率", en: "share of the keyword groups that were found")
    case .starCoverage: Bilingual(zh: "情境–任务–行动–结果覆盖率", en: "share of situation, task, action, result found in order")
    case .problemSolutionCoverage: Bilingual(zh: "问题–方案–验证覆盖率", en: "share of problem, solution, verification found in order")
    case .ordinalMarkers: Bilingual(zh: "条理标记（首先、其次、最后）", en: "ordinal markers (first, then, finally)")
    case .specificityPer100:
      Bilingual(zh: "每百音节具体数据（数字、百分比、日期、量词、结果）", en: "figures, quantities, percentages, dates and results per 100 syllables")
    case .richness: Bilingual(zh: "词汇丰富度（滑动窗口型例比）", en: "vocabulary richness: moving-average type–token ratio")
    case .ownWordsShare: Bilingual(zh: "自己的词占实词的比例", en: "the speaker's own words as a share of the content words")
    case .ownWordsPerClause: Bilingual(zh: "每个分句中自己的新词", en: "new words of the speaker's own per clause")
    case .roleWordsShare: Bilingual(zh: "岗位模型的词占实词的比例", en: "words of the role's model as a share of the content words")
    case .repeatedShare: Bilingual(zh: "重复、罗列、复述题目的内容占比", en: "share of the text that repeats, lists, or says the question again")
    case .concretenessPer100:
      Bilingual(
        zh: "每百音节可追问的细节（数字、时间、名称、本人行动，加权）",
        en: "details per 100 syllables (figures, times, names and own actions, weighted)")
    case .hedgesPer100: Bilingual(zh: "每百音节模糊限制语", en: "hedges per 100 syllables")
    case .crutchWordsPer100: Bilingual(zh: "每百音节口头禅", en: "crutch words per 100 syllables")
    }
  }
}
