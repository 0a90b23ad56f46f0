/// Which attempt at a question counts when there are several; all of them are kept.
public enum AttemptPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// What the candidate decided to send last; the default, since a retake is offered so that it may replace.
  case last
  case first
  /// The highest overall score; an attempt without a score comes after every attempt with one.
  case best
}
