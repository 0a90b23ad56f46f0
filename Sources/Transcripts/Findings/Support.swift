import Interview

/// Decides which of the keywords found are said and which are only mentioned.
///
/// A hit counts where its sentence says something: it has a predicate, it is neither said before nor the question again,
/// neither a frame nor a list, and the speaker brought a word of their own for it. Each group that is counted for the first
/// time uses up one new own word of its sentence, or one that the sentence before or behind has left. A hit that consists of words that
/// stand in any text (because, first) needs another word of the role's beside it, in its sentence or the one before.
struct Support {
  private let stream: TokenStream
  private let lexicon: Lexicon
  private let sentences: Sentences
  private let words: SpokenWords
  private let restatements: Restatements
  /// Characters of the longest predicate: a word of more tokens is none.
  private let maximumPredicateLength: Int

  init(_ stream: TokenStream, _ lexicon: Lexicon, _ sentences: Sentences, _ words: SpokenWords, _ restatements: Restatements) {
    self.stream = stream
    self.lexicon = lexicon
    self.sentences = sentences
    self.words = words
    self.restatements = restatements
    maximumPredicateLength = lexicon.predicates.lazy.map(\.count).max() ?? 0
  }

  struct Occurrence {
    let span: Range<Int>
    let hit: TextHit
  }

  /// - Parameter groups: each group's hits in order, without those that are denied.
  func findings(_ groups: [(name: String, occurrences: [Occurrence])]) -> [KeywordFinding] {
    var said = [[Occurrence]](repeating: [], count: groups.count)
    var mentioned = said
    var next = [Int](repeating: 0, count: groups.count)
    var seen: Set<Int> = []
    var waiting: [(group: Int, occurrence: Occurrence)] = []
    var (left, wasAnchored) = (0, false)
    for sentence in sentences.all {
      let inner = words.inside(sentence.tokens)
      var own = 0
      for word in inner where word.kind == .own && restatements.isNew[word.span.lowerBound] {
        if seen.insert(word.key).inserted { own += 1 }
      }
      let anchors = inner.filter { $0.kind == .role && restatements.isNew[$0.span.lowerBound] }
      let says = hasPredicate(sentence.tokens)
      var budget = own + left
      func pay(_ group: Int, _ occurrence: Occurrence) -> Bool {
        guard !said[group].isEmpty || budget > 0 else { return false }
        if said[group].isEmpty { budget -= 1 }
        said[group].append(occurrence)
        return true
      }
      var late: [(group: Int, occurrence: Occurrence)] = []
      for (group, occurrence) in occurrences(before: sentence.tokens.upperBound, groups, &next) {
        let isAnchored = !isGeneral(occurrence.span) || wasAnchored || anchors.contains { !$0.span.overlaps(occurrence.span) }
        if says, isAnchored, restatements.isNew[occurrence.span.lowerBound] {
          if !pay(group, occurrence) { late.append((group, occurrence)) }
        } else {
          mentioned[group].append(occurrence)
        }
      }
      // What the sentence before announced may be told in this one.
      for (group, occurrence) in waiting where !pay(group, occurrence) { mentioned[group].append(occurrence) }
      waiting = late
      left = min(own, max(0, budget))
      wasAnchored = !anchors.isEmpty
    }
    for (group, occurrence) in waiting { mentioned[group].append(occurrence) }
    func inOrder(_ occurrences: [Occurrence]) -> [TextHit] { occurrences.sorted { $0.span.lowerBound < $1.span.lowerBound }.map(\.hit) }
    return groups.indices.map { KeywordFinding(group: groups[$0].name, hits: inOrder(said[$0]), mentioned: inOrder(mentioned[$0])) }
  }

  /// The next hits of all groups in front of a token, in the order said.
  private func occurrences(
    before end: Int, _ groups: [(name: String, occurrences: [Occurrence])], _ next: inout [Int]
  ) -> [(group: Int, occurrence: Occurrence)] {
    var here: [(group: Int, occurrence: Occurrence)] = []
    for group in groups.indices {
      while next[group] < groups[group].occurrences.count, groups[group].occurrences[next[group]].span.lowerBound < end {
        here.append((group, groups[group].occurrences[next[group]]))
        next[group] += 1
      }
    }
    return here.sorted { ($0.occurrence.span.lowerBound, $0.group) < ($1.occurrence.span.lowerBound, $1.group) }
  }

  private func isGeneral(_ span: Range<Int>) -> Bool { words.inside(span).allSatisfy { !$0.kind.isContent } }

  /// Whether one of the words stands in it without which hardly a clause says anything, or an English past tense.
  private func hasPredicate(_ tokens: Range<Int>) -> Bool {
    words.inside(tokens).contains { word in
      let spoken = stream.tokens[word.span]
      if word.span.count == 1, let token = spoken.first {
        return lexicon.predicates.contains(token.folded)
          || token.kind == .latin && token.folded.utf8.count > 4 && token.folded.hasSuffix("ed")
      }
      // 我的, 走了: of words made of function words any part may be one.
      return word.kind == .function && spoken.contains { lexicon.predicates.contains($0.folded) }
        // A word of single characters goes on over many sentences, each of which asks.
        || spoken.count <= maximumPredicateLength && lexicon.predicates.contains(spoken.map(\.folded).joined())
    }
  }
}
