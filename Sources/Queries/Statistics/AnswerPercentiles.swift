import Documents
import Interview
import RoleModels
import Store

/// One answer's measures against a baseline.
public struct AnswerPercentiles: Sendable {
  public struct One: Sendable {
    public let measure: Measure
    public let value: Double
    /// Of the question, or of all questions where too few answered this one; unknown below the fewest.
    public let spread: Measured<PercentileTable>

    /// Relative to the cohort's median: −0.3 is 30 % less; nil where that says nothing, around a median of 0.
    public var change: Double? {
      guard let median = spread.value?.median, median > 0 else { return nil }
      return value / median - 1
    }

    /// Where the value stands, in words.
    public var rankText: Bilingual {
      switch spread {
      case .unknown(let reason): return Bilingual(zh: "百分位未知：" + reason.meaning.zh, en: "percentile unknown: " + reason.meaning.en)
      case .value(let spread):
        let (percentile, median) = (JSON.rounded(spread.percentile(of: value), 0).text, measure.shown(spread.median))
        return Bilingual(
          zh: "第 \(percentile) 百分位（中位数 \(median.zh)，\(spread.n) 个回答）",
          en: "percentile \(percentile) (median \(median.en), \(spread.n) answers)")
      }
    }
  }

  public let role: String
  public let version: Int
  /// When the baseline was frozen, `2026-11-21T10:00:00Z`.
  public let frozen: String
  /// Answers that the baseline was made of.
  public let answers: Int
  /// Known measures, in the order of `Measure.allCases`.
  public let measures: [One]

  /// Which baseline it is.
  public var sentence: Bilingual { Self.sentence(role, version, frozen: frozen, answers: answers) }

  public static func sentence(_ role: String, _ version: Int, frozen: String, answers: Int) -> Bilingual {
    let day = String(frozen.prefix(10))
    return Bilingual(
      zh: "基线 \(role) 第 \(version) 版：\(answers) 个回答，冻结于 \(day)",
      en: "baseline \(role) version \(version): \(answers) answers, frozen on \(day)")
  }

  /// How long the answer is against the role's answers: `30 % shorter than …`, with what that rests on; or why that is
  /// unknown. Nil where its own length is not known.
  public var length: Bilingual? {
    guard let total = measures.first(where: { $0.measure == .duration }) else { return nil }
    let own = total.measure.shown(total.value)
    guard let spread = total.spread.value, let change = total.change else {
      return Bilingual(
        zh: "回答时长 \(own.zh)；与岗位基线相比未知：可比样本太少（基线共 \(answers) 个回答）",
        en: "\(own.en) long; against the role's baseline that is unknown: too few comparable answers (\(answers) in the baseline)")
    }
    let percent = JSON.rounded(abs(change) * 100, 0).text
    let median = total.measure.shown(spread.median)
    let than: Bilingual
    switch change {
    case _ where percent == "0": than = Bilingual(zh: "与该岗位冻结的基线相同", en: "as long as the role's frozen baseline")
    case ..<0: than = Bilingual(zh: "比该岗位冻结的基线短 \(percent) %", en: "\(percent) % shorter than the role's frozen baseline")
    default: than = Bilingual(zh: "比该岗位冻结的基线长 \(percent) %", en: "\(percent) % longer than the role's frozen baseline")
    }
    return Bilingual(
      zh: "回答时长 \(own.zh)，\(than.zh)（中位数 \(median.zh)，\(spread.n) 个回答）",
      en: "\(own.en) long: \(than.en) (median \(median.en), \(spread.n) answers)")
  }

  package var document: PercentilesDocument {
    PercentilesDocument(
      role: role, version: version, frozen: frozen, answers: answers, length: length,
      measures: Ordered(
        measures.map { one in
          let decimals = one.measure.decimals
          return (
            one.measure.rawValue,
            .init(
              value: one.value.rounded(decimals: decimals), percentile: one.spread.value?.percentile(of: one.value).figure(0),
              median: one.spread.value?.median.figure(decimals), change: one.change?.figure(3), n: one.spread.value?.n,
              unknown: one.spread.reason)
          )
        }))
  }
}

/// One answer's measures against a baseline.
package struct PercentilesDocument: Document {
  package struct One: Document {
    package let value: Double
    package let percentile: Double?
    package let median: Double?
    /// Relative to the median.
    package let change: Double?
    /// Answers that the percentile rests on.
    package let n: Int?
    /// Why there is none.
    package let unknown: UnknownReason?
  }

  package let role: String
  package let version: Int
  package let frozen: String
  package let answers: Int
  package let length: Bilingual?
  /// By the keys of the measures.
  package let measures: Ordered<One>
}

extension BaselineFiles {
  /// One answer among its role's answers.
  /// - Parameter version: nil for the newest.
  /// - Throws: `baseline.missing`, `baseline.engine`, and what reading a baseline throws.
  public func placed(_ answer: StoredAnswer, version: Int?) throws(Fault) -> AnswerPercentiles {
    let role = answer.record.roleModel?.id ?? ""
    guard let baseline = try baseline(of: role, version: version) else {
      throw Fault(.baselineMissing, version.map { "\(role) \($0)" } ?? role)
    }
    return try baseline.placed(answer)
  }
}

extension Baseline {
  /// - Throws: `baseline.engine` where another engine measured the answer.
  public func placed(_ answer: StoredAnswer) throws(Fault) -> AnswerPercentiles {
    guard answer.record.engine == engine else { throw Fault(.baselineEngine, "\(answer.id): \(answer.record.engine), \(engine)") }
    let question = answer.record.key.question.text
    let own = answer.record.measures.comparable
    return AnswerPercentiles(
      role: role, version: version, frozen: frozen, answers: answers,
      measures: Measure.allCases.compactMap { measure in
        own[measure]?.value.map {
          AnswerPercentiles.One(measure: measure, value: $0, spread: spread(measure, question: question))
        }
      })
  }
}
