/// Points in hundredths, so that sums are exact: 10000 is the full 100.
public struct Points: Sendable, Hashable, Codable, Comparable, AdditiveArithmetic {
  public let hundredths: Int

  public init(hundredths: Int) { self.hundredths = hundredths }

  /// The nearest to a value out of 100.
  public init(_ value: Double) { hundredths = Int((value * 100).rounded()) }

  public static let zero = Points(hundredths: 0)
  public static let full = Points(hundredths: 10_000)

  /// For printing and encoding only; arithmetic stays in hundredths.
  public var value: Double { Double(hundredths) / 100 }

  public static func < (left: Points, right: Points) -> Bool { left.hundredths < right.hundredths }
  public static func + (left: Points, right: Points) -> Points { Points(hundredths: left.hundredths + right.hundredths) }
  public static func - (left: Points, right: Points) -> Points { Points(hundredths: left.hundredths - right.hundredths) }

  public init(from decoder: any Decoder) throws {
    hundredths = Int((try decoder.singleValueContainer().decode(Double.self) * 100).rounded())
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}

/// Which role model scored: two scorecards compare only when these are equal.
public struct RoleModelReference: Sendable, Hashable, Codable {
  public let id: String
  public let version: String
  public let hash: ContentHash

  public init(id: String, version: String, hash: ContentHash) {
    self.id = id
    self.version = version
    self.hash = hash
  }
}

/// One reason why points are missing, with all that is needed to check it.
public struct LostPoint: Sendable, Hashable, Codable {
  /// `<dimension>.<indicator>.<high|low|missing|…>`, stable; the advice catalogue is keyed by it.
  public let code: String
  public let dimension: String
  public let indicator: String
  /// Points of the overall score, in hundredths. All lost points of a scorecard add up to 100 − overall exactly.
  public let points: Points
  /// The measure judged; nil for keyword groups and structure steps.
  public let measure: Measure?
  /// The measured value; nil where something was missing altogether.
  public let value: Double?
  /// The band in which nothing would have been lost; nil at an open end, or where no band applies.
  public let expectedLow: Double?
  public let expectedHigh: Double?
  /// The indicator's share of the overall score after re-normalisation, in points.
  public let weight: Points
  /// Where in the recording, in order; empty where it concerns the whole.
  public let spans: [TimeRange]
  /// What the transcript says there; nil without transcript.
  public var excerpt: String?
  public let message: Bilingual

  public init(
    code: String, dimension: String, indicator: String, points: Points, measure: Measure?, value: Double?,
    expectedLow: Double?, expectedHigh: Double?, weight: Points, spans: [TimeRange], excerpt: String?, message: Bilingual
  ) {
    self.code = code
    self.dimension = dimension
    self.indicator = indicator
    self.points = points
    self.measure = measure
    self.value = value
    self.expectedLow = expectedLow
    self.expectedHigh = expectedHigh
    self.weight = weight
    self.spans = spans
    self.excerpt = excerpt
    self.message = message
  }
}

/// The score of one aspect that a role values.
public struct DimensionScore: Sendable, Hashable, Codable {
  public let id: String
  public let name: Bilingual
  /// The weight as the role model states it, in points of 100.
  public let weight: Points
  /// The weight in this scorecard, after what could not be judged was taken out; zero when `score` is nil.
  public let effectiveWeight: Points
  /// 0…100; nil where there is not enough evidence, with `reason`.
  public let score: Points?
  public let reason: UnknownReason?

  public init(id: String, name: Bilingual, weight: Points, effectiveWeight: Points, score: Points?, reason: UnknownReason?) {
    self.id = id
    self.name = name
    self.weight = weight
    self.effectiveWeight = effectiveWeight
    self.score = score
    self.reason = reason
  }
}

/// How sure the overall score is: an interval and what widened it.
public struct Confidence: Sendable, Hashable, Codable {
  public enum Level: String, Sendable, Hashable, Codable {
    case high, medium, low, insufficient

    public var name: Bilingual {
      switch self {
      case .high: Bilingual(zh: "高", en: "high")
      case .medium: Bilingual(zh: "中", en: "medium")
      case .low: Bilingual(zh: "低", en: "low")
      case .insufficient: Bilingual(zh: "数据不足", en: "insufficient data")
      }
    }
  }

  public let level: Level
  /// The interval around the overall score; nil when insufficient.
  public let low: Points?
  public let high: Points?
  public let reasons: [Bilingual]

  public init(level: Level, low: Points?, high: Points?, reasons: [Bilingual]) {
    self.level = level
    self.low = low
    self.high = high
    self.reasons = reasons
  }
}

/// What a person might do next. There is no case that turns anybody away.
public struct Advisory: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    case suggestHumanInterview = "suggest-human-interview"
    case suggestFollowUp = "suggest-follow-up"
    case insufficientData = "insufficient-data"
  }

  public let kind: Kind
  public let message: Bilingual
  public let spans: [TimeRange]

  public init(kind: Kind, message: Bilingual, spans: [TimeRange] = []) {
    self.kind = kind
    self.message = message
    self.spans = spans
  }
}

/// The score of one answer, with every reason. The overall score can be computed again from `dimensions`.
public struct Scorecard: Sendable, Hashable, Codable {
  public let roleModel: RoleModelReference
  /// 0…100; nil where there is not enough evidence to say.
  public let overall: Points?
  public let dimensions: [DimensionScore]
  /// In falling order of points.
  public var lostPoints: [LostPoint]
  public let confidence: Confidence
  public let advisory: [Advisory]
  /// Indicators that were not judged, by `<dimension>.<indicator>`, and why.
  public let unknown: [String: UnknownReason]

  public init(
    roleModel: RoleModelReference, overall: Points?, dimensions: [DimensionScore], lostPoints: [LostPoint],
    confidence: Confidence, advisory: [Advisory], unknown: [String: UnknownReason]
  ) {
    self.roleModel = roleModel
    self.overall = overall
    self.dimensions = dimensions
    self.lostPoints = lostPoints
    self.confidence = confidence
    self.advisory = advisory
    self.unknown = unknown
  }
}

extension Scorecard {
  /// Dimensions with a weight that could not be judged. Overall scores with different ones are not equal measures: the weight of
  /// what is missing went to the rest, and the interval holds what it might have been.
  public var missing: [DimensionScore] { dimensions.filter { $0.score == nil && $0.weight > .zero && $0.reason != .notApplicable } }
}
