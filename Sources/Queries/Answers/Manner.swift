import Assessment
import Interview
import RoleModels
import Store

/// How an answer was told beside what was said: crutch words and hedges, with how often and which. Reported and never scored: they
/// belong to a manner of speaking, and in some to politeness. A word is counted wherever it stands, 这个 before its noun too: only how
/// often one says it, against others of the role, tells a habit.
public struct Manner: Sendable {
  /// A word is called over-used only above this percentile of the role's frozen baseline, the usual upper bound of a reference range.
  static let usualUpTo = 95

  /// One for each kind that was said; none without a transcript that fits.
  public let sentences: [Bilingual]

  /// - Parameter placed: among the role's answers; nil without a baseline, and then nothing is called over-used.
  public init(_ answer: StoredAnswer, placed: AnswerPercentiles?) {
    // What was imported without its words has none to tell of.
    let text = answer.record.hasAnalysis ? try? AnalysisDocument(of: answer.record).text : nil
    sentences = [(Measure.crutchWordsPer100, text?.crutch_words), (.hedgesPer100, text?.hedges)].compactMap { measure, found in
      guard let found, let rate = found.per_100_syl,
        let words = Evidence.listed(found.hits.map { TextHit(text: $0.text.lowercased(), term: "", match: .exact, range: nil) })
      else { return nil }
      let (zh, en) = (measure.shown(rate).zh, measure.shown(rate).en)
      let count = found.hits.count
      let said = Bilingual(
        zh: "\(measure.meaning.zh)：\(zh)（共 \(count) 次：\(words)）", en: "\(measure.meaning.en): \(en) (\(count) in all: \(words))")
      guard let spread = placed?.measures.first(where: { $0.measure == measure })?.spread.value, rate > spread.percentiles[Self.usualUpTo]
      else { return said }
      let usual = measure.shown(spread.percentiles[Self.usualUpTo])
      return Bilingual(
        zh: said.zh + "，用得偏多：\(spread.n) 个同岗位回答中 \(Self.usualUpTo) % 不超过 \(usual.zh)",
        en: said.en + ", over-used: \(Self.usualUpTo) % of \(spread.n) answers of the role have no more than \(usual.en)")
    }
  }

  public static let title = Bilingual(
    zh: "说话习惯（只报告，不计分；只数词，不看语境）", en: "Manner of speaking (reported, never scored; words are counted wherever they stand)")
}
