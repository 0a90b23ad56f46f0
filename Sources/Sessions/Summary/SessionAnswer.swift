import Interview

/// One counted answer as the session's summary needs it.
public struct SessionAnswer: Sendable {
  public let question: String
  public let scorecard: Scorecard
  public let measures: [Measure: Measured<Double>]

  public init(question: String, scorecard: Scorecard, measures: [Measure: Measured<Double>] = [:]) {
    self.question = question
    self.scorecard = scorecard
    self.measures = measures.comparable
  }
}

/// The same content in two answers of one session, or twice in one; how alike they are is measured by the text analysis.
public struct RepeatedAnswer: Sendable, Hashable {
  /// One passage that stands in both, word for word.
  public struct Passage: Sendable, Hashable {
    public let text: String
    /// Characters and words in it.
    public let length: Int
    /// When it was said; laid over the speech where the store keeps no times of words.
    public let first: TimeRange?
    public let second: TimeRange?

    public init(text: String, length: Int, first: TimeRange? = nil, second: TimeRange? = nil) {
      self.text = text
      self.length = length
      self.first = first
      self.second = second
    }
  }

  public let first: String
  /// Equal to `first` where an answer repeats itself.
  public let second: String
  /// Share of the shorter answer that the passages make up, 0…1.
  public let share: Double
  public let passages: [Passage]

  public init(first: String, second: String, share: Double, passages: [Passage] = []) {
    self.first = first
    self.second = second
    self.share = share
    self.passages = passages
  }

  public var message: Bilingual {
    let percent = JSON.rounded(share * 100, 0).text
    if first == second {
      return Bilingual(
        zh: "题目 \(first) 的回答有 \(percent) % 的内容是重复前面说过的原话。",
        en: "\(percent) % of the answer to \(first) repeats, word for word, what it said before.")
    }
    return Bilingual(
      zh: "题目 \(first) 与 \(second) 的回答用了相同的原话，占较短者的 \(percent) %。",
      en: "The answers to \(first) and \(second) share passages word for word: \(percent) % of the shorter one.")
  }
}
