/// A stretch of a recording, in seconds from its first sample; `start <= end`.
public struct TimeRange: Sendable, Hashable, Codable {
  public let start: Double
  public let end: Double

  /// - Precondition: `start <= end`, both finite.
  public init(_ start: Double, _ end: Double) {
    precondition(start <= end, "a time range runs forward")
    self.start = start
    self.end = end
  }

  /// Length in seconds, 0 or more.
  public var duration: Double { end - start }

  public func contains(_ time: Double) -> Bool { time >= start && time < end }

  /// Seconds that both ranges share, 0 where they do not meet.
  public func overlap(_ other: TimeRange) -> Double {
    max(0, min(end, other.end) - max(start, other.start))
  }
}

extension TimeRange {
  /// Encoded as `[start_s, end_s]`, the form of every span in the documented JSON.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    let start = try container.decode(Double.self)
    let end = try container.decode(Double.self)
    guard start <= end, start.isFinite, end.isFinite else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a time range runs forward: [\(start), \(end)]")
    }
    self.init(start, end)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(start)
    try container.encode(end)
  }
}
