import Interview

extension CandidateReport {
  /// What the head of the page says of the whole session.
  package struct Overview: Sendable {
    package struct Dimension: Sendable {
      package var name: Bilingual
      package var score: Points
      /// Answers that it rests on.
      package var answers: Int

      package init(name: Bilingual, score: Points, answers: Int) {
        self.name = name
        self.score = score
        self.answers = answers
      }
    }

    /// A passage that stands in two answers, or twice in one.
    package struct Passage: Sendable {
      package var text: String
      /// The question and the time, where it is known.
      package var first: (question: String, span: TimeRange?)
      package var second: (question: String, span: TimeRange?)

      package init(text: String, first: (question: String, span: TimeRange?), second: (question: String, span: TimeRange?)) {
        self.text = text
        self.first = first
        self.second = second
      }
    }

    package struct FollowUp: Sendable {
      package var question: String
      package var message: Bilingual
      package var spans: [TimeRange]

      package init(question: String, message: Bilingual, spans: [TimeRange]) {
        self.question = question
        self.message = message
        self.spans = spans
      }
    }

    /// 0…100 with its interval; nil where too few answers have a score.
    package var overall: Points?
    package var low: Points?
    package var high: Points?
    package var dimensions: [Dimension]
    package var notes: [Bilingual]
    /// What people decided about the session, the latest first.
    package var decisions: [Bilingual]
    package var passages: [Passage]
    package var followUps: [FollowUp]

    package init(
      overall: Points?, low: Points?, high: Points?, dimensions: [Dimension] = [], notes: [Bilingual] = [], decisions: [Bilingual] = [],
      passages: [Passage] = [], followUps: [FollowUp] = []
    ) {
      self.overall = overall
      self.low = low
      self.high = high
      self.dimensions = dimensions
      self.notes = notes
      self.decisions = decisions
      self.passages = passages
      self.followUps = followUps
    }

    func context(_ language: Language, _ scale: ScoreScale) -> [String: any Sendable] {
      var context: [String: any Sendable] = [
        "overall": overall.map { scale.text($0) } ?? "—",
        "dimensions": dimensions.map { dimension in
          [
            "name": dimension.name[language], "score": scale.text(dimension.score), "width": ScoreScale.hundred.text(dimension.score),
            "answers": Labels.answers(dimension.answers)[language],
          ]
        },
        "hasNotes": !notes.isEmpty,
        "notes": notes.map { $0[language] },
        "decisions": decisions.map { $0[language] },
        "hasPassages": !passages.isEmpty,
        "passages": passages.map { passage in
          [
            "text": passage.text,
            "places": [passage.first, passage.second].map { $0.question + ($0.span.map { " " + clock($0) } ?? "") }
              .joined(separator: " · "),
          ]
        },
        "hasFollowUps": !followUps.isEmpty,
        "followUps": followUps.map { followUp in
          var row = ["question": followUp.question, "message": followUp.message[language]]
          // A template takes an empty text for one that is there.
          if !followUp.spans.isEmpty { row["times"] = followUp.spans.prefix(3).map(clock).joined(separator: ", ") }
          return row
        },
      ]
      if let low, let high { context["interval"] = scale.text(low, to: high) }
      return context
    }
  }
}
