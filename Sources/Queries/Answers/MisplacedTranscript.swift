import Documents
import FoundationEssentials
import Interview
import Store
import Transcripts

/// Which other answer of the session a transcript that does not fit its recording seems to be of.
///
/// A guess for people, made where the answer is read: what an analysis says of a recording depends on nothing but that recording and
/// what was delivered with it.
public struct MisplacedTranscript: Sendable, Equatable {
  public enum Ground: String, Sendable {
    /// The other answer was delivered with the very same file.
    case sameText = "same-text"
    /// The text lies between the pauses of the other answer's recording.
    case sound
  }

  public let answer: String
  /// The id of the other answer.
  public let other: String
  public let ground: Ground

  /// Nats by which the sound must speak for an answer, and for it rather than for any other of the session.
  private static let convincing = 1.0

  private struct Heard: Decodable {
    struct Text: Decodable { var content: String }
    var text: Text?
    var segments: [TimeRange]
    var nuclei: [Double]

    init?(_ record: AnswerRecord) throws(Fault) {
      guard record.hasAnalysis else { return nil }
      do {
        self = try JSONDecoder().decode(Heard.self, from: Data(record.analysis.utf8))
      } catch {
        throw Fault(.storeRecordInvalid, "\(record.key.id): \(error)")
      }
    }
  }

  /// - Returns: nil where the transcript fits, and where no other answer of the session stands out.
  public init?(_ answer: StoredAnswer, in store: any ScoreStore) throws(Fault) {
    guard answer.record.measures[.characters]?.reason == .transcriptMismatch else { return nil }
    let others = try store.answers(ofSession: answer.record.key.session.text).filter { $0.isCurrent && $0.id != answer.id }
    if let hash = answer.record.transcriptHash, let same = others.first(where: { $0.record.transcriptHash == hash }) {
      self.init(answer: answer.id, other: same.id, ground: .sameText)
      return
    }
    guard let text = try Heard(answer.record)?.text?.content else { return nil }
    let analyzer = TextAnalyzer()
    var weighed: [(id: String, evidence: Double)] = []
    for other in others {
      guard let sound = try Heard(other.record) else { continue }
      let evidence = analyzer.evidence(for: text, segments: sound.segments, nuclei: sound.nuclei)
      if let evidence { weighed.append((other.id, evidence)) }
    }
    guard let best = weighed.map(\.evidence).outstanding(by: Self.convincing) else { return nil }
    self.init(answer: answer.id, other: weighed[best].id, ground: .sound)
  }

  private init(answer: String, other: String, ground: Ground) {
    (self.answer, self.other, self.ground) = (answer, other, ground)
  }

  public var message: Bilingual {
    switch ground {
    case .sameText:
      Bilingual(zh: "\(other) 收到的是同一份转写：可能交错了文件。", en: "\(other) was delivered with the same transcript: a file may have been mixed up.")
    case .sound:
      Bilingual(
        zh: "这份转写与 \(other) 的录音相符：可能是那一题的文本，交错了文件。",
        en: "The transcript fits the recording of \(other): it seems to be the text of that answer, and the files mixed up.")
    }
  }

  package var document: MisplacedDocument { MisplacedDocument(answer: answer, of: other, ground: ground.rawValue) }
}

/// The answer whose transcript a misfitting one seems to be.
package struct MisplacedDocument: Document {
  package let answer: String
  package let of: String
  /// `same-text` or `sound`.
  package let ground: String
}
