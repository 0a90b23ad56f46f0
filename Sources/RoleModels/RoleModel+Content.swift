import Interview

/// Whether the words of an answer let its content be judged at all.
///
/// The signs are measures; no single one decides. Their bands are ours (norms/content.yaml, `substance`), set on answers of our
/// own writing: people who tell something bring a new word of their own in nearly every clause, and words strung together bring
/// one in five at most.
public enum ContentSigns {
  /// Of the content words, the speaker's own: below, words are strung together.
  public static let minimumOwnShare = 0.25
  /// The same however many figures stand around them: honest answers of ours, full of the trade's words as they may be, have 0.28 and more.
  public static let minimumOwnShareOfAll = 0.2
  /// New words of the speaker's own per clause.
  public static let minimumOwnPerClause = 0.4
  /// Below, hardly a word is the speaker's own: that is a second sign.
  public static let hardlyAnyOwn = 0.1
  /// Words of the role's model, of the content words.
  public static let maximumRoleShare = 0.7
  /// What repeats, lists or says the question again, of all syllables.
  public static let maximumRepeatedShare = 0.5
  /// Details that can be asked about, per 100 syllables (`TextFindings.details`): below, a second sign where the speaker's own words are
  /// rare.
  public static let minimumConcrete = 1.0
  /// Below, nothing that happened is told, in whatever words: a sign that needs no second one. In an answer of two or three sentences one
  /// detail is enough; without any, however short, nothing is told.
  public static let minimumConcreteAlone = 2.0
  /// The same where less than half of the words are the speaker's own: whoever uses the role's words has to tell more.
  public static let minimumConcreteOfRoleWords = 3.0
  /// Signs that have to come together.
  public static let together = 2

  /// An answer that may be good in other words: as long as three sentences, mostly the speaker's own words, one of them new in
  /// most clauses, with something that can be asked about.
  public static let minimumSyllables = 80.0
  public static let ownShareOfAnAnswer = 0.5
  public static let ownPerClauseOfAnAnswer = 0.7
  public static let concreteOfAnAnswer = 2.0
  /// So long an answer has room for more groups before it counts as recognised.
  public static let minimumSyllablesOfALongAnswer = 150.0
  public static let shareOfALongAnswer = 0.35
  /// Below this share of the groups found, the interval of such an answer holds what may have been said in other words.
  public static let wellRecognised = 0.5
  /// Of what a keyword group costs that was not found, this much is left to a concrete answer: whoever tells what happened says half of it in
  /// words that no model lists. From `concreteOfAnAnswer` details per 100 syllables on, in full from `concreteInFull`: good answers of ours
  /// have 2.7 to 10, and none that deserves nothing has more than 2.4 (docs/method.md).
  public static let leftToOtherWords = 0.5
  public static let concreteInFull = 4.0
  /// A score below this reads as a poor answer. A general answer gets what it gets below, and no score from here on. Where a poor score's
  /// interval reaches beyond, for words that may have been said otherwise, it would say less than that the content was not recognised.
  public static let poor = 60.0
  /// Groups of which, unless fewer are asked for, so many must be found before an answer counts as recognised.
  public static let minimumGroups = 2
}

extension RoleModel {
  /// Why what was found in the words says nothing of the answer; nil where it may be judged.
  ///
  /// - `content.empty`: most of it repeats, or it has hardly a word of content, whatever the role asks. Or the role's words are mentioned,
  ///   and at least two signs, one of them that the speaker's own words are rare, say that there is no answer around them.
  /// - `content.not-recognised`: hardly a group is found in a long answer of the speaker's own, concrete words. Whether it is
  ///   good in other words or about something else cannot be told from here.
  func contentDoubt(_ evidence: Evidence, _ asked: QuestionAsked) -> UnknownReason? {
    if evidence.saysNothing { return .contentEmpty }
    let names = asked.groups.map(\.name)
    guard case .value(let all) = evidence.keywords, !names.isEmpty else { return nil }
    let findings = all.filter { names.contains($0.group) }
    let floor = offTopicBelow ?? 0.2
    let mentioned = findings.count { !$0.hits.isEmpty || !$0.mentioned.isEmpty }
    if Double(mentioned) >= floor * Double(names.count), evidence.seemsEmpty { return .contentEmpty }
    let found = findings.count { !$0.hits.isEmpty }
    let isLong = (evidence.newSyllables ?? 0) >= ContentSigns.minimumSyllablesOfALongAnswer
    let share = isLong ? max(floor, ContentSigns.shareOfALongAnswer) : floor
    let needed = min(names.count, max(ContentSigns.minimumGroups, Int((share * Double(names.count)).rounded(.up))))
    return found < needed && evidence.saysSomething ? .contentNotRecognised : nil
  }

  /// Why a score that the words did get says nothing of the answer; nil where it stands.
  ///
  /// - `content.general`: the score is no poor one, and nothing is told that could be asked about. What is praised must have happened; a
  ///   low score of a vague answer is what a vague answer gets, and needs no doubt.
  /// - `content.not-recognised`: the score is poor, and not with the words of a concrete answer that were not found.
  func contentDoubt(of card: Scorecard, _ evidence: Evidence, _ asked: QuestionAsked) -> UnknownReason? {
    guard let overall = card.overall?.value, let high = card.confidence.high?.value else { return nil }
    if overall >= ContentSigns.poor {
      let isAsked = !asked.groups.isEmpty
      return isAsked && evidence.keywords.value != nil && evidence.staysGeneral ? .contentGeneral : nil
    }
    let isOpen = high >= ContentSigns.poor && mayUseOtherWords(evidence, asked)
    return isOpen ? .contentNotRecognised : nil
  }

  /// Whether words that were not found may have been said otherwise: in a long, varied and concrete answer of which less than half
  /// of the groups were found.
  func mayUseOtherWords(_ evidence: Evidence, _ asked: QuestionAsked) -> Bool {
    let names = asked.groups.map(\.name)
    guard case .value(let findings) = evidence.keywords, !names.isEmpty, evidence.saysSomething else { return false }
    let found = Set(findings.filter { !$0.hits.isEmpty }.map(\.group))
    return Double(names.count { found.contains($0) }) < ContentSigns.wellRecognised * Double(names.count)
  }

  /// What to ask when the content could not be judged; quotes what was said.
  func followUp(on doubt: UnknownReason, _ evidence: Evidence) -> Advisory? {
    let findings = evidence.keywords.value ?? []
    switch doubt {
    case .contentEmpty:
      let hits = findings.flatMap { $0.hits + $0.mentioned }
      var words: [String] = []
      for hit in hits where !words.contains(hit.text) && words.count < 6 { words.append(hit.text) }
      guard !words.isEmpty else {
        return Advisory(
          kind: .suggestFollowUp,
          message: Bilingual(
            zh: "回答大多是重复或口头语，几乎没有内容：请听录音，并请他举一个具体的例子。",
            en: "Most of the answer repeats itself or is filled with phrases: listen to it, and ask for one example."))
      }
      return Advisory(
        kind: .suggestFollowUp,
        message: Bilingual(
          zh: "提到了“\(words.joined(separator: "、"))”，但没有说清是怎么做的：建议请他举一个具体的例子。",
          en: "“\(words.joined(separator: ", "))” are mentioned, and what was done is not told: ask for one example, with names and dates."),
        spans: hits.prefix(6).compactMap(\.range))
    case .contentGeneral:
      return Advisory(
        kind: .suggestFollowUp,
        message: Bilingual(
          zh: "回答讲的是一般做法，没有讲一件具体的事：建议追问一个亲身经历的例子（什么时候、和谁、做了什么、结果多少）。",
          en:
            "The answer tells what one does in general, and no case: ask for one of the candidate's own, when, with whom, what was done, what came of it."
        ))
    case .contentNotRecognised:
      return Advisory(
        kind: .suggestFollowUp,
        message: Bilingual(
          zh: "回答具体，但几乎没有用到模型认识的词：请听录音，判断是换了说法还是没有回答问题。",
          en:
            "The answer is concrete and hardly uses a word of the model's: listen whether it says the same otherwise, or something else."
        ))
    default: return nil
    }
  }
}

extension Evidence {
  /// Which part of a group that was not found costs nothing, 0…0.5: the more is told that can be asked about, the likelier it was said
  /// in other words. Where no group is found, nothing says that the answer is about what was asked; one says it by half.
  var leftToOtherWords: Double {
    guard let concrete = self[.concretenessPer100].value, case .value(let findings) = keywords else { return 0 }
    let (from, to) = (ContentSigns.concreteOfAnAnswer, ContentSigns.concreteInFull)
    let found = Double(findings.count { !$0.hits.isEmpty }) / Double(ContentSigns.minimumGroups)
    return ContentSigns.leftToOtherWords * min(1, max(0, (concrete - from) / (to - from))) * min(1, found)
  }

  /// Syllables that do not repeat, list or say the question again: nothing is longer for being said twice.
  fileprivate var newSyllables: Double? {
    self[.syllables].value.map { $0 * (1 - (self[.repeatedShare].value ?? 0)) }
  }

  /// The same again and again, or hardly a word of content.
  fileprivate var saysNothing: Bool {
    self[.ownWordsShare].reason == .contentEmpty || self[.repeatedShare].value.map { $0 > ContentSigns.maximumRepeatedShare } ?? false
  }

  /// Two signs or more that there is no answer around the words, one of them that hardly a word is the speaker's own.
  fileprivate var seemsEmpty: Bool {
    func value(_ measure: Measure, _ test: (Double) -> Bool) -> Bool { self[measure].value.map(test) ?? false }
    // Whoever tells enough that can be asked about may tell it in the words of the trade, with one of their own in most clauses.
    let isConcrete = value(.concretenessPer100) { $0 >= ContentSigns.minimumConcreteOfRoleWords }
    let isOwnRare =
      value(.ownWordsPerClause) { $0 < ContentSigns.minimumOwnPerClause }
      || value(.ownWordsShare) { $0 < ContentSigns.minimumOwnShareOfAll }
      || !isConcrete && value(.ownWordsShare) { $0 < ContentSigns.minimumOwnShare }
    let others = [
      value(.ownWordsShare) { $0 < ContentSigns.hardlyAnyOwn }, value(.roleWordsShare) { $0 > ContentSigns.maximumRoleShare },
      value(.repeatedShare) { $0 > ContentSigns.maximumRepeatedShare }, value(.concretenessPer100) { $0 < ContentSigns.minimumConcrete },
    ]
    return isOwnRare && 1 + others.count { $0 } >= ContentSigns.together
  }

  /// Generalities can be said fluently and in words that no list of commonplaces knows; what happened cannot be told without details.
  fileprivate var staysGeneral: Bool {
    guard let own = self[.ownWordsShare].value, let concrete = self[.concretenessPer100].value else { return false }
    let minimum = own < ContentSigns.ownShareOfAnAnswer ? ContentSigns.minimumConcreteOfRoleWords : ContentSigns.minimumConcreteAlone
    return concrete < minimum
  }

  /// Long, varied and concrete.
  fileprivate var saysSomething: Bool {
    guard let own = self[.ownWordsShare].value, let perClause = self[.ownWordsPerClause].value,
      let concrete = self[.concretenessPer100].value,
      let syllables = newSyllables
    else { return false }
    return own >= ContentSigns.ownShareOfAnAnswer && perClause >= ContentSigns.ownPerClauseOfAnAnswer
      && concrete >= ContentSigns.concreteOfAnAnswer
      && syllables >= ContentSigns.minimumSyllables
  }
}

extension Indicator {
  /// Whether it judges what was said, and not how.
  var isOfContent: Bool {
    switch kind {
    case .keywords, .structure: true
    case .measure(let measure, _): measure.isOfContent
    }
  }
}

extension Measure {
  /// Read from the words alone, whatever their sound.
  var isOfContent: Bool {
    switch self {
    case .keywordCoverage, .starCoverage, .problemSolutionCoverage, .ordinalMarkers, .specificityPer100, .richness, .concretenessPer100:
      true
    default: false
    }
  }
}
