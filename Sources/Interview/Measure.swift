/// The closed list of what Intone measures of one answer. The raw value is the key in the JSON, the store's views and
/// the role models; a measure means one thing with one unit, everywhere. What it is stands in `definition`.
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
  case pausesInsideClauses = "pauses_inside_clauses_per_min"
  case pausesBetweenClauses = "pauses_between_clauses_per_min"
  case fillersHeard = "fillers_heard_per_min"
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
  case reverberation = "reverberation_s"
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

/// What one measure is: the one table that printing, scoring, comparing and the documented JSON go by.
public struct MeasureDefinition: Sendable {
  public struct Traits: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// No role model may score it. Loudness, voice quality and the recording's own properties depend on the device and the speaker's
    /// body; hedges and crutch words are a manner of speaking; what an answer is made of decides, together, whether its content can be
    /// judged, and is no merit by itself.
    public static let reported = Traits(rawValue: 1)
    /// People read it as per cent.
    public static let share = Traits(rawValue: 2)
    /// It rests on a count of syllables: in the text where there is one that fits, else estimated from the sound.
    public static let ofSyllables = Traits(rawValue: 4)
    /// A speech accommodation takes it out of the score: rate, pauses, filled pauses, repetitions and repairs.
    public static let ofSpeech = Traits(rawValue: 8)
  }

  /// The unit of the value; `1` for a pure number or a ratio.
  public let unit: String
  /// Where it stands in `intone.analysis/1`, as a dotted path; of what is counted in the text, the object of its hits.
  public let path: String
  public let traits: Traits
  /// What the value is, in words.
  public let meaning: Bilingual

  init(_ unit: String, at path: String, _ traits: Traits = [], zh: String, en: String) {
    self.unit = unit
    self.path = path
    self.traits = traits
    meaning = Bilingual(zh: zh, en: en)
  }
}

extension Measure {
  public var definition: MeasureDefinition {
    switch self {
    case .duration: .init("s", at: "recording.duration_s", .ofSpeech, zh: "录音时长", en: "length of the recording")
    case .leadIn: .init("s", at: "timing.lead_in_s", .ofSpeech, zh: "开口前的时间（反应时）", en: "time before the first speech (response latency)")
    case .tail: .init("s", at: "timing.tail_s", .ofSpeech, zh: "最后语音之后的时间", en: "time after the last speech")
    case .span: .init("s", at: "timing.span_s", .ofSpeech, zh: "从首次到末次语音的时间", en: "time from the first to the last speech")
    case .phonation: .init("s", at: "timing.phonation_s", .ofSpeech, zh: "发声时间，不含静默停顿", en: "time in speech, silent pauses excluded")
    case .phonationRatio:
      .init("1", at: "timing.phonation_ratio", [.share, .ofSpeech], zh: "发声时间占比", en: "phonation time as a share of the span")
    case .timeShare:
      .init("1", at: "timing.time_share", [.share, .ofSpeech], zh: "用时占允许时间的比例", en: "recording length as a share of the allowed time")
    case .pauseCount: .init("1", at: "timing.pauses.count", .ofSpeech, zh: "静默停顿次数", en: "number of silent pauses")
    case .pausesPerMinute:
      .init("1/min", at: "timing.pauses.per_min", .ofSpeech, zh: "每分钟静默停顿次数", en: "silent pauses per minute of the span")
    case .pauseTotal: .init("s", at: "timing.pauses.total_s", .ofSpeech, zh: "静默停顿总时长", en: "total time of silent pauses")
    case .pauseMean: .init("s", at: "timing.pauses.mean_s", .ofSpeech, zh: "停顿平均时长", en: "mean silent pause")
    case .pauseMedian: .init("s", at: "timing.pauses.median_s", .ofSpeech, zh: "停顿中位时长", en: "median silent pause")
    case .pauseLongest: .init("s", at: "timing.pauses.longest_s", .ofSpeech, zh: "最长停顿", en: "longest silent pause")
    case .pauseRatio: .init("1", at: "timing.pauses.ratio", [.share, .ofSpeech], zh: "停顿占比", en: "silent pauses as a share of the span")
    case .pausesInsideClauses:
      .init(
        "1/min", at: "timing.pauses.inside_clauses_per_min", [.reported, .ofSpeech], zh: "每分钟分句内停顿次数",
        en: "silent pauses inside clauses per minute of the span")
    case .pausesBetweenClauses:
      .init(
        "1/min", at: "timing.pauses.between_clauses_per_min", [.reported, .ofSpeech], zh: "每分钟分句之间停顿次数",
        en: "silent pauses between clauses per minute of the span")
    case .fillersHeard:
      .init(
        "1/min", at: "timing.fillers_heard.per_min", [.reported, .ofSpeech], zh: "每分钟听到的语气词次数（由声音估计，只是其中一部分）",
        en: "filled pauses per minute of the span, estimated from the sound: a part of them")
    case .syllables: .init("1", at: "rate.syllables", [.ofSyllables, .ofSpeech], zh: "音节数", en: "number of syllables")
    case .speechRate:
      .init("syll/s", at: "rate.speech_rate_syl_s", [.ofSyllables, .ofSpeech], zh: "音节语速（含停顿）", en: "syllables per second of the span")
    case .articulationRate:
      .init(
        "syll/s", at: "rate.articulation_rate_syl_s", [.ofSyllables, .ofSpeech], zh: "发音速率（不含停顿）",
        en: "syllables per second of phonation")
    case .charactersPerMinute:
      .init("字/min", at: "rate.characters_per_min", [.ofSyllables, .ofSpeech], zh: "中文语速", en: "Chinese characters per minute of the span")
    case .wordsPerMinute:
      .init("words/min", at: "rate.words_per_min", [.ofSyllables, .ofSpeech], zh: "英文语速", en: "English words per minute of the span")
    case .meanLengthOfRun:
      .init(
        "syll", at: "rate.mean_length_of_run_syl", [.ofSyllables, .ofSpeech], zh: "两次停顿之间的平均语流",
        en: "mean number of syllables between silent pauses")
    case .surgeCount:
      .init(
        "1", at: "rate.surges.surge_count", [.ofSyllables, .ofSpeech], zh: "语速突变次数",
        en: "stretches where the pace leaves the speaker's own baseline")
    case .surgeLargest:
      .init(
        "1", at: "rate.surges.surge_largest_ratio", [.share, .ofSyllables, .ofSpeech], zh: "最大语速突变幅度",
        en: "largest departure of the pace from the speaker's own baseline")
    case .f0Median: .init("Hz", at: "pitch.f0_median_hz", .reported, zh: "基频中位数", en: "median fundamental frequency")
    case .f0SD: .init("st", at: "pitch.f0_sd_st", zh: "基频标准差", en: "standard deviation of the fundamental frequency")
    case .f0Range: .init("st", at: "pitch.f0_range_st", zh: "基频 5–95 % 范围", en: "5–95 % range of the fundamental frequency")
    case .voicedRatio:
      .init("1", at: "pitch.voiced_ratio", [.reported, .share], zh: "浊音帧占发声时间的比例", en: "voiced frames as a share of phonation time")
    case .f0Trend: .init("st/min", at: "pitch.trend_st_per_min", zh: "基频趋势", en: "linear trend of the fundamental frequency")
    case .level: .init("dBFS", at: "voice.level_dbfs", .reported, zh: "语音电平", en: "level of the speech relative to full scale")
    case .hnr: .init("dB", at: "voice.hnr_db", .reported, zh: "谐噪比", en: "harmonics-to-noise ratio")
    case .jitter: .init("1", at: "voice.jitter_local", .reported, zh: "基频微扰", en: "local period perturbation")
    case .shimmer: .init("1", at: "voice.shimmer_local", .reported, zh: "振幅微扰", en: "local amplitude perturbation")
    case .cpps: .init("dB", at: "voice.cpps_db", .reported, zh: "平滑倒谱峰值突出度", en: "smoothed cepstral peak prominence")
    case .snr: .init("dB", at: "recording.quality.snr_db", .reported, zh: "信噪比", en: "signal-to-noise ratio")
    case .clippedRatio:
      .init("1", at: "recording.quality.clipped_ratio", [.reported, .share], zh: "削波样本比例", en: "share of clipped samples")
    case .bandwidth: .init("Hz", at: "recording.quality.bandwidth_hz", .reported, zh: "有效带宽", en: "highest frequency that carries speech")
    case .reverberation:
      .init(
        "s", at: "recording.quality.reverberation_s", .reported, zh: "混响时间（误差可达一倍）",
        en: "reverberation time of the room (right by a factor of two)")
    case .characters: .init("1", at: "text.characters", zh: "汉字数", en: "number of Chinese characters")
    case .words: .init("1", at: "text.words", zh: "词数", en: "number of words")
    case .fillersPerMinute: .init("1/min", at: "text.fillers", .ofSpeech, zh: "每分钟语气词次数", en: "filled pauses per minute of the span")
    case .repetitionsPer100:
      .init("1/100 syll", at: "text.repetitions", .ofSpeech, zh: "每百音节重复次数", en: "repeated words and phrases per 100 syllables")
    case .repairsPer100: .init("1/100 syll", at: "text.repairs", .ofSpeech, zh: "每百音节自我修正次数", en: "self-repairs per 100 syllables")
    case .keywordCoverage:
      .init("1", at: "text.keywords.coverage", .share, zh: "关键词组覆盖率", en: "share of the keyword groups that were found")
    case .starCoverage:
      .init(
        "1", at: "text.structure.star_coverage", .share, zh: "情境–任务–行动–结果覆盖率",
        en: "share of situation, task, action, result found in order")
    case .problemSolutionCoverage:
      .init(
        "1", at: "text.structure.problem_solution_coverage", .share, zh: "问题–方案–验证覆盖率",
        en: "share of problem, solution, verification found in order")
    case .ordinalMarkers:
      .init("1", at: "text.structure.ordinal_markers", zh: "条理标记（首先、其次、最后）", en: "ordinal markers (first, then, finally)")
    case .specificityPer100:
      .init(
        "1/100 syll", at: "text.specificity", zh: "每百音节具体数据（数字、百分比、日期、量词、结果）",
        en: "figures, quantities, percentages, dates and results per 100 syllables")
    case .richness: .init("1", at: "text.richness", zh: "词汇丰富度（滑动窗口型例比）", en: "vocabulary richness: moving-average type–token ratio")
    case .ownWordsShare:
      .init(
        "1", at: "text.substance.own_words_share", [.reported, .share], zh: "自己的词占实词的比例",
        en: "the speaker's own words as a share of the content words")
    case .ownWordsPerClause:
      .init("1", at: "text.substance.own_words_per_clause", .reported, zh: "每个分句中自己的新词", en: "new words of the speaker's own per clause")
    case .roleWordsShare:
      .init(
        "1", at: "text.substance.role_words_share", [.reported, .share], zh: "岗位模型的词占实词的比例",
        en: "words of the role's model as a share of the content words")
    case .repeatedShare:
      .init(
        "1", at: "text.substance.repeated_share", [.reported, .share], zh: "重复、罗列、复述题目的内容占比",
        en: "share of the text that repeats, lists, or says the question again")
    case .concretenessPer100:
      .init(
        "1/100 syll", at: "text.substance.concreteness", zh: "每百音节可追问的细节（数字、时间、名称、本人行动，加权）",
        en: "details per 100 syllables (figures, times, names and own actions, weighted)")
    case .hedgesPer100: .init("1/100 syll", at: "text.hedges", .reported, zh: "每百音节模糊限制语", en: "hedges per 100 syllables")
    case .crutchWordsPer100: .init("1/100 syll", at: "text.crutch_words", .reported, zh: "每百音节口头禅", en: "crutch words per 100 syllables")
    }
  }

  public var unit: String { definition.unit }
  public var meaning: Bilingual { definition.meaning }
  public var path: String { definition.path }
  public var isScorable: Bool { !definition.traits.contains(.reported) }
  public var isShare: Bool { definition.traits.contains(.share) }
  public var restsOnSyllables: Bool { definition.traits.contains(.ofSyllables) }
  public var isSwitchedOffBySpeechAccommodation: Bool { definition.traits.contains(.ofSpeech) }

  /// Where the value itself stands: of what is counted in the text, the rate beside the hits.
  public var valuePath: String {
    switch unit {
    case "1/min" where path.hasPrefix("text."): path + ".per_min"
    case "1/100 syll": path + ".per_100_syl"
    default: path
    }
  }
}

extension [Measure: Measured<Double>] {
  /// Why nothing was taken from the answer's transcript, though there is one: it is of something else, or of a part. Nil where
  /// it fits, and where there is none.
  public var misfit: UnknownReason? {
    let reason = self[.characters]?.reason
    return reason == .transcriptMismatch || reason == .transcriptPartial ? reason : nil
  }

  /// Whether syllables were counted in a text.
  public var areCounted: Bool { self[.characters]?.value != nil }

  /// The measures as they may stand beside other answers': with a transcript that does not fit, what should have been counted
  /// in it was estimated from the sound instead, and is unknown here for its reason.
  public var comparable: Self {
    guard let misfit else { return self }
    var result = self
    for measure in keys where measure.restsOnSyllables { result[measure] = result[measure]?.withheld(misfit) }
    return result
  }
}

extension Measure {
  /// Decimals at which the value is printed and stored. Results on different processor families agree at this precision,
  /// and it is finer than what any of the methods can tell apart.
  public var decimals: Int {
    switch unit {
    case _ where self == .reverberation: 2
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

  /// The value as the documented JSON shows it: rounded, null where unknown.
  public func json(_ measured: Measured<Double>) -> JSON { .rounded(measured.value, decimals) }
}
