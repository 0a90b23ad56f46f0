import Interview

/// Codes of recordings: the external decoder.
extension FaultCode {
  public static let recordingDecoderMissing = FaultCode(
    "recording.decoder-missing", retry: .later,
    cause: Bilingual(
      zh: "读取该格式需要 ffmpeg，但系统中没有安装",
      en: "this format needs ffmpeg, which is not installed"),
    action: Bilingual(
      zh: "请安装：apt install ffmpeg，然后重试",
      en: "install it: apt install ffmpeg, then retry"))

  public static let recordingDecoderFailed = FaultCode(
    "recording.decoder-failed",
    cause: Bilingual(
      zh: "外部解码器（ffmpeg）未能解码该文件",
      en: "the external decoder (ffmpeg) could not decode the file"),
    action: Bilingual(
      zh: "请重新上传；若源文件能够播放，请转换：ffmpeg -i 输入 -ar 16000 -ac 1 输出.flac",
      en: "deliver it again; if the original plays, convert it: ffmpeg -i INPUT -ar 16000 -ac 1 OUTPUT.flac"))

  public static let recordingDecoderTimeout = FaultCode(
    "recording.decoder-timeout", retry: .limited,
    cause: Bilingual(
      zh: "外部解码器（ffmpeg）超时，已被终止",
      en: "the external decoder (ffmpeg) took too long and was stopped"),
    action: Bilingual(
      zh: "请在系统空闲时重试；若仍超时，请转换为 FLAC 或 WAV 后提交",
      en: "retry when the machine is less busy; if it happens again, convert it to FLAC or WAV"))

  public static let recordingDecoderNotStarted = FaultCode(
    "recording.decoder-not-started", retry: .later,
    cause: Bilingual(
      zh: "外部解码器（ffmpeg）无法启动",
      en: "the external decoder (ffmpeg) could not be started"),
    action: Bilingual(
      zh: "请检查 ffmpeg 是否可执行以及系统资源是否充足，然后重试",
      en: "check that ffmpeg can be executed and that the system has resources left, then retry"))

  public static let recordingDecoderUnconfined = FaultCode(
    "recording.decoder-unconfined", retry: .later,
    cause: Bilingual(
      zh: "内核未能完全隔离外部解码器（ffmpeg），需要它的录音因此等待",
      en: "the kernel does not confine the external decoder (ffmpeg) fully, so recordings that need it wait"),
    action: Bilingual(
      zh: "请使用启用了 Landlock 与 seccomp 的内核（5.13 或更新）；若录音来源全部可信，可设置 decoder: any",
      en: "use a kernel with Landlock and seccomp (5.13 or newer), or set decoder: any where every sender is trusted"))
}
