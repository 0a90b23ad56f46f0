import Interview

/// The grammar of role models as a JSON schema (draft 2020-12), for editors that complete and check YAML.
///
/// It is generated from the closed lists that the decoder uses; the decoder checks more (sums, order of points).
public enum RoleModelSchema {
  /// Indented by the reader's own tool; one line here.
  public static var text: String { schema.text + "\n" }

  private static var schema: JSON {
    .object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"), "title": .string("Intone role model"), "type": .string("object"),
      "additionalProperties": .bool(false), "required": strings(["id", "version", "name", "dimensions"]),
      "properties": .object([
        "id": string, "version": string, "name": bilingual, "languages": list(enumeration(Language.allCases.map(\.rawValue))),
        "sources": list(string), "attempt": enumeration(AttemptPolicy.allCases.map(\.rawValue)), "off_topic_below": number(0, 1),
        "without_content": enumeration(RoleModel.WithoutContent.allCases.map(\.rawValue)),
        "minimum": object(["phonation": duration, "syllables": number(0, 10_000)]),
        "advisory": object(["human_interview_from": number(0, 100), "follow_up_from_lost": number(0, 100)]),
        "dimensions": list(dimension), "questions": list(question),
      ]),
    ])
  }

  private static var dimension: JSON {
    object(
      ["id": string, "name": bilingual, "weight": number(0, 100), "indicators": list(indicator)],
      required: ["id", "name", "weight", "indicators"])
  }

  private static var indicator: JSON {
    let schemes = enumeration(StructureScheme.allCases.map(\.rawValue))
    return object(
      [
        "id": string, "weight": number(0.001, 1000), "language": enumeration(Language.allCases.map(\.rawValue)),
        "measure": enumeration(Measure.allCases.filter(\.isScorable).map(\.rawValue)),
        "curve": .object(["type": .string("object"), "minProperties": .integer(1), "additionalProperties": number(0, 100)]),
        "keywords": groups, "question_keywords": .object(["const": .bool(true)]),
        "structure": .object(["anyOf": .array([schemes, list(schemes)])]),
      ], required: ["id"])
  }

  private static var question: JSON {
    object(
      [
        "id": string, "text": bilingual, "keywords": groups,
        "weights": .object(["type": .string("object"), "additionalProperties": number(0, 100)]),
      ],
      required: ["id", "text"])
  }

  private static var groups: JSON {
    .object(["type": .string("object"), "additionalProperties": .object(["anyOf": .array([string, list(string)])])])
  }

  private static var bilingual: JSON {
    .object(["anyOf": .array([string, object(["zh": string, "en": string], required: ["zh", "en"])])])
  }

  private static var string: JSON { .object(["type": .string("string")]) }
  private static var duration: JSON { .object(["type": .string("string"), "pattern": .string("^[0-9.]+(ms|s|m|h|d)$")]) }

  private static func number(_ low: Double, _ high: Double) -> JSON {
    .object(["type": .string("number"), "minimum": .number(low), "maximum": .number(high)])
  }

  private static func list(_ items: JSON) -> JSON { .object(["type": .string("array"), "items": items]) }
  private static func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
  private static func enumeration(_ texts: [String]) -> JSON { .object(["enum": strings(texts)]) }

  private static func object(_ properties: KeyValuePairs<String, JSON>, required: [String] = []) -> JSON {
    .object([
      "type": .string("object"), "additionalProperties": .bool(false), "required": strings(required), "properties": .object(properties),
    ])
  }
}
