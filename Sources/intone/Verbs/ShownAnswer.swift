import Interview
import Reports

/// What `intone show` prints of the socket's answer object.
struct ShownAnswer: Decodable {
  struct Review: Decodable {
    var reviewer: String
    var account: String?
    var judgement: String
    var reason: String
    var revision: Int
    var time: String

    /// The account, where it is another name than the one given.
    func note(_ zh: Bool) -> String {
      guard let account, account != reviewer else { return "" }
      return zh ? "，账户 \(account)" : ", account \(account)"
    }
  }
  struct Baseline: Decodable { var length: Worded? }

  var revision: Int
  var reviews: [Review]
  var notes: [Worded]
  var length: Worded?
  /// Nil where the answer was imported without it.
  var analysis: Reports.AnswerDocument?

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    revision = try members.decode(Int.self, forKey: .revision)
    reviews = try members.decode([Review].self, forKey: .reviews)
    notes = try members.decodeIfPresent([Worded].self, forKey: .notes) ?? []
    length = try members.decodeIfPresent(Baseline.self, forKey: .baseline)?.length
    let isEmpty = try members.nestedContainer(keyedBy: AnyKey.self, forKey: .analysis).allKeys.isEmpty
    analysis = isEmpty ? nil : try members.decode(Reports.AnswerDocument.self, forKey: .analysis)
  }

  private enum CodingKeys: CodingKey {
    case revision, reviews, notes, baseline, analysis
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func text(_ id: String, in language: Language, scale: ScoreScale) -> String {
    let zh = language == .zh
    var lines: [String] = reviews.isEmpty ? [] : [zh ? "人工评审（优先于机器评分）" : "Human review (stands above the machine's score)"]
    for review in reviews {
      let (who, date, revision) = (review.reviewer, review.time.prefix(10), review.revision)
      lines.append(
        zh
          ? "  \(review.judgement)（\(who)，\(date)，针对第 \(revision) 版\(review.note(true))）：\(review.reason)"
          : "  \(review.judgement) (\(who), \(date), of revision \(revision)\(review.note(false))): \(review.reason)")
    }
    if !reviews.isEmpty { lines.append("") }
    lines.append(zh ? "\(id)，第 \(revision) 版" : "\(id), revision \(revision)")
    lines += notes.map { "  ! " + $0[language] }
    if let length { lines.append("  " + length[language]) }
    guard let analysis else {
      lines.append(zh ? "  导入时不带分析：只有测量值与得分" : "  imported without its analysis: there are measures and scores alone")
      return lines.joined(separator: "\n") + explain(id, zh)
    }
    lines.append(analysis.text(in: language, scale: scale))
    return lines.joined(separator: "\n") + (analysis.isScored ? explain(id, zh) : "")
  }

  private func explain(_ id: String, _ zh: Bool) -> String {
    "\n" + (zh ? "\n每一处失分的依据：" : "\nEvery lost point with its evidence: ") + "intone explain \(id)"
  }
}
