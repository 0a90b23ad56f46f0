import Interview

extension Points {
  public var json: JSON { .number(value) }
}

extension Scorecard {
  /// The member `scores`, and what the store's rows and the socket show of a scorecard.
  public var json: JSON {
    .object([
      "role": .object([
        "id": .string(roleModel.id), "version": .string(roleModel.version), "sha256": .string(roleModel.hash.hex),
      ]),
      "overall": overall?.json ?? .null,
      "dimensions": .array(dimensions.map(\.json)),
      "missing": .array(
        missing.map { .object(["id": .string($0.id), "weight": $0.weight.json, "reason": .optional($0.reason?.rawValue)]) }),
      "lost_points": .array(lostPoints.map(\.json)),
      "confidence": confidence.json,
      "advisory": .array(advisory.map(\.json)),
      "unknown": .object(unknown.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value.rawValue)) }),
    ])
  }
}

extension DimensionScore {
  var json: JSON {
    .object([
      "id": .string(id), "name": name.json, "weight": weight.json, "effective_weight": effectiveWeight.json,
      "score": score?.json ?? .null, "reason": .optional(reason?.rawValue),
    ])
  }
}

extension LostPoint {
  var json: JSON {
    .object([
      "code": .string(code), "dimension": .string(dimension), "indicator": .string(indicator), "points": points.json,
      "weight": weight.json, "measure": .optional(measure?.rawValue), "unit": .optional(measure?.unit),
      "value": .rounded(value, measure?.decimals ?? 4),
      "expected_low": .rounded(expectedLow, 4), "expected_high": .rounded(expectedHigh, 4),
      "spans": .array(spans.map(JSON.span)), "excerpt": .optional(excerpt), "message": message.json,
    ])
  }
}

extension Confidence {
  var json: JSON {
    .object([
      "level": .string(level.rawValue), "low": low?.json ?? .null, "high": high?.json ?? .null,
      "reasons": .array(reasons.map(\.json)),
    ])
  }
}

extension Advisory {
  var json: JSON {
    .object(["kind": .string(kind.rawValue), "message": message.json, "spans": .array(spans.map(JSON.span))])
  }
}
