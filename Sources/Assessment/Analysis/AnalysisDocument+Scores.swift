import Documents
import Interview

extension AnalysisDocument {
  /// The scorecard. Points are 0 to 100.
  package struct Scores: Document {
    package struct Role: Document {
      package let id: String
      package let version: String
      package let sha256: String?
    }

    package struct Dimension: Document {
      package let id: String
      package let name: Bilingual
      package let weight: Points?
      package let effective_weight: Points
      package let score: Points?
      package let reason: UnknownReason?
    }

    /// A dimension with weight that could not be judged.
    package struct Missing: Document {
      package let id: String
      package let weight: Points
      package let reason: String?
    }

    package struct Lost: Document {
      package let code: String
      package let dimension: String?
      package let indicator: String?
      package let points: Points
      package let weight: Points?
      package let measure: String?
      package let unit: String?
      package let value: Double?
      package let expected_low: Double?
      package let expected_high: Double?
      package let spans: [TimeRange]
      package let excerpt: String?
      package let message: Bilingual
    }

    package let role: Role
    package let overall: Points?
    package let dimensions: [Dimension]
    package let missing: [Missing]?
    package let lost_points: [Lost]
    package let confidence: Confidence
    package let advisory: [Advisory]
    /// Indicators that were not judged, and why.
    package let unknown: [String: String]?

    package init(_ card: Scorecard) {
      role = Role(id: card.roleModel.id, version: card.roleModel.version, sha256: card.roleModel.hash.hex)
      overall = card.overall
      dimensions = card.dimensions.map {
        Dimension(id: $0.id, name: $0.name, weight: $0.weight, effective_weight: $0.effectiveWeight, score: $0.score, reason: $0.reason)
      }
      missing = card.missing.map { Missing(id: $0.id, weight: $0.weight, reason: $0.reason?.rawValue) }
      lost_points = card.lostPoints.map { point in
        Lost(
          code: point.code, dimension: point.dimension, indicator: point.indicator, points: point.points, weight: point.weight,
          measure: point.measure?.rawValue, unit: point.measure?.unit, value: point.value?.figure(point.measure?.decimals ?? 4),
          expected_low: point.expectedLow?.figure(4), expected_high: point.expectedHigh?.figure(4), spans: point.spans,
          excerpt: point.excerpt, message: point.message)
      }
      confidence = card.confidence
      advisory = card.advisory
      unknown = card.unknown.mapValues(\.rawValue)
    }
  }
}
