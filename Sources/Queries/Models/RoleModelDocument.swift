import Documents
import Interview
import RoleModels

/// A whole role model behind what tells it from another: the figures that the scoring document tells in words, and those words.
package struct RoleModelBody: Document {
  package struct Minimum: Document {
    package let phonation_s: Double
    package let syllables: Double
  }

  package struct Advisory: Document {
    package let human_interview_from: Points?
    package let follow_up_from_lost: Points
  }

  package struct Group: Document {
    package let name: String
    package let terms: [String]

    init(_ group: KeywordGroup) { (name, terms) = (group.name, group.terms) }
  }

  /// The groups themselves, or `"question"` for those of the question asked.
  package enum Keywords: Codable, Sendable, Shaped {
    case ofQuestion
    case groups([Group])

    package static var shape: Shape { .anything }
    package static var sample: Keywords { .ofQuestion }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      self = (try? container.decode(String.self)) == nil ? .groups(try container.decode([Group].self)) : .ofQuestion
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .ofQuestion: try container.encode("question")
      case .groups(let groups): try container.encode(groups)
      }
    }
  }

  /// Which kind it is, the members say that are there: `measure`, `keywords` or `structure`.
  package struct Indicator: Document {
    package let id: String
    package let weight: Double
    package let language: String?
    package let measure: String?
    package let unit: String?
    /// Points of the curve, value and score of 100: straight lines between them, flat beyond them.
    package let curve: [[Double]]?
    package let keywords: Keywords?
    package let structure: [String]?
    /// Of the dimension, in per cent, as a person reads it; Chinese first where the languages differ.
    package let share: String
    /// What it looks at, and what costs points.
    package let meaning: Bilingual

    package static let omitted = OmittedMembers.some(["measure", "unit", "curve", "keywords", "structure"])
  }

  package struct Dimension: Document {
    package let id: String
    package let name: Bilingual
    package let weight: Points
    package let indicators: [Indicator]
  }

  package struct Question: Document {
    package let id: String
    package let text: Bilingual
    package let keywords: [Group]
    /// Points of 100 by dimension; empty where the model's own weights hold.
    package let weights: [String: Points]
  }

  package let languages: [String]
  package let attempt: String
  package let minimum: Minimum
  package let off_topic_below: Double?
  package let without_content: String
  package let advisory: Advisory
  package let dimensions: [Dimension]
  package let questions: [Question]
  /// What holds for every answer, a sentence each.
  package let rules: [Bilingual]

  package static let component: String? = "RoleModel"

  init(_ model: RoleModel) {
    let words = ScoringDocument(model)
    languages = model.languages.map(\.rawValue)
    attempt = model.attempts.rawValue
    minimum = Minimum(phonation_s: model.minimum.phonation, syllables: model.minimum.syllables)
    off_topic_below = model.offTopicBelow
    without_content = model.withoutContent.rawValue
    advisory = Advisory(human_interview_from: model.thresholds.humanInterview, follow_up_from_lost: model.thresholds.followUp)
    dimensions = model.dimensions.map { dimension in
      Dimension(
        id: dimension.id, name: dimension.name, weight: dimension.weight,
        indicators: dimension.indicators.map {
          Indicator($0, share: words.share($0, in: dimension), meaning: ScoringDocument.meaning(of: $0))
        })
    }
    questions = model.questions.map {
      Question(id: $0.id, text: $0.text, keywords: $0.keywords.map(Group.init), weights: $0.weights)
    }
    rules = words.rules
  }
}

extension RoleModelBody.Indicator {
  fileprivate init(_ indicator: Indicator, share: String, meaning: Bilingual) {
    (id, weight, language) = (indicator.id, indicator.weight, indicator.language?.rawValue)
    (self.share, self.meaning) = (share, meaning)
    switch indicator.kind {
    case .measure(let measure, let curve):
      (self.measure, unit) = (measure.rawValue, measure.unit)
      self.curve = curve.points.map { [$0.value, $0.score] }
      (keywords, structure) = (nil, nil)
    case .keywords(let groups, let ofQuestion):
      keywords = ofQuestion ? .ofQuestion : .groups(groups.map(RoleModelBody.Group.init))
      (self.measure, unit, self.curve, structure) = (nil, nil, nil, nil)
    case .structure(let schemes):
      structure = schemes.map(\.rawValue)
      (self.measure, unit, self.curve, keywords) = (nil, nil, nil, nil)
    }
  }
}

/// As `intone model show --json` and `GET /v1/models/{id}` give it.
package typealias RoleModelDocument = Joined<ModelDocument, RoleModelBody>

/// The scoring document in both languages, as `intone model doc --json` gives it.
package struct ScoringText: Document {
  package let markdown: Bilingual
}

extension RoleModel {
  /// What tells one model from another.
  package var heading: ModelDocument { ModelDocument(reference, name: name) }
  package var document: RoleModelDocument { Joined(heading, RoleModelBody(self)) }
  package var words: Joined<ModelDocument, ScoringText> {
    let document = ScoringDocument(self)
    return Joined(heading, ScoringText(markdown: Bilingual(zh: document.markdown(in: .zh), en: document.markdown(in: .en))))
  }
}
