import Assessment
import Documents
import Interview
import RoleModels
import YAMLReading

extension RoleModel {
  /// What tells one model from another.
  var heading: ModelDocument { ModelDocument(reference, name: name) }

  /// The whole model, for programs: the same figures that the scoring document tells in words.
  var json: JSON {
    .object(
      heading.json.members + [
        .init("languages", .array(languages.map { .string($0.rawValue) })), .init("attempt", .string(attempts.rawValue)),
        .init("minimum", .object(["phonation_s": .number(minimum.phonation), "syllables": .number(minimum.syllables)])),
        .init("off_topic_below", offTopicBelow.map(JSON.number) ?? .null), .init("without_content", .string(withoutContent.rawValue)),
        .init(
          "advisory",
          .object(["human_interview_from": thresholds.humanInterview?.json ?? .null, "follow_up_from_lost": thresholds.followUp.json])),
        .init(
          "dimensions",
          .array(
            dimensions.map { dimension in
              .object([
                "id": .string(dimension.id), "name": dimension.name.json, "weight": dimension.weight.json,
                "indicators": .array(dimension.indicators.map(\.json)),
              ])
            })),
        .init(
          "questions",
          .array(
            questions.map { question in
              .object([
                "id": .string(question.id), "text": question.text.json, "keywords": .array(question.keywords.map(\.json)),
                "weights": .object(question.weights.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }),
              ])
            })),
      ])
  }

  /// The scoring document in both languages.
  var documents: JSON {
    let document = ScoringDocument(self)
    return .object(
      heading.json.members + [
        .init("markdown", Bilingual(zh: document.markdown(in: .zh), en: document.markdown(in: .en)).json)
      ])
  }
}

extension RoleModel.Check {
  /// What a check of a file found: every mistake with its place, and remarks on what is valid.
  func json(_ file: String) -> JSON {
    .object([
      "file": .string(file), "valid": .bool(model != nil), "id": .optional(model?.id), "version": .optional(model?.reference.version),
      "mistakes": .array(
        mistakes.map { mistake in
          .object([
            "line": .integer(mistake.line), "column": .integer(mistake.column), "path": .string(mistake.path),
            "problem": mistake.problem.json,
          ])
        }), "remarks": .array(remarks.map(\.json)),
    ])
  }

  /// What is no YAML at all, or cannot be read.
  static func json(_ file: String, unreadable fault: Fault) -> JSON {
    .object([
      "file": .string(file), "valid": .bool(false), "id": .null, "version": .null, "mistakes": .array([]), "remarks": .array([]),
      "code": .string(fault.code.code), "detail": .string(fault.detail),
    ])
  }
}

extension KeywordGroup {
  fileprivate var json: JSON { .object(["name": .string(name), "terms": .array(terms.map(JSON.string))]) }
}

extension Indicator {
  fileprivate var json: JSON {
    var members = [
      JSON.Member("id", .string(id)), .init("weight", .number(weight)), .init("language", .optional(language?.rawValue)),
    ]
    switch kind {
    case .measure(let measure, let curve):
      members += [
        .init("measure", .string(measure.rawValue)), .init("unit", .string(measure.unit)),
        .init("curve", .array(curve.points.map { .array([.number($0.value), .number($0.score)]) })),
      ]
    case .keywords(let groups, let ofQuestion):
      members.append(.init("keywords", ofQuestion ? .string("question") : .array(groups.map(\.json))))
    case .structure(let schemes):
      members.append(.init("structure", .array(schemes.map { .string($0.rawValue) })))
    }
    return .object(members)
  }
}
