extension UnknownReason {
  /// Why something could not be judged, as one tells it to the person who spoke: plain words, nothing of role models, and no instruction
  /// to those who decide (`meaning` has these). A whole clause that can follow "because", without a full stop.
  public var messageForSpeaker: Bilingual {
    switch self {
    case .transcriptMissing: Bilingual(zh: "没有收到您所说内容的文字记录", en: "no written record of your words was received")
    case .transcriptNotVerbatim:
      Bilingual(zh: "文字记录删去了“嗯”“呃”一类的词，无法计数", en: "the written record leaves out words like “um”, which could not be counted")
    case .transcriptPartial: Bilingual(zh: "文字记录只写下了录音的一部分", en: "the written record holds only part of what is heard in the recording")
    case .transcriptMismatch:
      Bilingual(zh: "收到的文字记录与您的录音对不上", en: "the written record that was received does not seem to be of your recording")
    case .transcriptUntimed: Bilingual(zh: "文字记录没有标明每句话的时间", en: "the written record does not say when each word was spoken")
    case .transcriptUnpunctuated: Bilingual(zh: "文字记录没有标点", en: "the written record has no punctuation")
    case .contentNotRecognised:
      Bilingual(
        zh: "程序没有认出您所讲的内容；您可能用了别的说法，这需要由人来听",
        en: "the program did not recognise what you spoke about; you may have said it in other words, and a person has to listen")
    case .contentEmpty:
      Bilingual(
        zh: "程序在您说的话里没有找到可以评分的回答；这需要由人来听",
        en: "the program found no answer that it can score in the words that were recorded; a person has to listen")
    case .contentGeneral:
      Bilingual(
        zh: "程序没有找到具体的经过（何时、何地、与谁、您做了什么），无法据此评分；这需要由人来听",
        en: "the program found too few particulars to score (when, where, with whom, what you did); a person has to listen")
    case .speechNone: Bilingual(zh: "录音里没有听到说话声", en: "no speech was heard in the recording")
    case .speechTooLittle: Bilingual(zh: "录音里说的话太少，无法判断", en: "there was too little speech in the recording to judge by")
    case .speechDrawnOut:
      Bilingual(zh: "您说话时常拖长音，单凭声音分不出“嗯”“呃”", en: "you draw out many sounds, and words like “um” could not be told from them")
    case .speechSeveralVoices:
      Bilingual(
        zh: "录音里有几个人说话，无法分清哪些是您说的", en: "several people speak in the recording, and your part could not be told from theirs")
    case .pitchTooFewFrames: Bilingual(zh: "听得出音高的部分太少", en: "too little of the recording has a pitch that can be measured")
    case .qualityNoise: Bilingual(zh: "录音的背景噪声太大", en: "there was too much noise in the recording")
    case .qualityBandwidth: Bilingual(zh: "录音的音质过窄（如电话）", en: "the recording's sound was too narrow, like that of a telephone")
    case .qualityClipping: Bilingual(zh: "录音音量过大而失真", en: "the recording was too loud and distorted")
    case .qualityDropouts: Bilingual(zh: "录音中有断开的地方", en: "the recording has gaps")
    case .qualityReverberation: Bilingual(zh: "房间的回声太重", en: "the room echoed too much")
    case .languageUnknown: Bilingual(zh: "无法确定您说的是哪种语言", en: "it is not known which language you spoke")
    case .timeLimitMissing: Bilingual(zh: "没有说明这道题允许多长时间", en: "nothing says how much time you had for this question")
    case .cohortTooSmall: Bilingual(zh: "可以比较的回答太少", en: "there are too few answers to compare with")
    case .accommodation: Bilingual(zh: "按为您作出的便利安排，这一项不计分", en: "an accommodation was made for you, and this is not scored")
    case .questionSkipped: Bilingual(zh: "这道题没有收到回答", en: "no answer to this question was received")
    case .questionDoesNotAsk: Bilingual(zh: "这道题不考察这一项", en: "the question does not ask for it")
    case .notApplicable: Bilingual(zh: "这一项不适用于这道题或这种语言", en: "it does not apply to this question or language")
    case .consentDeclined:
      Bilingual(
        zh: "您没有同意由机器分析：这个回答没有被测量，只供人听", en: "you declined the analysis: nothing of this answer was measured, and people hear it as it is")
    }
  }

  /// The reason whose `meaning` this is; nil where it is none's, for example one that an earlier version wrote.
  public init?(meaning: Bilingual) {
    guard let reason = Self.allCases.first(where: { $0.meaning == meaning }) else { return nil }
    self = reason
  }
}

extension Confidence {
  /// Why there is no score, for the person who spoke; what was stored where that is not one of today's reasons.
  public var messageForSpeaker: [Bilingual] { reasons.map { UnknownReason(meaning: $0)?.messageForSpeaker ?? $0 } }
}
