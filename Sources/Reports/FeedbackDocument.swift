import Assessment
import Documents
import Interview
import Queries
import RoleModels
import Sessions
import Store

/// What a candidate is given of an interview: what went well first, then what to work on. No rank, nobody else's figures, no note of
/// those who decide.
package struct FeedbackDocument: Document {
  /// Something to work on.
  package struct Step: Document {
    /// The lost point's.
    package let code: String
    /// In plain words.
    package let what: Bilingual
    /// From the operator's catalogue.
    package let advice: Bilingual?
    package let practice: Bilingual?
    package let course: Bilingual?
    package let mentor: Bilingual?
    package let answer: String
    /// As it was asked.
    package let question: Bilingual
    /// Where it can be heard in the answer.
    package let spans: [TimeRange]
  }

  /// A question that was answered.
  package struct Question: Document {
    package let answer: String
    package let question: Bilingual
    package let duration_s: Double?
  }

  /// A later attempt at a question against the first one.
  package struct Progress: Document {
    package let question: Bilingual
    package let first: Int
    package let later: Int
    package let first_overall: Points
    package let later_overall: Points
    /// A smaller difference means nothing, by the intervals of both.
    package let least_difference: Points
    package let sentence: Bilingual
  }

  package let session: String
  package let candidate: String?
  /// Names of dimensions.
  package let strengths: [Bilingual]
  package let steps: [Step]
  package let questions: [Question]
  package let attempts: [Progress]

  package static let component: String? = "Feedback"
}

extension FeedbackDocument {
  /// Enough to work on until the next interview.
  private static let maximumItems = 3
  /// Points from which a dimension is named as a strength: the upper quarter of the scale.
  private static let strong = Points(75)

  /// - Throws: a fault of a stored analysis that cannot be read.
  init(_ card: SessionScorecard, models: RoleModelLibrary, advice: AdviceCatalogue) throws(Fault) {
    session = card.session.record.id.text
    candidate = card.session.record.candidate
    let counted = card.answers.filter { card.counted.contains($0.id) }
    var asked: [String: Bilingual] = [:]
    for answer in card.answers { asked[answer.id] = try models.asked(of: answer) }
    strengths = card.summary.dimensions.filter { $0.score >= Self.strong }
      .sorted { $1.score < $0.score }.prefix(Self.maximumItems).map(\.name)
    steps = Self.steps(counted, asked, advice)
    questions = counted.map { answer in
      .init(
        answer: answer.id, question: asked[answer.id] ?? Bilingual(zh: answer.id, en: answer.id),
        duration_s: answer.record.measures[.duration]?.value.flatMap { $0.figure(2) })
    }
    let byQuestion = Dictionary(grouping: card.answers, by: \.record.key.question.text)
    attempts = byQuestion.sorted { $0.key < $1.key }.compactMap { _, attempts in
      Progress(attempts.sorted { $0.record.key.attempt < $1.record.key.attempt }, asked: attempts.first.flatMap { asked[$0.id] })
    }
  }

  /// What cost most comes first, each kind once; what the catalogue has advice for stands before what it has none for, since a finding
  /// alone helps nobody.
  private static func steps(_ answers: [StoredAnswer], _ asked: [String: Bilingual], _ advice: AdviceCatalogue) -> [Step] {
    var found: [String: (cost: Points, worst: LostPoint, answer: StoredAnswer)] = [:]
    for answer in answers {
      for point in answer.record.scorecard?.lostPoints ?? [] {
        let known = found[point.code]
        let isWorse = known.map { $0.worst.points < point.points } ?? true
        let (worst, answerOfWorst) = isWorse ? (point, answer) : (known?.worst ?? point, known?.answer ?? answer)
        found[point.code] = ((known?.cost ?? .zero) + point.points, worst, answerOfWorst)
      }
    }
    let ordered = found.values.sorted { ($1.cost, $0.worst.code) < ($0.cost, $1.worst.code) }
    // Two codes of one advice would be two steps of one.
    var advised: Set<Bilingual> = []
    let (helped, bare) = ordered.reduce(into: ([Step](), [Step]())) { lists, item in
      let entry = advice.entry(for: item.worst)
      if let entry, !advised.insert(entry.advice).inserted { return }
      let step = Step(
        code: item.worst.code,
        what: PlainWords.of(item.worst.measure, code: item.worst.code, message: item.worst.message),
        advice: entry?.advice, practice: entry?.practice, course: entry?.course, mentor: entry?.mentor, answer: item.answer.id,
        question: asked[item.answer.id] ?? Bilingual(zh: "", en: ""), spans: Array(item.worst.spans.prefix(2)))
      if entry == nil { lists.1.append(step) } else { lists.0.append(step) }
    }
    return Array((helped + bare).prefix(maximumItems))
  }
}

extension FeedbackDocument.Progress {
  /// The last attempt with a score against the first with one; nil where there are not two.
  init?(_ attempts: [StoredAnswer], asked: Bilingual?) {
    let scored = attempts.compactMap { answer in
      answer.record.scorecard.flatMap { card in
        card.overall.flatMap { overall in
          card.confidence.low.flatMap { low in card.confidence.high.map { (answer.record.key.attempt, overall, low, $0) } }
        }
      }
    }
    guard let (first, before, beforeLow, beforeHigh) = scored.first, let (later, after, afterLow, afterHigh) = scored.last, later > first
    else { return nil }
    // The halves of the intervals that face one another: errors of two answers are independent, their squares add up.
    let (up, down) = before <= after ? (beforeHigh - before, after - afterLow) : (before - beforeLow, afterHigh - after)
    let smallest = Points((up.value * up.value + down.value * down.value).squareRoot())
    let change = before <= after ? after - before : before - after
    let (difference, small) = (ScoreScale.hundred.text(change), ScoreScale.hundred.text(smallest))
    let isSignificant = change > smallest
    let zh = !isSignificant ? "没有可以断定的差别" : before < after ? "比第 \(first) 次好 \(difference) 分" : "比第 \(first) 次低 \(difference) 分"
    let en =
      !isSignificant
      ? "no difference can be told" : before < after ? "better by \(difference) points of 100" : "lower by \(difference) points of 100"
    self.init(
      question: asked ?? Bilingual(zh: "", en: ""), first: first, later: later, first_overall: before, later_overall: after,
      least_difference: smallest,
      sentence: Bilingual(
        zh: "第 \(later) 次作答与第 \(first) 次相比：\(zh)（小于 \(small) 分的差别不说明什么）。",
        en: "Attempt \(later) against attempt \(first): \(en) (less than \(small) means nothing)."))
  }
}

extension RoleModelLibrary {
  /// The question that an answer answers: as it was asked, else as the model has it, else its id.
  /// - Throws: `report.unreadable`.
  package func asked(of answer: StoredAnswer) throws(Fault) -> Bilingual {
    let id = answer.record.key.question.text
    if answer.record.hasAnalysis, let text = try AnalysisDocument(json: answer.record.analysis).question?.text {
      return Bilingual(zh: text, en: text)
    }
    let model = answer.record.roleModel.flatMap { reference in models.first { $0.reference == reference } }
    return model?.question(id)?.text ?? Bilingual(zh: id, en: id)
  }
}
