import Interview
import RoleModels
import Store

/// What the newest baseline of an answer's role says of it: a place, nothing where the role has no baseline, or why it
/// cannot be told. A baseline that cannot be read keeps nobody from reading an answer's score.
public enum PercentileRank: Sendable {
  case none
  case placed(AnswerPercentiles)
  case untold(Fault)

  public init(_ answer: StoredAnswer, in files: BaselineFiles) {
    do throws(Fault) {
      guard let role = answer.record.roleModel?.id, let baseline = try files.baseline(of: role) else {
        self = .none
        return
      }
      self = .placed(try baseline.placed(answer))
    } catch {
      self = .untold(error)
    }
  }

  public var value: AnswerPercentiles? { if case .placed(let placed) = self { placed } else { nil } }

  /// Why an answer has no place though its role has a baseline.
  public var fault: Fault? { if case .untold(let fault) = self { fault } else { nil } }

  /// Null without a baseline; `{"unknown": code}` where it cannot be told.
  public var json: JSON {
    switch self {
    case .none: .null
    case .placed(let placed): placed.json
    case .untold(let fault): .object(["unknown": .string(fault.code.code)])
    }
  }
}
