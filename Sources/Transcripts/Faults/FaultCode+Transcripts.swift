import Interview

extension FaultCode {
  public static let transcriptEmpty = FaultCode(
    "transcript.empty", cause: Bilingual(zh: "转写文件为空", en: "the transcript is empty"),
    action: Bilingual(zh: "重新导出转写；没有转写也可以只投递录音。", en: "Export it again; a recording may also be delivered without transcript."))
  public static let transcriptTooLarge = FaultCode(
    "transcript.too-large",
    cause: Bilingual(zh: "转写文件过大，与录音时长不符", en: "the transcript is too large for a recording of this length"),
    action: Bilingual(zh: "确认投递的是转写而不是别的文件；每题一个文件。", en: "Check that it is a transcript, and of one answer only."))
  public static let transcriptTooLong = FaultCode(
    "transcript.too-long",
    cause: Bilingual(zh: "转写文字过多，不可能在录音时长内说完", en: "the transcript has more words than anyone can say in the recording's duration"),
    action: Bilingual(
      zh: "确认它是这段录音的转写，而不是别的文件或整场会议的。",
      en: "Check that it is this recording's transcript, not another file or a whole meeting's."))
  public static let transcriptEncodingUnknown = FaultCode(
    "transcript.encoding-unknown", cause: Bilingual(zh: "无法识别文本编码", en: "the text's encoding cannot be recognised"),
    action: Bilingual(zh: "请以 UTF-8 保存。", en: "Save it as UTF-8."))
  public static let transcriptUnparseable = FaultCode(
    "transcript.unparseable", cause: Bilingual(zh: "转写内容残缺或语法错误", en: "the transcript is cut off or malformed"),
    action: Bilingual(zh: "重新导出转写，并确认文件完整。", en: "Export the transcript again and check that the file is complete."))
  public static let transcriptFormatUnknown = FaultCode(
    "transcript.format-unknown", cause: Bilingual(zh: "无法识别这种转写格式", en: "the transcript's format is not known"),
    action: Bilingual(
      zh: "改用 docs/formats.md 所列格式之一，例如 WebVTT 或 Whisper JSON。",
      en: "Use one of the formats in docs/formats.md, for example WebVTT or Whisper JSON."))
  public static let transcriptNoWords = FaultCode(
    "transcript.no-words", cause: Bilingual(zh: "转写中没有任何文字", en: "the transcript holds no words"),
    action: Bilingual(
      zh: "确认识别器的输出；没有转写也可以只投递录音。", en: "Check the recogniser's output; a recording may also be delivered without transcript."))
  public static let transcriptTimesDisordered = FaultCode(
    "transcript.times-disordered", cause: Bilingual(zh: "转写的时间次序混乱", en: "the transcript's times run backwards"),
    action: Bilingual(
      zh: "重新导出转写；若来自拼接的录音，请提供整段录音的转写。",
      en: "Export it again; where recordings were joined, transcribe the joined one."))
  public static let transcriptSpeakerUnknown = FaultCode(
    "transcript.speaker-unknown", cause: Bilingual(zh: "转写中没有清单所指的说话人", en: "the transcript has no speaker of the name in the manifest"),
    action: Bilingual(
      zh: "改正清单中的 speaker，或删去它以采用说得最多的人。",
      en: "Correct `speaker` in the manifest, or remove it to use the speaker who says most."))
  public static let lexiconInvalid = FaultCode(
    "lexicon.invalid", cause: Bilingual(zh: "词表有误", en: "the lexicon has a mistake"),
    action: Bilingual(zh: "按词表文件开头的说明改正该行。", en: "Correct the line as the head of the lexicon file explains."))

  /// All codes of this module.
  public static let transcriptCodes: [FaultCode] = [
    .transcriptEmpty, .transcriptTooLarge, .transcriptTooLong, .transcriptEncodingUnknown, .transcriptUnparseable, .transcriptFormatUnknown,
    .transcriptNoWords, .transcriptTimesDisordered, .transcriptSpeakerUnknown, .lexiconInvalid,
  ]
}
