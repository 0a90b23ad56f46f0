import Interview

/// Markers of structure in the order said: situation–task–action–result, problem–solution–verification, ordinals.
struct StructureFinder {
  private let stream: TokenStream
  private let lexicon: Lexicon

  init(_ stream: TokenStream, _ lexicon: Lexicon) {
    self.stream = stream
    self.lexicon = lexicon
  }

  /// - Complexity: linear in the number of tokens.
  func find() -> [StructureFinding] {
    // A step is known by its place in the lexicon: hashing its names at every match would cost more than all else here.
    let entries = lexicon.structure.enumerated().flatMap { place, step in step.markers.map { ($0, (place, $0)) } }
    let table = PhraseTable(entries.map { (text: $0.0, value: $0.1) }, stream)
    var found: [StructureFinding] = []
    // Where the marks of one step reach, so that 结果是 is not counted again as 结果.
    var reached = [Int](repeating: 0, count: lexicon.structure.count)
    var seen: Set<Int> = []
    for index in stream.tokens.indices {
      seen.removeAll(keepingCapacity: true)
      for match in table.matches(at: index) {
        let (place, marker) = match.value
        let step = lexicon.structure[place]
        guard seen.insert(place).inserted, reached[place] <= index, !isOrdinaryWord(match.span, step) else { continue }
        reached[place] = match.span.upperBound
        found.append(StructureFinding(scheme: step.scheme, step: step.step, hit: stream.hit(match.span, term: marker)))
      }
    }
    return found
  }

  /// 第一次 and 第一个 count things, and "the first project" does: an ordinal orders speech only where it stands alone (第一)
  /// or opens a clause (first).
  private func isOrdinaryWord(_ span: Range<Int>, _ step: Lexicon.Step) -> Bool {
    guard step.scheme == "ordinal" else { return false }
    let token = stream.tokens[span.lowerBound]
    if token.isHan {
      guard token.folded == "第", span.upperBound < stream.tokens.count else { return false }
      let next = stream.tokens[span.upperBound]
      let last = stream.tokens[span.upperBound - 1].folded
      guard last != "步", last != "点", next.breakBefore < .segment else { return false }
      return lexicon.units.contains(next.folded) || ["时", "手", "线", "名", "反"].contains(next.folded)
    }
    guard span.count == 1, !stream.isSeparated(span.lowerBound), span.lowerBound > 0 else { return false }
    let openers: Set<String> = ["and", "so", "well", "but", "um", "uh", "er", "then", "i"]
    return !openers.contains(stream.tokens[span.lowerBound - 1].folded)
  }
}
