import Interview

extension FaultCode {
  public static let manifestInvalid = FaultCode(
    "manifest.invalid", cause: Bilingual(zh: "session.yaml 有错误", en: "the session's manifest has mistakes"),
    action: Bilingual(
      zh: "按所示行列改正，再把文件放回会话目录；录音会继续等待。", en: "Mend them at the lines shown and put the file into the session's directory again."))
  public static let sessionTransition = FaultCode(
    "session.transition", cause: Bilingual(zh: "会话当前状态不允许此操作", en: "the session's state does not allow this"),
    action: Bilingual(
      zh: "先查看会话状态；只有被暂停或失败的会话才能放行。", en: "Look at the session's state first: only a held or failed session can be released."))

  public static let sessionCodes: [FaultCode] = [.manifestInvalid, .sessionTransition]
}
