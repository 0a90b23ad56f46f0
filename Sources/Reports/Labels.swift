import Interview

/// Every fixed word on a report page.
package enum Labels {
  static let title = Bilingual(zh: "面试回答报告", en: "Interview report")
  static let session = Bilingual(zh: "场次", en: "Session")
  static let candidate = Bilingual(zh: "候选人", en: "Candidate")
  static let role = Bilingual(zh: "岗位模型", en: "Role model")
  static let state = Bilingual(zh: "状态", en: "State")
  static let engine = Bilingual(zh: "分析引擎", en: "Engine")
  static let overall = Bilingual(zh: "总分", en: "Score")
  static let interval = Bilingual(zh: "区间", en: "interval")
  static let insufficient = Bilingual(zh: "数据不足", en: "insufficient data")
  static let noRole = Bilingual(zh: "未评分", en: "not scored")
  static let dimensions = Bilingual(zh: "各维度", en: "Dimensions")
  static let lost = Bilingual(zh: "失分及依据", en: "Lost points and their evidence")
  static let nothingLost = Bilingual(zh: "没有失分。", en: "No point was lost.")
  static let points = Bilingual(zh: "分", en: "points")
  static let advice = Bilingual(zh: "改进建议", en: "Advice")
  static let timeline = Bilingual(zh: "时间线", en: "Timeline")
  static let legendPitch = Bilingual(zh: "音高", en: "pitch")
  static let legendSpeech = Bilingual(zh: "语音", en: "speech")
  static let legendPause = Bilingual(zh: "静默停顿", en: "silent pause")
  static let legendMark = Bilingual(zh: "失分处", en: "where points were lost")
  static let transcript = Bilingual(zh: "转写文本", en: "Transcript")
  static let misfitTranscript = Bilingual(
    zh: "随录音送来的文本，与录音不符：不是（或不全是）所说的话，没有用于评分",
    en: "The text that came with it does not fit the recording: it is not, or not all of, what was said, and was not scored")
  static let notCounted = Bilingual(
    zh: "这一次作答不计入整场得分，计入的是同一题的另一次。", en: "This attempt does not count in the session's score; another one at the question does.")
  static let noTranscript = Bilingual(zh: "没有转写文本；只测量了声音。", en: "There is no transcript; only the sound was measured.")
  static let missing = Bilingual(zh: "未提到：", en: "Not mentioned: ")
  static let measures = Bilingual(zh: "测量值", en: "Measures")
  static let review = Bilingual(zh: "人工评审", en: "Human review")
  static let decision = Bilingual(zh: "人工决定", en: "Human decision")
  static let sureness = Bilingual(zh: "可信程度", en: "Confidence")
  static let footer = Bilingual(
    zh: "以上是对录音与文本的测量及按岗位模型的计分，每一处失分都列出依据。它们不推断任何内心状态，也不替人作决定；人工评审优先。",
    en: """
      These are measurements of sound and text, scored by the role model, with the evidence for every lost point. They infer \
      nothing about a person's inner state and decide nothing; a human review stands above them.
      """)

  static let sessionScore = Bilingual(zh: "整场得分", en: "Session score")
  static let notes = Bilingual(zh: "须知", en: "To know")
  static let repeated = Bilingual(zh: "重复的原话", en: "Passages said more than once")
  static let followUp = Bilingual(zh: "可追问", en: "To follow up")

  static func answers(_ count: Int) -> Bilingual {
    Bilingual(zh: "\(count) 题平均", en: count == 1 ? "1 answer" : "mean of \(count) answers")
  }

  /// The measures that people are shown, in this order: the report's table and the desk's.
  package static let shown: [Measure] = [
    .duration, .leadIn, .phonationRatio, .pausesPerMinute, .pauseMean, .pauseLongest, .pauseRatio, .charactersPerMinute, .wordsPerMinute,
    .speechRate, .articulationRate, .meanLengthOfRun, .f0Median, .f0SD, .f0Range, .fillersPerMinute, .fillersHeard, .keywordCoverage,
    .starCoverage,
    .specificityPer100, .richness, .snr,
  ]
}
