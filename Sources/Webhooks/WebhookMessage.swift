import Documents
import FoundationEssentials
import Interview
import Settings
import Store

/// The body of a delivery.
enum WebhookMessage {
  private struct Delivery: Document {
    var schema = "intone.webhook/1"
    let webhook: String
    let event: EventDocument
  }

  /// As a WeCom group robot takes it (群机器人配置说明).
  private struct RobotMessage: Encodable {
    struct Markdown: Encodable { let content: String }

    let msgtype = "markdown"
    let markdown: Markdown
  }

  static func body(_ event: FeedEvent, for hook: WebhookConfiguration) -> String {
    switch hook.template {
    case .json: JSON(encoding: Delivery(webhook: hook.name, event: event.document)).text
    case .wecom: JSON(encoding: RobotMessage(markdown: .init(content: markdown(event, in: hook.language)))).text
    }
  }

  /// For a group's robot; at most 4096 bytes (ibid.). Names and values are ids, codes and figures: nothing of
  /// what was said.
  private static func markdown(_ event: FeedEvent, in language: Language) -> String {
    let names: [String: Bilingual] = [
      "answer.recorded": Bilingual(zh: "新的回答已评分", en: "An answer was scored"),
      "answer.revised": Bilingual(zh: "回答已重新评分", en: "An answer was scored again"),
      "answer.reinstated": Bilingual(zh: "回答恢复了先前的评分", en: "An earlier score stands again"),
      "answer.quarantined": Bilingual(zh: "文件无法使用，已隔离", en: "A file cannot be used and was set aside"),
      "answer.held": Bilingual(zh: "回答待人工决定", en: "An answer waits for a decision"),
      "answer.released": Bilingual(zh: "场次已放行", en: "A session goes on"),
      "answer.reviewed": Bilingual(zh: "有新的人工评审", en: "A person reviewed an answer"),
      "session.reviewed": Bilingual(zh: "有人对场次作了决定", en: "A person decided about a session"),
      "session.changed": Bilingual(zh: "场次状态有变", en: "A session changed"),
      "session.forgotten": Bilingual(zh: "场次数据已按要求删除", en: "A session was erased at the candidate's wish"),
      "session.expired": Bilingual(zh: "场次保留期满，已清除", en: "A session was kept long enough and is gone"),
      "store.restored": Bilingual(zh: "数据库已从备份恢复", en: "The database was restored from a backup"),
      "history.imported": Bilingual(zh: "历史结果已导入", en: "Past results were imported"),
    ]
    let zh = language == .zh
    var lines = ["**Intone** \(names[event.kind]?[language] ?? event.kind)"]
    if let session = event.session { lines.append("> \(zh ? "场次" : "session"): <font color=\"comment\">\(plain(session))</font>") }
    if let answer = event.answer { lines.append("> \(zh ? "回答" : "answer"): <font color=\"comment\">\(plain(answer))</font>") }
    for (key, value) in event.facts(in: language) { lines.append("> \(key): \(plain(value))") }
    var text = lines.joined(separator: "\n")
    while text.utf8.count > 4096 { text.removeLast() }
    return text
  }

  /// A name that comes from a delivery must not become a link or a mention.
  private static func plain(_ text: String) -> String {
    String(text.visibleLine.map { "<>[]()*_`@#\n\r".contains($0) ? "·" : $0 })
  }
}

/// What a WeCom group robot answers: `{"errcode": 0, "errmsg": "ok"}`.
enum RobotAnswer {
  private struct Answer: Decodable { var errcode: Int }

  /// Nil where it is no such answer.
  static func code(_ body: String) -> Int? { try? JSONDecoder().decode(Answer.self, from: Data(body.utf8)).errcode }
}

extension FeedEvent {
  /// The particulars that a message for people shows, each with its name in the reader's language; empty where the kind has none of them.
  fileprivate func facts(in language: Language) -> [(name: String, value: String)] {
    func read<Detail: Decodable>(_ type: Detail.Type) -> Detail? { try? Detail(reading: detail) }
    let facts: [(Bilingual, String?)]
    switch StoreEvent.Kind(rawValue: kind) {
    case .answerRecorded, .answerRevised, .answerReinstated:
      let scored = read(EventDetail.Scored.self)
      facts = [
        (Bilingual(zh: "总分", en: "overall"), scored?.overall.map { JSON.rounded($0.value, 1).text }),
        (Bilingual(zh: "岗位", en: "role"), scored?.role_model),
      ]
    case .sessionChanged:
      let session = read(EventDetail.Session.self)
      let answered = session?.questions.flatMap { all in all > 0 ? session?.answered.map { "\($0)/\(all)" } : nil }
      facts = [
        (Bilingual(zh: "状态", en: "state"), session?.state?.name[language]),
        (Bilingual(zh: "原因", en: "reason"), session?.reason), (Bilingual(zh: "已答", en: "answered"), answered),
      ]
    case .answerQuarantined, .answerHeld, .answerReleased:
      let refused = read(EventDetail.Refused.self)
      let cause = refused?.code.map { code in refused?.cause.map { "\($0[language]) [\(code)]" } ?? code }
      facts = [(Bilingual(zh: "原因", en: "cause"), cause)]
    case .answerReviewed, .sessionReviewed:
      facts = [(Bilingual(zh: "结论", en: "judgement"), read(EventDetail.Reviewed.self)?.judgement)]
    case .historyImported: facts = [(Bilingual(zh: "导入行数", en: "rows"), read(EventDetail.Imported.self)?.imported.map(String.init))]
    case .sessionForgotten, .sessionExpired, .storeRestored, nil: facts = []
    }
    return facts.compactMap { name, value in value.map { (name[language], $0) } }
  }
}
