import Documents
import Interview
import Store

/// Other answers whose recording is the same file, byte for byte: another candidate's, or the same one's again.
public struct IdenticalRecording: Sendable {
  public let answer: StoredAnswer
  /// The first to arrive first.
  public let others: [StoredAnswer]

  /// - Returns: nil where the recording is nobody else's.
  public init?(_ answer: StoredAnswer, in store: any ScoreStore) throws(Fault) {
    let others = try store.answers(withRecording: answer.record.recordingHash).filter { $0.id != answer.id }
    guard !others.isEmpty else { return nil }
    self.answer = answer
    self.others = others
  }

  public var message: Bilingual {
    let named = others.prefix(5).map { other in other.id + (other.record.candidate.map { " (\($0))" } ?? "") }
    let more = others.count > 5 ? ", …" : ""
    let (zh, en) = isAnotherCandidate ? ("另一候选人的", "of another candidate") : ("", "")
    return Bilingual(
      zh: "题目 \(answer.record.key.question.text) 的录音与\(zh)以下回答逐字节相同：\(named.joined(separator: "、"))\(more)。",
      en: """
        The recording of \(answer.record.key.question.text) is byte for byte that \(en.isEmpty ? "of" : en + ":") \
        \(named.joined(separator: ", "))\(more).
        """)
  }

  private var isAnotherCandidate: Bool {
    guard let own = answer.record.candidate else { return false }
    return others.contains { other in other.record.candidate.map { $0 != own } ?? false }
  }

  package var document: IdenticalDocument {
    IdenticalDocument(answer: answer.id, others: others.map { .init(id: $0.id, candidate: $0.record.candidate) })
  }
}

/// Answers with the same recording.
package struct IdenticalDocument: Document {
  package struct Other: Document {
    package let id: String
    package let candidate: String?
  }

  package let answer: String
  package let others: [Other]
}
