import Assessment
import Interview
import Mustache
import Queries

/// The page of one candidate's session: scores with their reasons, a timeline, the transcript with marks, advice.
///
/// The page holds everything it needs (styles and drawings are inside), so that it can be mailed or printed.
package struct CandidateReport: Sendable {
  /// One answer of the session.
  package struct Answer: Sendable {
    package var id: String
    package var question: String?
    package var document: AnalysisDocument
    /// What people judged of it, the latest first.
    package var reviews: [String]
    /// Whether the session's score rests on it; another attempt's page is folded away.
    package var isCounted: Bool
    /// Which baseline the answer is placed in, or why it cannot be; nil where the role has none.
    package var baseline: String?
    /// Where a measure stands among the role's answers.
    package var ranks: [Measure: String]
    /// What should be known of the answer before its score is read.
    package var notes: [String]
    /// How it was told, reported and never scored.
    package var manner: [String]
    /// Sound of stretches, as addresses that hold it.
    package var sounds: [TimeRange: String]

    package init(
      id: String, question: String? = nil, document: AnalysisDocument, reviews: [String] = [], isCounted: Bool = true,
      baseline: String? = nil, ranks: [Measure: String] = [:], notes: [String] = [], manner: [String] = [],
      sounds: [TimeRange: String] = [:]
    ) {
      self.id = id
      self.question = question
      self.document = document
      self.reviews = reviews
      self.isCounted = isCounted
      self.baseline = baseline
      self.ranks = ranks
      self.notes = notes
      self.manner = manner
      self.sounds = sounds
    }
  }

  package var session: String
  package var candidate: String?
  package var state: String
  /// What is said of the whole session; nil for a page of answers alone.
  package var overview: Overview?
  package var answers: [Answer]
  /// Advice for a lost point's code, from the operator's catalogue; nil where it has none.
  package var advice: @Sendable (String) -> Bilingual?
  /// What goes with the advice: a practice, a course, a mentor's hint.
  package var practice: @Sendable (String) -> [Bilingual]
  /// In which numbers scores stand on the page.
  package var scale: ScoreScale

  package init(
    session: String, candidate: String?, state: String, overview: Overview? = nil, answers: [Answer], scale: ScoreScale = .hundred,
    advice: @escaping @Sendable (String) -> Bilingual? = { _ in nil },
    practice: @escaping @Sendable (String) -> [Bilingual] = { _ in [] }
  ) {
    self.session = session
    self.candidate = candidate
    self.state = state
    self.overview = overview
    self.answers = answers
    self.scale = scale
    self.advice = advice
    self.practice = practice
  }

  /// The page as HTML.
  /// - Complexity: linear in the length of the answers.
  package func html(in language: Language) throws -> String {
    // Nothing that came from outside turns a line around or hides in the page.
    try Self.template.get().render(context(language)).visible
  }

  private static let template = MustacheTemplate.parsed(PackageResources.candidate_mustache)

  private func context(_ language: Language) -> [String: any Sendable] {
    let roles = Set(answers.compactMap { answer in answer.document.scores.map { $0.role.id + " " + $0.role.version } }).sorted()
    let engines = Set(answers.map(\.document.engine)).sorted()
    var context: [String: any Sendable] = [
      "lang": language == .zh ? "zh-CN" : "en",
      "label": labels(language),
      "session": session,
      "candidate": candidate ?? "—",
      "state": state,
      "role": roles.isEmpty ? "—" : roles.joined(separator: ", "),
      "engine": engines.joined(separator: ", "),
      "answers": answers.map { self.context(of: $0, language) },
    ]
    if let overview { context["overview"] = overview.context(language, scale) }
    return context
  }

  private func labels(_ language: Language) -> [String: String] {
    [
      "title": Labels.title, "session": Labels.session, "candidate": Labels.candidate, "role": Labels.role, "state": Labels.state,
      "engine": Labels.engine, "overall": Labels.overall, "dimensions": Labels.dimensions, "lost": Labels.lost,
      "nothingLost": Labels.nothingLost, "points": Labels.points, "advice": Labels.advice,
      "noTranscript": Labels.noTranscript, "missing": Labels.missing, "measures": Labels.measures, "review": Labels.review,
      "decision": Labels.decision,
      "sureness": Labels.sureness, "footer": Labels.footer, "timeline": Labels.timeline,
      "legendPitch": Labels.legendPitch, "legendSpeech": Labels.legendSpeech, "legendPause": Labels.legendPause,
      "legendMark": Labels.legendMark,
      "sessionScore": Labels.sessionScore, "notes": Labels.notes, "manner": Manner.title, "repeated": Labels.repeated,
      "followUp": Labels.followUp, "notCounted": Labels.notCounted,
    ].mapValues { $0[language] }
  }

  /// What the template is given of one answer; every text is escaped by the template.
  private func context(of answer: Answer, _ language: Language) -> [String: any Sendable] {
    let document = answer.document
    let scores = document.scores
    let lost = scores?.lost_points ?? []
    let view = AnswerView(document, in: language)
    var context: [String: any Sendable] = [
      "id": answer.id,
      "isCounted": answer.isCounted,
      "reviews": answer.reviews,
      "textHeading": (document.misfit == nil ? Labels.transcript : Labels.misfitTranscript)[language],
      "misfit": document.misfit != nil,
      "heading": answer.question ?? answer.id,
      "score": scores.map { $0.overall.map { scale.text($0) } ?? Labels.insufficient[language] } ?? Labels.noRole[language],
      "dimensions": (scores?.dimensions ?? []).map { dimension(of: $0, language) },
      "lost": rows(lost, answer.sounds, language),
      "hasLost": !lost.isEmpty,
      "scored": scores != nil,
      "timeline": view.timeline,
      "answerNotes": document.misfitNotes(in: language) + answer.notes,
      "flags": document.recording.quality.flags.map { Bilingual(flag: $0)[language] },
      "advisory": (scores?.advisory ?? []).map { $0.message[language] },
      "measures": measures(answer, language),
      "hasText": document.text != nil,
      "manner": answer.manner,
      "hasManner": !answer.manner.isEmpty,
    ]
    if let question = answer.question { context["question"] = question }
    if let baseline = answer.baseline { context["baseline"] = baseline }
    if let low = scores?.confidence.low, let high = scores?.confidence.high {
      context["interval"] = scale.text(low, to: high)
    }
    if let confidence = scores?.confidence {
      context["level"] = confidence.level.name[language]
      context["reasons"] = confidence.reasons.map { $0[language] }
    }
    if let text = document.text {
      context["transcript"] = view.transcript
      if document.misfit == nil, !text.keywords.missing.isEmpty {
        context["missing"] = text.keywords.missing.map { Bilingual(groupName: $0)[language] }.joined(
          separator: language == .zh ? "、" : ", ")
      }
    }
    return context
  }

  private func dimension(of score: AnalysisDocument.Scores.Dimension, _ language: Language) -> [String: any Sendable] {
    [
      "name": score.name[language],
      "score": score.score.map { scale.text($0) } ?? "—",
      "width": score.score.map { number($0.value) } ?? "0",
      "weight": number(score.effective_weight.value),
      "reason": score.reason.map { $0.meaning[language] } ?? "",
    ].withoutEmptyTexts
  }

  /// An advice stands beside the first point that it is for.
  private func rows(_ lost: [AnalysisDocument.Scores.Lost], _ sounds: [TimeRange: String], _ language: Language)
    -> [[String: any Sendable]]
  {
    var explained: Set<String> = []
    return lost.map { point in
      let given = advice(point.code)?[language] ?? ""
      let isNew = explained.insert(given).inserted
      var row = row(point, isNew ? given : "", isNew ? practice(point.code).map { $0[language] } : [], language)
      row["sound"] = point.spans.first.flatMap { sounds[$0] }
      return row
    }
  }

  private func row(_ point: AnalysisDocument.Scores.Lost, _ advice: String, _ practice: [String], _ language: Language)
    -> [String: any Sendable]
  {
    [
      "points": scale.text(point.points),
      "message": point.message[language],
      "code": point.code,
      "times": point.spans.map(clock).joined(separator: ", "),
      "excerpt": point.excerpt ?? "",
      "advice": advice,
      "practice": practice,
    ].withoutEmptyTexts
  }

  private func measures(_ answer: Answer, _ language: Language) -> [[String: String]] {
    answer.document.rows(in: language).map { item in
      let name = item.measure.meaning[language]
      guard let number = item.number else {
        return ["name": name, "value": "—", "unit": "", "why": item.reason?.meaning[language] ?? ""]
      }
      var row = ["name": name, "value": number, "unit": item.unit]
      row["place"] = answer.ranks[item.measure]
      return row
    }
  }

  /// At most two decimals, as everywhere on the page.
  private func number(_ value: Double) -> String { JSON.rounded(value, 2).text }
}

extension [String: any Sendable] {
  /// Without members whose text is empty: a template takes an empty text for one that is there.
  fileprivate var withoutEmptyTexts: [String: any Sendable] { filter { ($0.value as? String) != "" } }
}

extension MustacheTemplate {
  /// To be kept by whoever renders it: parsing takes longer than a page.
  static func parsed(_ bytes: [UInt8]) -> Result<MustacheTemplate, any Swift.Error> {
    Result { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }
}
