import Interview
import Mustache

/// The page for the candidate: one file with everything inside, to be sent, printed or made a PDF of.
public struct CandidateFeedback: Sendable {
  package let document: FeedbackDocument

  package init(_ document: FeedbackDocument) { self.document = document }

  /// What stands on the page, for another page around it.
  package func body(in language: Language) throws -> String {
    try Self.template.get().render(context(language)).visible
  }

  private static let template = MustacheTemplate.parsed(PackageResources.feedback_body_mustache)
  private static let frame = MustacheTemplate.parsed(PackageResources.feedback_mustache)

  private func context(_ language: Language) -> [String: any Sendable] {
    [
      "candidate": document.candidate ?? document.session,
      "strengths": document.strengths.map { $0[language] }, "hasStrengths": !document.strengths.isEmpty,
      "hasSteps": !document.steps.isEmpty, "hasAttempts": !document.attempts.isEmpty,
      "steps": document.steps.map { step -> [String: any Sendable] in
        var row: [String: any Sendable] = [
          "what": step.what[language], "question": step.question[language], "answer": step.answer,
          "times": step.spans.isEmpty ? false : step.spans.map(clock).joined(separator: ", ") as any Sendable,
        ]
        for (name, part) in [("advice", step.advice), ("practice", step.practice), ("course", step.course), ("mentor", step.mentor)] {
          // For a template: a name that is not there would be looked for in the context around.
          row[name] = part?[language] ?? false as any Sendable
        }
        return row
      },
      "questions": document.questions.map { question in
        ["question": question.question[language], "length": question.duration_s.map(clock) ?? "—"]
      },
      "attempts": document.attempts.map { ["question": $0.question[language], "sentence": $0.sentence[language]] },
      "label": Self.labels.mapValues { $0[language] },
    ]
  }

  /// The page as HTML.
  package func html(in language: Language) throws -> String {
    let page: [String: any Sendable] = [
      "lang": language == .zh ? "zh-CN" : "en", "body": try body(in: language), "label": Self.labels.mapValues { $0[language] },
    ]
    return try Self.frame.get().render(page)
  }

  private static let labels: [String: Bilingual] = [
    "feedback": Bilingual(zh: "给您的反馈", en: "Your feedback"),
    "well": Bilingual(zh: "做得好的地方", en: "What went well"),
    "wellNone": Bilingual(zh: "您完整回答了问题，谢谢。", en: "You answered the questions; thank you."),
    "improve": Bilingual(zh: "接下来可以改进的地方", en: "What to work on next"),
    "improveNone": Bilingual(zh: "没有找到明确需要改进之处。", en: "Nothing was found that clearly needs work."),
    "practice": Bilingual(zh: "练习：", en: "Practice: "), "course": Bilingual(zh: "课程：", en: "Course: "),
    "mentor": Bilingual(zh: "找谁请教：", en: "Whom to ask: "),
    "inAnswer": Bilingual(zh: "在这道题的回答中：", en: "In your answer to: "),
    "attempts": Bilingual(zh: "两次作答相比", en: "One attempt against another"),
    "answered": Bilingual(zh: "您回答的题目", en: "What you answered"),
    "machine": Bilingual(
      zh: "这些意见来自对录音的测量：语速、停顿、音高与所说的内容。机器不做录用决定，您可以要求由人复核。",
      en:
        "These remarks come from measurements of the recording: pace, pauses, pitch and what was said. No machine decides about you; you may ask for a person to look again."
    ),
  ]
}
