import Interview

extension RoleModel {
  /// The model's own text with other weights and another version; comments and everything else stay. Weights that questions
  /// state for themselves are left as they are.
  ///
  /// - Parameters:
  ///   - source: the text that this model was read from, in block style.
  ///   - weights: points by dimension; what is not named stays.
  /// - Throws: `calibrate.source` where the text does not let its weights be found line by line.
  public func proposal(_ source: String, weights: [String: Points], n: Int) throws(Fault) -> String {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var isInDimensions = false
    var dimension: String?
    var changed = 0
    for index in lines.indices {
      let line = lines[index]
      if let first = line.first, first != " ", first != "#" { isInDimensions = line.hasPrefix("dimensions:") }
      if line.hasPrefix("version:") { lines[index] = "version: \"\(reference.version)-proposed\"" }
      guard isInDimensions else { continue }
      if line.hasPrefix("  - id:") { dimension = line.dropFirst(7).split(separator: " ").first.map(String.init) }
      if line.hasPrefix("    weight:"), let id = dimension, let points = weights[id] {
        lines[index] = "    weight: " + JSON.number(points.value).text
        changed += 1
      }
    }
    let text =
      """
      # Proposed from the later outcomes of \(n) people. It is in force for nobody until a person adopts it: check it, give it a
      # version of its own, and put it in the place of \(id).

      """ + lines.joined(separator: "\n")
    // What was written must read back as what was meant.
    let read = try RoleModel(Array(text.utf8), name: id, hash: reference.hash)
    let isMeant = read.dimensions.allSatisfy { $0.weight == weights[$0.id] ?? $0.weight }
    guard changed == weights.count, isMeant else { throw Fault(.calibrateSource, id) }
    return text
  }
}

extension FaultCode {
  public static let calibrateSource = FaultCode(
    "calibrate.source", cause: Bilingual(zh: "无法在模型文件中逐行找到各维度的权重", en: "the weights cannot be found line by line in the model's file"),
    action: Bilingual(
      zh: "请按现有模型的写法，每个维度的 id 与 weight 各占一行；或手工改权重。",
      en: "Write each dimension's id and weight on lines of their own, as the supplied models do, or change the weights by hand."))
}
