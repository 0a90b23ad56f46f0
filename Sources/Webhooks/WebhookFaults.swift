import Interview

extension FaultCode {
  public static let webhookUnreachable = FaultCode(
    "webhook.unreachable", retry: .later, cause: Bilingual(zh: "无法送达 webhook 接收方", en: "a webhook's receiver cannot be reached"),
    action: Bilingual(
      zh: "检查地址、网络与证书：自有机构签发的证书须用 ca_file 指明；systemd 下还须放开单元的网络（docs/operations.md）。",
      en:
        "Check address, network and certificate: name a certificate authority of your own in ca_file; under systemd the unit's network must be opened (docs/operations.md)."
    ))
  public static let webhookBusy = FaultCode(
    "webhook.busy", retry: .later, cause: Bilingual(zh: "webhook 接收方暂时无法处理", en: "a webhook's receiver cannot accept deliveries now"),
    action: Bilingual(
      zh: "无需处理，会继续重试；持续出现时请查看接收方。", en: "Nothing needs to be done: deliveries are retried. Check the receiver if this continues."))
  public static let webhookRefused = FaultCode(
    "webhook.refused", cause: Bilingual(zh: "webhook 接收方拒绝了投递", en: "a webhook's receiver refused a delivery"),
    action: Bilingual(
      zh: "按所示状态改正接收方或其密钥，再用 intone webhook retry 重投。",
      en: "Correct the receiver or its key according to the status shown, then send again with intone webhook retry."))
  public static let webhookDead = FaultCode(
    "webhook.dead-letters", cause: Bilingual(zh: "有 webhook 投递已放弃", en: "some webhook deliveries were abandoned"),
    action: Bilingual(
      zh: "用 intone webhook dead 查看，用 intone webhook retry 重投。", en: "See intone webhook dead; send again with intone webhook retry."))
  public static let webhookState = FaultCode(
    "webhook.state-unwritable", retry: .later, cause: Bilingual(zh: "无法保存 webhook 的投递进度", en: "a webhook's progress cannot be saved"),
    action: Bilingual(zh: "检查状态目录的权限与磁盘；期间不会投递。", en: "Check the state directory's permissions and disk; until then nothing is delivered."))
  public static let webhookUnknown = FaultCode(
    "webhook.unknown", cause: Bilingual(zh: "没有这个 webhook 或投递", en: "there is no such webhook or delivery"),
    action: Bilingual(zh: "用 intone webhook 查看。", en: "See intone webhook."))

  public static let webhookCodes: [FaultCode] = [
    .webhookUnreachable, .webhookBusy, .webhookRefused, .webhookDead, .webhookState, .webhookUnknown,
  ]
}
