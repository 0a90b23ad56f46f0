import Interview
import Store

/// A line of the change feed.
package struct EventDocument: Document {
  package let cursor: Int
  package let time: String
  package let kind: String
  package let session: String?
  package let answer: String?
  package let revision: Int?
  /// As the store keeps it.
  package let detail: JSON

  package static let component: String? = "Event"
  package static let refined: [String: Shape] = [
    "cursor": .integer(minimum: 1), "revision": .integer(minimum: 1), "detail": .elsewhere("particulars of the kind, docs/store.md"),
  ]
}

extension FeedEvent {
  package var document: EventDocument {
    EventDocument(
      cursor: cursor, time: UTC.text(time), kind: kind, session: session, answer: answer, revision: revision, detail: .raw(detail))
  }
}

/// What a person decided about an answer or a session.
package struct ReviewDocument: Document {
  package let number: Int
  package let reviewer: String
  package let judgement: String
  package let reason: String
  /// The answer's that was current then; a session has none.
  package let revision: Int?
  package let time: String
  package let account: String?

  package static let component: String? = "Review"
  package static let refined: [String: Shape] = ["number": .integer(minimum: 1), "revision": .integer(minimum: 1)]
  package static let listed = ["number", "reviewer", "account"]

  /// One sentence for people, with the account where it is another name than the one given.
  /// - Parameter current: the revision that stands beside it: a review of another one says so.
  package func sentence(current: Int? = nil) -> Bilingual {
    let date = String(time.prefix(10))
    let other = revision == current ? nil : revision
    let name = account == reviewer ? nil : account
    let zh = (other.map { "，针对第 \($0) 版" } ?? "") + (name.map { "，账户 \($0)" } ?? "")
    let en = (other.map { ", of revision \($0)" } ?? "") + (name.map { ", account \($0)" } ?? "")
    return Bilingual(zh: "\(judgement)（\(reviewer)，\(date)\(zh)）：\(reason)", en: "\(judgement) (\(reviewer), \(date)\(en)): \(reason)")
  }
}

extension StoredReview {
  package var document: ReviewDocument {
    ReviewDocument(
      number: number, reviewer: review.reviewer, judgement: review.judgement, reason: review.reason, revision: revision,
      time: UTC.text(time), account: review.account)
  }
}

/// A line of the audit log.
package struct AuditLinkDocument: Document {
  package let number: Int
  package let time: String
  package let actor: String
  package let action: String
  package let subject: String
  package let outcome: String
  package let detail: String
  package let hash: ContentHash

  package static let component: String? = "AuditLink"
  package static let refined: [String: Shape] = ["number": .integer(minimum: 1)]
}

extension AuditLink {
  package var document: AuditLinkDocument {
    AuditLinkDocument(
      number: number, time: UTC.text(Double(microseconds) / 1_000_000), actor: entry.actor, action: entry.action, subject: entry.subject,
      outcome: entry.outcome, detail: entry.detail, hash: hash)
  }
}

/// What a walk over the audit log found.
package struct AuditVerdictDocument: Document {
  package let intact: Bool
  package let links: Int?
  package let head: ContentHash?
  /// The first entry that does not follow from the one before it.
  package let broken_at: Int?

  package static let component: String? = "AuditVerdict"
  package static let omitted = OmittedMembers.all
}

extension AuditVerdict {
  package var document: AuditVerdictDocument {
    switch self {
    case .intact(let links, let head): AuditVerdictDocument(intact: true, links: links, head: head, broken_at: nil)
    case .broken(let number): AuditVerdictDocument(intact: false, links: nil, head: nil, broken_at: number)
    }
  }
}

extension SessionPhase: Choice {}

/// What the store knows of a session itself.
package struct SessionHeader: Document {
  package let id: String
  package let site: String?
  package let state: SessionPhase
  /// The code that explains `held` or `failed`.
  package let reason: String?
  package let candidate: String?
  package let role: String?
  package let language: String?
  package let answered: Int
  package let questions: [String]
  package let deadline: String?
  package let updated_at: String
}

extension StoredSession {
  package var document: SessionHeader {
    SessionHeader(
      id: record.id.text, site: record.site, state: record.state, reason: record.reason, candidate: record.candidate, role: record.role,
      language: record.language?.rawValue, answered: record.answered, questions: record.questions.map(\.text),
      deadline: record.deadline.map(UTC.text), updated_at: UTC.text(updatedAt))
  }
}

/// What a list of sessions has besides: the score, 0 to 100, and the latest decision.
package struct SessionFigures: Document {
  package let overall: Points?
  package let low: Points?
  package let high: Points?
  package let judgement: String?

  package static let component: String? = "ListedSession"

  package init(overall: Points?, low: Points?, high: Points?, judgement: String?) {
    (self.overall, self.low, self.high, self.judgement) = (overall, low, high, judgement)
  }
}

package typealias ListedSession = Joined<SessionHeader, SessionFigures>
