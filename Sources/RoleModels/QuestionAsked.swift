import Interview

/// The question that an answer was given to, as a role model and a manifest have it together.
///
/// Made once for each answer: whether a manifest's wording is the model's takes longer to tell than all the rest of a score.
public struct QuestionAsked: Sendable {
  /// The model's question under the id, unless the manifest says that another one was asked: then neither its keywords nor its
  /// weights are in force.
  public let question: RoleModel.Question?
  /// The groups that belong to the question alone, the model's and the manifest's.
  public let ownGroups: [KeywordGroup]
  /// All groups to look for: those of the dimensions that weigh something here, then the question's. A group named twice is one
  /// group with all the terms.
  public private(set) var groups: [KeywordGroup] = []

  /// - Complexity: linear in the model's terms and in the two wordings.
  public init(_ model: RoleModel, _ id: String?, _ manifest: ManifestQuestion?) {
    question = model.question(id).flatMap { own in
      guard let asked = manifest?.text, !asked.allSatisfy(\.isWhitespace) else { return own }
      return QuestionWording.isSame(asked, own.text) ? own : nil
    }
    ownGroups = Self.merged((question?.keywords ?? []) + (manifest?.keywords ?? []))
    var all: [KeywordGroup] = []
    for dimension in model.dimensions where weight(of: dimension) > .zero {
      for case .keywords(let own, _) in dimension.indicators.map(\.kind) { all += own }
    }
    groups = Self.merged(all + ownGroups)
  }

  /// A dimension's weight for this question, in points of 100.
  public func weight(of dimension: Dimension) -> Points {
    guard let own = question?.weights, !own.isEmpty else { return dimension.weight }
    return own[dimension.id] ?? .zero
  }

  private static func merged(_ groups: [KeywordGroup]) -> [KeywordGroup] {
    var order: [String] = []
    var terms: [String: [String]] = [:]
    for group in groups {
      if terms[group.name] == nil { order.append(group.name) }
      for term in group.terms where !(terms[group.name] ?? []).contains(term) { terms[group.name, default: []].append(term) }
    }
    return order.map { KeywordGroup(name: $0, terms: terms[$0] ?? []) }
  }
}
