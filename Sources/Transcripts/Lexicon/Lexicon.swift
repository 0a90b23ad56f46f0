import Interview

/// The words of a language that mean something for measuring: fillers, markers, units, exceptions of counting.
///
/// One source of data: `models/lexicon/zh.txt` and `en.txt`, which are also what is compiled in.
public struct Lexicon: Sendable {
  /// A word or phrase; `isolatedOnly` where it means this only between pauses or punctuation.
  struct Entry: Sendable, Hashable {
    let text: String
    let isolatedOnly: Bool
  }

  /// Markers of one step of one scheme of structure.
  struct Step: Sendable, Equatable {
    let scheme: String
    let step: String
    let markers: [String]
  }

  var fillers: [Entry] = []
  var repairs: [Entry] = []
  var negations: [String] = []
  /// Words that only look like a negation: 不仅, not only.
  var negationExceptions: [String] = []
  /// Words behind which a negation no longer holds.
  var negationStops: [String] = []
  /// Chinese words that, said twice, are a repetition.
  var repeatedWords: Set<String> = []
  /// Doubled forms that are words: 研究研究.
  var reduplications: Set<String> = []
  /// English words that may stand twice: very, had.
  var doubledWords: Set<String> = []
  /// Words in which 儿 is a syllable.
  var syllabicEr: [String] = []
  /// Units of Chinese (in characters) and English (one word).
  var units: Set<String> = []
  /// Numerals that count nothing: 一下, 十分.
  var numeralExceptions: Set<String> = []
  /// English number words and their values.
  var numberWords: [String: Int] = [:]
  /// Verbs of outcomes, before a figure.
  var results: [String] = []
  var structure: [Step] = []
  /// Acronyms read letter by letter, and those read as words.
  var spelled: Set<String> = []
  var pronounced: Set<String> = []
  /// Syllables of English words where the rule errs.
  var syllables: [String: Int] = [:]

  /// Words of the closed classes and the commonest others: they carry no content.
  var functionWords: Set<String> = []
  /// What can be said in any interview without an experience of one's own.
  var commonplaces: Set<String> = []
  /// Words of which one stands in nearly every clause that says something.
  var predicates: Set<String> = []
  /// Times that can be checked: last year, 星期五.
  var times: [String] = []
  var firstPerson: Set<String> = []
  /// Verbs behind the first person that tell what somebody thinks.
  var opinions: Set<String> = []
  /// Nouns behind the first person that say whose they are: 我们公司.
  var collectives: Set<String> = []
  /// What makes an action past: 了, 过, and the past tenses that do not end in -ed.
  var past: Set<String> = []
  /// Of Chinese, one character each.
  var surnames: Set<String> = []
  var hedges: [String] = []
  /// What a speaker may lean on: 然后, basically.
  var crutchWords: [String] = []
  /// Denials that, followed by another, state a condition: 没有…就没有, without … no.
  var conditionalNegations: [String] = []
  /// What must stand before the second denial, in Chinese.
  var conditionalLinks: [String] = []
  /// What stands between the items of a list.
  var connectors: [String] = []

  /// What is compiled in.
  public static let builtin: Lexicon = {
    do throws(Fault) {
      return try Lexicon([PackageResources.zh_txt, PackageResources.en_txt])
    } catch {
      // The same bytes are parsed by a test: a release with a broken lexicon does not exist.
      preconditionFailure(error.message())
    }
  }()
}
