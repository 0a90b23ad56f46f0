import Interview

/// Markers of structure in the order said: situation–task–action–result, problem–solution–verification, ordinals.
struct StructureFinder {
  private let stream: TokenStream
  private let lexicon: Lexicon

  init(_ stream: TokenStream, _ lexicon: Lexicon) {
    self.stream = stream
    self.lexicon = lexicon
  }

  /// The steps that a clause fills: in the clause of the marker and behind it, as far as its sentence or the scheme's next marker,
  /// two words more are needed, one of them of content, a figure or a predicate, outside lists and repetitions. A marker that
  /// stands alone, and one that only another of its scheme follows, tells nothing.
  /// - Complexity: linear in the number of tokens.
  func find(_ content: ContentAnalysis) -> [StructureFinding] {
    let marks = marks()
    var regions = [Range<Int>](repeating: 0..<0, count: stream.tokens.count)
    for sentence in content.sentences.all {
      for clause in sentence.clauses { for index in clause { regions[index] = clause.lowerBound..<sentence.tokens.upperBound } }
    }
    // Where the scheme's marker before ends, and the next one begins.
    var before = [Int](repeating: 0, count: marks.count)
    var behind = [Int](repeating: stream.tokens.count, count: marks.count)
    var last: [String: Int] = [:]
    for (position, mark) in marks.enumerated() {
      if let other = last[mark.step.scheme] {
        before[position] = marks[other].span.upperBound
        behind[other] = mark.span.lowerBound
      }
      last[mark.step.scheme] = position
    }
    return marks.indices.filter { position in
      let mark = marks[position]
      guard content.restatements.isNew[mark.span.lowerBound] else { return false }
      let region = regions[mark.span.lowerBound]
      let start = max(before[position], region.lowerBound)
      let end = min(behind[position], region.upperBound)
      let around = [start..<max(start, mark.span.lowerBound), mark.span.upperBound..<max(mark.span.upperBound, end)]
      let words = around.flatMap { content.words.inside($0) }.filter { content.restatements.isNew[$0.span.lowerBound] }
      return words.count >= 2
        && words.contains { $0.kind != .function || lexicon.predicates.contains(stream.tokens[$0.span].map(\.folded).joined()) }
    }.map {
      StructureFinding(scheme: marks[$0].step.scheme, step: marks[$0].step.step, hit: stream.hit(marks[$0].span, term: marks[$0].marker))
    }
  }

  private func marks() -> [(span: Range<Int>, step: Lexicon.Step, marker: String)] {
    // A step is known by its place in the lexicon: hashing its names at every match would cost more than all else here.
    let entries = lexicon.structure.enumerated().flatMap { position, step in step.markers.map { ($0, (position, $0)) } }
    let table = PhraseTable(entries.map { (text: $0.0, value: $0.1) }, stream)
    var found: [(span: Range<Int>, step: Lexicon.Step, marker: String)] = []
    // Where the marks of one step reach, so that 结果是 is not counted again as 结果.
    var reached = [Int](repeating: 0, count: lexicon.structure.count)
    var seen: Set<Int> = []
    for index in stream.tokens.indices {
      seen.removeAll(keepingCapacity: true)
      for match in table.matches(at: index) {
        let (position, marker) = match.value
        let step = lexicon.structure[position]
        guard seen.insert(position).inserted, reached[position] <= index, !isOrdinaryWord(match.span, step) else { continue }
        reached[position] = match.span.upperBound
        found.append((match.span, step, marker))
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
