import FoundationEssentials
import Interview

/// The particulars of an event that a message for people shows: plain values of its detail.
enum WebhookDetail {
  private struct Detail: Decodable {
    var overall: Double?
    var role_model: String?
    var state: String?
    var reason: String?
    var answered: Int?
    var questions: Int?
    var code: String?
    var judgement: String?
    var cause: [String: String]?
    var imported: Int?
  }

  /// As the store writes them, in words.
  private static let states: [String: Bilingual] = [
    "not-started": Bilingual(zh: "未开始", en: "not started"), "in-progress": Bilingual(zh: "进行中", en: "in progress"),
    "completed": Bilingual(zh: "已完成", en: "completed"), "timed-out": Bilingual(zh: "已超时", en: "timed out"),
    "held": Bilingual(zh: "已暂停", en: "held"), "failed": Bilingual(zh: "失败", en: "failed"),
  ]

  /// Each with its name, in the reader's language. Empty where the detail has none of them.
  static func facts(_ detail: String, in language: Language) -> [(name: String, value: String)] {
    guard let known = try? JSONDecoder().decode(Detail.self, from: Data(detail.utf8)) else { return [] }
    let cause = known.code.map { code in known.cause?[language.rawValue].map { "\($0) [\(code)]" } ?? code }
    let answered = known.questions.flatMap { all in all > 0 ? known.answered.map { "\($0)/\(all)" } : nil }
    let facts: [(Bilingual, String?)] = [
      (Bilingual(zh: "总分", en: "overall"), known.overall.map { JSON.rounded($0, 1).text }),
      (Bilingual(zh: "岗位", en: "role"), known.role_model),
      (Bilingual(zh: "状态", en: "state"), known.state.map { states[$0]?[language] ?? $0 }),
      (Bilingual(zh: "原因", en: "reason"), known.reason), (Bilingual(zh: "原因", en: "cause"), cause),
      (Bilingual(zh: "结论", en: "judgement"), known.judgement), (Bilingual(zh: "已答", en: "answered"), answered),
      (Bilingual(zh: "导入行数", en: "rows"), known.imported.map(String.init)),
    ]
    return facts.compactMap { name, value in value.map { (name[language], $0) } }
  }
}
