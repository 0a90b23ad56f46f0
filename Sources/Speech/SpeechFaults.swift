import Interview

extension FaultCode {
  /// The engine's own models cannot be read: the program was built or packaged wrongly.
  public static let speechModelsUnusable = FaultCode(
    "speech.models-unusable",
    cause: Bilingual(zh: "语音引擎的模型文件无法使用", en: "the speech engine's model file cannot be used"),
    action: Bilingual(zh: "请重新安装 Intone", en: "install Intone again"))

  /// The caller gave a sampling rate that no recording has.
  public static let speechRateUnsupported = FaultCode(
    "speech.rate-unsupported",
    cause: Bilingual(zh: "采样率不在 8–192 kHz 之间", en: "the sampling rate lies outside 8–192 kHz"),
    action: Bilingual(zh: "请将录音转换为 16 kHz", en: "convert the recording to 16 kHz"))

  /// All codes of the module, for the catalogue.
  public static let speechCodes: [FaultCode] = [.speechModelsUnusable, .speechRateUnsupported]
}
