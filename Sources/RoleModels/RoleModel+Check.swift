import Interview
import YAMLReading

extension RoleModel {
  /// What `intone model check` says of a file: every mistake, and what would be worth a second look.
  public struct Check: Sendable {
    /// Nil when the file is no model.
    public let model: RoleModel?
    /// What keeps it from being one, in the order of the text.
    public let mistakes: [Mistake]
    /// It can be used, and this may not be meant.
    public let remarks: [Bilingual]

    /// For people: a line for the file, and one for each mistake or remark.
    public func text(_ file: String, in language: Language) -> String {
      let zh = language == .zh
      guard let model else {
        let count = zh ? "\(mistakes.count) 处错误" : mistakes.count == 1 ? "1 mistake" : "\(mistakes.count) mistakes"
        return (["\(file): \(count)"] + mistakes.map { "  \(file):" + $0.text(in: language) }).joined(separator: "\n")
      }
      let name = "\(model.id) \(model.reference.version)"
      return (["\(file): " + (zh ? "有效（\(name)）" : "valid (\(name))")] + remarks.map { (zh ? "  请留意：" : "  look again: ") + $0[language] })
        .joined(separator: "\n")
    }
  }

  /// - Throws: `document.…` for what is no YAML at all.
  public static func check(_ bytes: [UInt8], name: String, hash: ContentHash) throws(Fault) -> Check {
    let document = try Document(bytes, name: name)
    let model = RoleModel(document, hash: hash)
    let isWhole = document.mistakes.isEmpty
    return Check(model: isWhole ? model : nil, mistakes: document.inOrder, remarks: isWhole ? model.remarks : [])
  }

  private var remarks: [Bilingual] {
    var remarks: [Bilingual] = []
    for dimension in dimensions where dimension.weight == .zero && questions.allSatisfy({ ($0.weights[dimension.id] ?? .zero) == .zero }) {
      remarks.append(Bilingual(zh: "维度 \(dimension.id) 的权重为 0，从不计分。", en: "Dimension \(dimension.id) has weight 0 and is never scored."))
    }
    for dimension in dimensions {
      for language in languages where dimension.indicators.allSatisfy({ $0.language != nil && $0.language != language }) {
        remarks.append(
          Bilingual(
            zh: "维度 \(dimension.id) 没有适用于 \(language.rawValue) 的指标。",
            en: "Dimension \(dimension.id) has no indicator for \(language.rawValue)."))
      }
      for case .measure(let measure, let curve) in dimension.indicators.map(\.kind) where curve.points.allSatisfy({ $0.score == 100 }) {
        remarks.append(
          Bilingual(
            zh: "维度 \(dimension.id) 中 \(measure.rawValue) 的曲线处处为 100，不会失分。",
            en: "In \(dimension.id) the curve of \(measure.rawValue) is 100 everywhere: it can lose nothing."))
      }
    }
    return remarks
  }
}

extension FaultCode {
  public static let modelInvalid = FaultCode(
    "model.invalid", cause: Bilingual(zh: "岗位模型有错误", en: "the role model has mistakes"),
    action: Bilingual(zh: "按所示行列改正，再运行 intone model check。", en: "Correct them at the lines shown, then run intone model check."))
  public static let modelUnknown = FaultCode(
    "model.unknown", retry: .later, cause: Bilingual(zh: "没有这个岗位模型", en: "there is no such role model"),
    action: Bilingual(
      zh: "用 intone model list 查看现有模型；把模型放入 models 目录。",
      en: "intone model list shows the models; put the model into the models directory."))
  public static let modelDuplicate = FaultCode(
    "model.duplicate", cause: Bilingual(zh: "两个文件声明了同一个岗位模型", en: "two files declare the same role model"),
    action: Bilingual(zh: "改掉其中一个的 id，或删除其中一个文件。", en: "Change one id, or remove one of the files."))
  public static let adviceInvalid = FaultCode(
    "advice.invalid", cause: Bilingual(zh: "建议目录有错误", en: "the advice catalogue has mistakes"),
    action: Bilingual(zh: "按所示行列改正。", en: "Correct them at the lines shown."))

  public static let roleModelCodes: [FaultCode] = [
    .modelInvalid, .modelUnknown, .modelDuplicate, .adviceInvalid, .compareEngine, .compareModel, .compareQuestions, .tableDuplicate,
    .tableNumber, .calibrateSource,
  ]
}
