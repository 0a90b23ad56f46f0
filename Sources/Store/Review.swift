import Interview

/// What a person decided about an answer or a session. It stands beside and above the machine's score and changes nothing in it.
public struct Review: Sendable, Hashable {
  /// What was decided about.
  public enum Subject: Sendable, Hashable {
    /// By `AnswerKey.id`.
    case answer(String)
    /// By `OpaqueName.text`.
    case session(String)
  }

  public var subject: Subject
  /// Who reviewed, as the client says.
  public var reviewer: String
  /// The reviewer's own words, for example `strong` or `72`.
  public var judgement: String
  public var reason: String
  /// The user whose program sent it, as the kernel told the daemon; nil where it came from elsewhere or before that was kept.
  public var account: String?

  /// Bytes that a judgement or a name may have, and that a reason may have: enough for a sentence and for a page.
  public static let maximumWordLength = 400
  public static let maximumReasonLength = 8000

  public init(of subject: Subject, reviewer: String, judgement: String, reason: String, account: String? = nil) {
    self.subject = subject
    self.reviewer = reviewer
    self.judgement = judgement
    self.reason = reason
    self.account = account
  }

  /// Throws `review.incomplete` where a part is empty or too long, `review.unprintable` where one holds what nobody sees; a
  /// reason may have lines.
  public func check() throws(Fault) {
    for (name, text, limit) in [
      ("reviewer", reviewer, Self.maximumWordLength), ("judgement", judgement, Self.maximumWordLength),
      ("reason", reason, Self.maximumReasonLength),
    ] {
      guard !text.allSatisfy(\.isWhitespace), text.utf8.count <= limit else { throw Fault(.reviewIncomplete, "\(name), 1…\(limit)") }
      guard name == "reason" ? text.isPlainText : text.isPlainLine else { throw Fault(.reviewUnprintable, "\(name): \(text.visibleLine)") }
    }
  }
}

extension Review.Subject {
  /// That there is no such thing to review.
  public var missing: Fault {
    switch self {
    case .answer(let id): Fault(.storeNoAnswer, id)
    case .session(let id): Fault(.storeNoSession, id)
    }
  }
}

/// A review as the store keeps it.
public struct StoredReview: Sendable, Hashable {
  /// 1, 2, 3 … over the whole store, for answers and for sessions apart.
  public var number: Int
  public var review: Review
  /// The answer's revision that was current when the review was made; nil for a session.
  public var revision: Int?
  /// Seconds since 1970 UTC.
  public var time: Double

  public init(number: Int, review: Review, revision: Int?, time: Double) {
    self.number = number
    self.review = review
    self.revision = revision
    self.time = time
  }
}

extension FaultCode {
  public static let reviewIncomplete = FaultCode(
    "review.incomplete",
    cause: Bilingual(zh: "评审缺少一项，或该项过长", en: "a part of the review is missing or too long"),
    action: Bilingual(zh: "请写明评审人、结论与理由。", en: "State the reviewer, the judgement and the reason."))
  public static let reviewUnprintable = FaultCode(
    "review.unprintable",
    cause: Bilingual(zh: "评审中有不可见的字符", en: "the review holds characters that nobody sees"),
    action: Bilingual(
      zh: "请去掉控制字符、书写方向字符与零宽字符；理由可以分行。",
      en: "Leave out control characters, marks of writing direction and characters without width; a reason may have lines."))
  public static let storeNoAnswer = FaultCode(
    "store.no-answer",
    cause: Bilingual(zh: "库中没有这个回答", en: "the store has no such answer"),
    action: Bilingual(zh: "用 intone show 查看有哪些回答。", en: "See with intone show which answers there are."))
  public static let storeNoSession = FaultCode(
    "store.no-session", cause: Bilingual(zh: "库中没有这个场次", en: "the store has no such session"),
    action: Bilingual(zh: "用 intone show 查看有哪些场次。", en: "intone show lists the sessions."))
}
