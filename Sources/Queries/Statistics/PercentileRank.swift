import Documents
import Interview
import RoleModels
import Store

/// What the newest baseline of an answer's role says of it: a place, nothing where the role has no baseline, or why it
/// cannot be told. A baseline that cannot be read keeps nobody from reading an answer's score.
public enum PercentileRank: Sendable {
  case none
  case placed(AnswerPercentiles)
  case unavailable(Fault)

  public init(_ answer: StoredAnswer, in files: BaselineFiles) {
    do throws(Fault) {
      guard let role = answer.record.roleModel?.id, let baseline = try files.baseline(of: role) else {
        self = .none
        return
      }
      self = .placed(try baseline.placed(answer))
    } catch {
      self = .unavailable(error)
    }
  }

  public var value: AnswerPercentiles? { if case .placed(let placed) = self { placed } else { nil } }

  /// Why an answer has no place though its role has a baseline.
  public var fault: Fault? { if case .unavailable(let fault) = self { fault } else { nil } }

  /// Nil without a baseline.
  package var document: RankDocument? {
    switch self {
    case .none: nil
    case .placed(let placed): .placed(placed.document)
    case .unavailable(let fault): .unknown(fault.code.code)
    }
  }
}

/// Where an answer stands, or `{"unknown": code}`.
package enum RankDocument: Codable, Sendable {
  case placed(PercentilesDocument)
  case unknown(String)

  private enum CodingKeys: CodingKey { case unknown }

  package init(from decoder: any Decoder) throws {
    let code = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .unknown)
    self = try code.map { .unknown($0) } ?? .placed(PercentilesDocument(from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .placed(let placed): try placed.encode(to: encoder)
    case .unknown(let code):
      var members = encoder.container(keyedBy: CodingKeys.self)
      try members.encode(code, forKey: .unknown)
    }
  }

  static let shape = Shape.elsewhere("where the measures stand in the role's baseline, or why that is unknown")
}
