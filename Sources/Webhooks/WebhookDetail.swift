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
  }

  /// Empty where the detail has none of them.
  static func facts(_ detail: String) -> [(key: String, value: String)] {
    guard let known = try? JSONDecoder().decode(Detail.self, from: Data(detail.utf8)) else { return [] }
    var facts: [(key: String, value: String)] = []
    if let overall = known.overall { facts.append(("overall", JSON.rounded(overall, 1).text)) }
    let texts = [
      ("role", known.role_model), ("state", known.state), ("reason", known.reason), ("code", known.code), ("judgement", known.judgement),
    ]
    for (key, value) in texts { if let value { facts.append((key, value)) } }
    if let answered = known.answered, let questions = known.questions, questions > 0 {
      facts.append(("answered", "\(answered)/\(questions)"))
    }
    return facts
  }
}
