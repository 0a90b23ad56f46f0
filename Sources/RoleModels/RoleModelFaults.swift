import Interview

extension FaultCode {
  public static let modelInvalid = FaultCode(
    "model.invalid", cause: Bilingual(zh: "岗位模型有错误", en: "the role model has mistakes"),
    action: Bilingual(zh: "按所示行列改正，再运行 intone model check。", en: "Mend them at the lines shown, then run intone model check."))
  public static let modelUnknown = FaultCode(
    "model.unknown", retry: .later, cause: Bilingual(zh: "没有这个岗位模型", en: "there is no such role model"),
    action: Bilingual(
      zh: "用 intone model list 查看现有模型；把模型放入 models 目录。",
      en: "See intone model list for what there is; put the model into the models directory."))
  public static let modelDuplicate = FaultCode(
    "model.duplicate", cause: Bilingual(zh: "两个文件声明了同一个岗位模型", en: "two files declare the same role model"),
    action: Bilingual(zh: "改掉其中一个的 id，或删除其中一个文件。", en: "Change one id, or take one of the files away."))
  public static let adviceInvalid = FaultCode(
    "advice.invalid", cause: Bilingual(zh: "建议目录有错误", en: "the advice catalogue has mistakes"),
    action: Bilingual(zh: "按所示行列改正。", en: "Mend them at the lines shown."))

  public static let roleModelCodes: [FaultCode] = [
    .modelInvalid, .modelUnknown, .modelDuplicate, .adviceInvalid, .compareEngine, .compareModel, .compareQuestions, .tableDuplicate,
    .tableNumber, .calibrateSource,
  ]
}
