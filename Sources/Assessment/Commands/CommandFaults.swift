import Interview

/// Why what a program of the operator's would have said is not there. One table for all of them; the codes begin with the
/// program's key in the configuration. None of them keeps a recording from being scored.
public struct CommandFaults: Sendable {
  public let notStarted: FaultCode
  public let timeout: FaultCode
  public let failed: FaultCode
  public let flood: FaultCode
  public let unusable: FaultCode
  public let unconfined: FaultCode
  public let resting: FaultCode
  public let interrupted: FaultCode

  public var all: [FaultCode] { [notStarted, timeout, failed, flood, unusable, unconfined, resting, interrupted] }

  /// - Parameters:
  ///   - key: of the configuration, and the first part of each code.
  ///   - program: what it is called in a sentence.
  ///   - output: what it is to write.
  init(_ key: String, program: Bilingual, output: Bilingual) {
    func code(_ name: String, _ retry: FaultCode.Retry, _ cause: Bilingual, _ action: Bilingual) -> FaultCode {
      FaultCode("\(key).\(name)", retry: retry, cause: cause, action: action)
    }
    let (zh, en) = (program.zh, program.en)
    notStarted = code(
      "not-started", .later, Bilingual(zh: "\(zh)无法启动", en: "\(en) could not be started"),
      Bilingual(
        zh: "检查配置 \(key).command 的路径和执行权限；它需要的其他文件写入 \(key).reads",
        en: "Check path and permissions of \(key).command; files it needs elsewhere belong in \(key).reads."))
    timeout = code(
      "timeout", .later, Bilingual(zh: "\(zh)超时，已被终止", en: "\(en) took too long and was stopped"),
      Bilingual(zh: "换用较小的模型，或提高 \(key).timeout", en: "Use a smaller model, or raise \(key).timeout."))
    failed = code(
      "failed", .later, Bilingual(zh: "\(zh)以错误结束", en: "\(en) ended with an error"),
      Bilingual(
        zh: "以 intoned 的用户手动运行该命令查看原因；内存不足时提高 \(key).memory",
        en: "Run the command by hand as intoned's user to see why; raise \(key).memory if it ran out of it."))
    flood = code(
      "output-too-large", .never, Bilingual(zh: "\(zh)的输出超过上限，已被终止", en: "\(en) wrote more than it may, and was stopped"),
      Bilingual(zh: "让命令只把\(output.zh)写到标准输出", en: "Let the command write \(output.en) to standard output, and nothing else."))
    unusable = code(
      "output-unusable", .never, Bilingual(zh: "\(zh)的输出不是可用的\(output.zh)", en: "what \(en) wrote is not usable as \(output.en)"),
      Bilingual(
        zh: "让命令把\(output.zh)按文档的格式写到标准输出",
        en: "Let the command write \(output.en), in a form that the documentation names, to standard output."))
    unconfined = code(
      "unconfined", .later, Bilingual(zh: "内核未能完全隔离\(zh)，因此不运行它", en: "the kernel does not confine \(en) fully, so it is not run"),
      Bilingual(
        zh: "请使用启用了 Landlock 与 seccomp 的内核（5.13 或更新）；若录音来源全部可信，可设置 decoder: any",
        en: "Use a kernel with Landlock and seccomp (5.13 or newer), or set decoder: any where every sender is trusted."))
    resting = code(
      "resting", .later,
      Bilingual(
        zh: "\(zh)接连超时或无法启动，暂停使用十分钟", en: "\(en) timed out or did not start several times in a row; it is not used for ten minutes"),
      Bilingual(zh: "按最近一次失败的代码处理；之后会自动恢复", en: "Follow the advice for the last failure's code; it is used again automatically."))
    interrupted = code(
      "interrupted", .later, Bilingual(zh: "守护进程停止时\(zh)仍在运行", en: "the daemon was stopped while \(en) ran"),
      Bilingual(zh: "无需处理：下次启动后会再次运行", en: "Nothing needs to be done: it runs again after the next start."))
  }

  public static let transcriber = CommandFaults(
    "transcriber", program: Bilingual(zh: "识别程序", en: "the recogniser"),
    output: Bilingual(zh: "转写（docs/formats.md）", en: "a transcript (docs/formats.md)"))
  public static let judge = CommandFaults(
    "judge", program: Bilingual(zh: "评判程序", en: "the judge"),
    output: Bilingual(zh: "判断（docs/judge.md）", en: "its findings (docs/judge.md)"))
}

extension FaultCode {
  public static let transcriberFormat = FaultCode(
    "transcriber.format-unexpected",
    cause: Bilingual(zh: "识别程序的输出不是配置的格式", en: "what the recogniser wrote is not of the format configured"),
    action: Bilingual(zh: "改正命令的选项，或 transcriber.format", en: "Correct the command's options, or transcriber.format."))

  public static let transcriberCodes = CommandFaults.transcriber.all + [.transcriberFormat]
  public static let judgeCodes = CommandFaults.judge.all
}
