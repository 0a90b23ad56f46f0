import Interview

/// Why a recogniser's output was not used. None of them keeps a recording from being scored: it is scored from sound alone.
extension FaultCode {
  public static let transcriberNotStarted = FaultCode(
    "transcriber.not-started", retry: .later,
    cause: Bilingual(zh: "识别程序无法启动", en: "the recogniser could not be started"),
    action: Bilingual(
      zh: "检查配置 transcriber.command 的路径和执行权限；它需要的其他文件写入 transcriber.reads",
      en: "Check path and permissions of transcriber.command; files it needs elsewhere belong in transcriber.reads."))
  public static let transcriberTimeout = FaultCode(
    "transcriber.timeout", retry: .later,
    cause: Bilingual(zh: "识别程序超时，已被终止", en: "the recogniser took too long and was stopped"),
    action: Bilingual(zh: "换用较小的模型，或提高 transcriber.timeout", en: "Use a smaller model, or raise transcriber.timeout."))
  public static let transcriberFailed = FaultCode(
    "transcriber.failed", retry: .later,
    cause: Bilingual(zh: "识别程序以错误结束", en: "the recogniser ended with an error"),
    action: Bilingual(
      zh: "以 intoned 的用户手动运行该命令查看原因；内存不足时提高 transcriber.memory",
      en: "Run the command by hand as intoned's user to see why; raise transcriber.memory if it ran out of it."))
  public static let transcriberFlood = FaultCode(
    "transcriber.output-too-large",
    cause: Bilingual(zh: "识别程序的输出超过上限，已被终止", en: "the recogniser wrote more than any transcript has, and was stopped"),
    action: Bilingual(zh: "让命令只把转写写到标准输出", en: "Let the command write the transcript to standard output, and nothing else."))
  public static let transcriberUnusable = FaultCode(
    "transcriber.output-unusable",
    cause: Bilingual(zh: "识别程序的输出不是可用的转写", en: "what the recogniser wrote is no usable transcript"),
    action: Bilingual(
      zh: "让命令把 docs/formats.md 中的一种格式写到标准输出", en: "Let the command write one of the formats of docs/formats.md to standard output."))
  public static let transcriberFormat = FaultCode(
    "transcriber.format-unexpected",
    cause: Bilingual(zh: "识别程序的输出不是配置的格式", en: "what the recogniser wrote is not of the format configured"),
    action: Bilingual(zh: "改正命令的选项，或 transcriber.format", en: "Correct the command's options, or transcriber.format."))
  public static let transcriberUnconfined = FaultCode(
    "transcriber.unconfined", retry: .later,
    cause: Bilingual(zh: "内核未能完全隔离识别程序，因此不运行它", en: "the kernel does not confine the recogniser fully, so it is not run"),
    action: Bilingual(
      zh: "请使用启用了 Landlock 与 seccomp 的内核（5.13 或更新）；若录音来源全部可信，可设置 decoder: any",
      en: "Use a kernel with Landlock and seccomp (5.13 or newer), or set decoder: any where every sender is trusted."))
  public static let transcriberResting = FaultCode(
    "transcriber.resting", retry: .later,
    cause: Bilingual(
      zh: "识别程序接连超时或无法启动，暂停使用十分钟", en: "the recogniser hung or did not start several times running, and rests for ten minutes"),
    action: Bilingual(zh: "按最近一次失败的代码处理；之后会自动恢复", en: "Follow the code of the last failure; it is used again by itself."))
  public static let transcriberInterrupted = FaultCode(
    "transcriber.interrupted", retry: .later,
    cause: Bilingual(zh: "守护进程停止时识别程序仍在运行", en: "the daemon was stopped while the recogniser ran"),
    action: Bilingual(zh: "无需处理：下次启动后会再次运行", en: "Nothing: it runs again after the next start."))

  public static let transcriberCodes: [FaultCode] = [
    .transcriberNotStarted, .transcriberTimeout, .transcriberFailed, .transcriberFlood, .transcriberUnusable, .transcriberFormat,
    .transcriberUnconfined, .transcriberResting, .transcriberInterrupted,
  ]
}
