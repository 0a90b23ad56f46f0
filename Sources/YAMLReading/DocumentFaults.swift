import Interview

extension FaultCode {
  public static let documentTooLarge = FaultCode(
    "document.too-large", cause: Bilingual(zh: "YAML 文件过大", en: "the YAML file is too large"),
    action: Bilingual(zh: "确认是否放错了文件；上限为 1 MiB。", en: "Check that it is the right file; the limit is 1 MiB."))
  public static let documentEncoding = FaultCode(
    "document.encoding", cause: Bilingual(zh: "文件不是 UTF-8 编码", en: "the file is not UTF-8"),
    action: Bilingual(zh: "请以 UTF-8 保存。", en: "Save it as UTF-8."))
  public static let documentUnparseable = FaultCode(
    "document.unparseable", cause: Bilingual(zh: "YAML 语法错误", en: "the YAML cannot be parsed"),
    action: Bilingual(
      zh: "按所示行列改正：检查缩进、冒号后的空格与引号。", en: "Mend it at the line and column shown: look at indentation, the space after colons, and quotes."))

  public static let documentDuplicateKey = FaultCode(
    "document.duplicate-key", cause: Bilingual(zh: "同一个键写了两次", en: "one key stands twice"),
    action: Bilingual(zh: "删除其中一个，或合并两处的内容。", en: "Take one of them away, or join what both say."))
  public static let documentTooDeep = FaultCode(
    "document.too-deep", cause: Bilingual(zh: "YAML 嵌套过深", en: "the YAML is nested too deeply"),
    action: Bilingual(zh: "最多 64 层；确认文件是否损坏。", en: "At most 64 levels are read; check that the file is what it should be."))
  public static let documentAliases = FaultCode(
    "document.aliases", cause: Bilingual(zh: "YAML 引用（*name）过多", en: "the YAML has too many aliases (*name)"),
    action: Bilingual(zh: "最多 16 处；请把内容直接写出。", en: "At most 16 are read; write the content out instead."))

  public static let documentCodes: [FaultCode] = [
    .documentTooLarge, .documentEncoding, .documentUnparseable, .documentDuplicateKey, .documentTooDeep, .documentAliases,
  ]
}
