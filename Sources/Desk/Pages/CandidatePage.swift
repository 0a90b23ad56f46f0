import Interview
import Reports

/// The page for the candidate, as it is sent, with the ways to send it.
struct CandidatePage {
  let session: String
  /// As `/v1/sessions/{id}/feedback` gives it.
  let feedback: FeedbackDocument

  func page(_ language: Language) throws -> DeskPage {
    DeskPage(
      template: "candidate", title: Bilingual(zh: "给候选人的反馈", en: "Feedback for the candidate"), place: "interviews",
      context: ["path": DeskPath.interview(session), "feedback": try CandidateFeedback(feedback).body(in: language)])
  }
}
