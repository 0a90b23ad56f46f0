import Interview

extension FaultCode {
  public static let deskUnreadable = FaultCode(
    "desk.unreadable", cause: Bilingual(zh: "守护进程的回答不是所约定的格式", en: "the daemon's answer does not have the expected form"),
    action: Bilingual(zh: "请确认 intone 与 intoned 是同一版本。", en: "Make sure that intone and intoned have the same version."))
  public static let deskForm = FaultCode(
    "desk.form", cause: Bilingual(zh: "表单已过期，或不是从本页提交的", en: "the form has expired, or was not sent from this page"),
    action: Bilingual(zh: "请返回并重新提交。", en: "Go back and send it again."))
  public static let deskClosed = FaultCode(
    "desk.closed", cause: Bilingual(zh: "此地址需要先登入", en: "this address has to be entered first"),
    action: Bilingual(
      zh: "请打开 `intone desk` 打印的地址；每个地址只能用一次。", en: "Open the address that `intone desk` printed; each can be used once."))
  public static let deskTaken = FaultCode(
    "desk.port-taken", retry: .later, cause: Bilingual(zh: "该端口已被占用", en: "the port is in use"),
    action: Bilingual(zh: "用 --port 指定其他端口，或省略它。", en: "Name another with --port, or leave it out."))

  public static let deskMissing = FaultCode(
    "desk.not-found", cause: Bilingual(zh: "没有这个页面", en: "there is no such page"),
    action: Bilingual(zh: "从“面试”开始。", en: "Start at the interviews."))

  public static let deskDecided = FaultCode(
    "desk.decided-meanwhile",
    cause: Bilingual(zh: "这期间已有人作出决定，您的决定没有保存", en: "somebody has decided meanwhile; your decision was not saved"),
    action: Bilingual(
      zh: "请返回，刷新页面，看过之后再决定；您写的理由还在表单里。",
      en: "Go back, copy your reason, load the page again, and decide once you have seen what was decided."))

  public static let deskCodes: [FaultCode] = [
    .deskUnreadable, .deskDecided, .deskMissing, .deskForm, .deskClosed, .deskTaken, .deskTooLarge, .deskTooMany,
  ]
}
