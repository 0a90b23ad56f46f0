/// A value, or the reason why it cannot be known. Missing evidence is a case of its own, never 0, −1 or NaN.
public enum Measured<Value> {
  case value(Value)
  case unknown(UnknownReason)

  public var value: Value? {
    switch self {
    case .value(let value): value
    case .unknown: nil
    }
  }

  public var reason: UnknownReason? {
    switch self {
    case .value: nil
    case .unknown(let reason): reason
    }
  }

  public func map<Other>(_ transform: (Value) -> Other) -> Measured<Other> {
    switch self {
    case .value(let value): .value(transform(value))
    case .unknown(let reason): .unknown(reason)
    }
  }

  /// Unknown for `reason`; what was unknown before keeps its first reason.
  public func withheld(_ reason: UnknownReason) -> Measured { .unknown(self.reason ?? reason) }
}

extension Measured: Sendable where Value: Sendable {}
extension Measured: Equatable where Value: Equatable {}

/// Why a value is unknown. The raw value is the stable code that stands in `unknown: {name: code}`.
public enum UnknownReason: String, Sendable, Hashable, Codable, CaseIterable {
  case transcriptMissing = "transcript.missing"
  case transcriptNotVerbatim = "transcript.not-verbatim"
  case transcriptPartial = "transcript.partial"
  case transcriptMismatch = "transcript.mismatch"
  case transcriptUntimed = "transcript.untimed"
  case transcriptUnpunctuated = "transcript.unpunctuated"
  case contentNotRecognised = "content.not-recognised"
  case contentEmpty = "content.empty"
  case contentGeneral = "content.general"
  case speechNone = "speech.none"
  case speechTooLittle = "speech.too-little"
  case speechDrawnOut = "speech.drawn-out"
  case speechSeveralVoices = "speech.several-voices"
  case pitchTooFewFrames = "pitch.too-few-frames"
  case qualityNoise = "quality.noise"
  case qualityBandwidth = "quality.bandwidth"
  case qualityClipping = "quality.clipping"
  case qualityDropouts = "quality.dropouts"
  case qualityReverberation = "quality.reverberation"
  case languageUnknown = "language.unknown"
  case timeLimitMissing = "time-limit.missing"
  case cohortTooSmall = "cohort.too-small"
  case accommodation = "accommodation"
  case questionSkipped = "question.skipped"
  /// The question asked gives the dimension no weight.
  case questionDoesNotAsk = "question.does-not-ask"
  case notApplicable = "not-applicable"
  /// The candidate keeps the answer from the machine: nothing of it was measured.
  case consentDeclined = "consent.declined"

  public var meaning: Bilingual {
    switch self {
    case .transcriptMissing: Bilingual(zh: "没有转写文本", en: "there is no transcript")
    case .transcriptNotVerbatim: Bilingual(zh: "转写并非逐字记录，删去了语气词", en: "the transcript is not verbatim: fillers were removed from it")
    case .transcriptPartial: Bilingual(zh: "转写只覆盖了录音的一部分", en: "the transcript covers only part of the recording")
    case .transcriptMismatch: Bilingual(zh: "转写与录音不符", en: "the transcript does not fit the recording")
    case .transcriptUntimed: Bilingual(zh: "转写没有逐词的时间", en: "the transcript has no times for its words")
    case .transcriptUnpunctuated: Bilingual(zh: "转写没有标点", en: "the transcript has no punctuation")
    case .contentNotRecognised:
      Bilingual(
        zh: "内容未识别：几乎没有找到岗位模型的词，回答可能换了说法，也可能讲的是别的事，请听录音",
        en:
          "the content was not recognised: hardly any of the model's words were found; the answer may use other words, or be about something else: listen to it"
      )
    case .contentEmpty:
      Bilingual(
        zh: "有词而无回答：反复说同样的话，或只有关键词和口头语：请听录音",
        en: "words are there and an answer is not: the same again and again, or keywords and phrases with nothing around them: listen to it"
      )
    case .contentGeneral:
      Bilingual(
        zh: "回答停留在一般说法上，几乎没有可以追问的具体经过（何时、何地、与谁、本人做过什么；单有百分比不算）：请听录音",
        en:
          "the answer stays general: it tells hardly anything that happened (when, where, with whom, what the speaker did; shares alone do not count): listen to it"
      )
    case .speechNone: Bilingual(zh: "录音中没有语音", en: "there is no speech in the recording")
    case .speechTooLittle: Bilingual(zh: "语音太短，无法测量", en: "there is too little speech to measure")
    case .speechDrawnOut:
      Bilingual(
        zh: "说话时处处拖长音，单凭声音分不出哪些是语气词", en: "vowels are drawn out all through the speech: filled pauses cannot be told from them by the sound"
      )
    case .speechSeveralVoices:
      Bilingual(zh: "录音里有几个人说话，转写没有说明各自的时间", en: "several people speak in the recording, and the transcript does not say when")
    case .pitchTooFewFrames: Bilingual(zh: "有声片段太少", en: "too little of the speech is voiced")
    case .qualityNoise: Bilingual(zh: "背景噪声过大", en: "the background noise is too strong")
    case .qualityBandwidth: Bilingual(zh: "录音带宽过窄", en: "the recording's bandwidth is too narrow")
    case .qualityClipping: Bilingual(zh: "录音削波严重", en: "too much of the recording is clipped")
    case .qualityDropouts: Bilingual(zh: "录音有中断", en: "the recording has dropouts")
    case .qualityReverberation: Bilingual(zh: "房间混响过强", en: "the room's reverberation is too strong")
    case .languageUnknown: Bilingual(zh: "语言未知", en: "the language is not known")
    case .timeLimitMissing: Bilingual(zh: "清单未给出答题时限", en: "the manifest gives no time limit")
    case .cohortTooSmall: Bilingual(zh: "可比样本太少", en: "there are too few comparable answers")
    case .accommodation: Bilingual(zh: "按便利安排不予评分", en: "switched off by an accommodation")
    case .questionSkipped: Bilingual(zh: "该题未作答", en: "the question was skipped")
    case .questionDoesNotAsk: Bilingual(zh: "这道题不考察这一项", en: "this question does not ask for it")
    case .consentDeclined:
      Bilingual(
        zh: "候选人谢绝机器分析：这个回答没有测量，也没有得分，请听录音判断",
        en: "the candidate declined the analysis: nothing of this answer was measured or scored; listen to it")
    case .notApplicable: Bilingual(zh: "不适用于这道题或这种语言", en: "does not apply to this question or language")
    }
  }
}
