import Interview

extension FaultCode {
  public static let sealKeyInvalid = FaultCode(
    "seal.key-invalid",
    cause: Bilingual(zh: "这不是 age 的 X25519 密钥", en: "this is not an X25519 key of age"),
    action: Bilingual(
      zh: "公钥以 age1 开头，私钥以 AGE-SECRET-KEY-1 开头；用 age-keygen 生成，整行复制。",
      en: "A recipient begins with age1, an identity with AGE-SECRET-KEY-1; make them with age-keygen and copy the whole line."))
  public static let sealHeaderInvalid = FaultCode(
    "seal.header-invalid",
    cause: Bilingual(zh: "封存文件的头部不符合 age v1 格式", en: "the header of a sealed file is not in the age v1 format"),
    action: Bilingual(zh: "文件已损坏或被改动：从备份取回原文件。", en: "The file is damaged or was changed: restore it from a backup."))
  public static let sealTampered = FaultCode(
    "seal.tampered",
    cause: Bilingual(
      zh: "封存文件被改动、调换次序或截断，校验不符",
      en: "a sealed file was changed, reordered or cut short: its authentication code does not match"),
    action: Bilingual(zh: "不采用该文件；从备份取回原文件，或重新投递。", en: "It is not used; restore it from a backup, or deliver it again."))
  public static let sealLocked = FaultCode(
    "seal.locked",
    cause: Bilingual(
      zh: "内容已封存，而本机没有能打开它的密钥", en: "the content is sealed, and the key that opens it is not on this machine"),
    action: Bilingual(
      zh: "通过 LoadCredential=intone-seal 把主密钥交给服务，或用 --identity 指明；会话已删除的，密钥不再存在。见 docs/sealing.md。",
      en:
        "Give the service the master identity by LoadCredential=intone-seal, or the command by --identity; the key of an erased session no longer exists. See docs/sealing.md."
    ))

  public static let sealCodes: [FaultCode] = [.sealKeyInvalid, .sealHeaderInvalid, .sealTampered, .sealLocked] + noteCodes
}
