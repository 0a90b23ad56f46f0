import Interview
import YAMLReading

extension RoleModel {
  /// Reads a role model's YAML; `models/README.md` describes the grammar.
  ///
  /// - Parameters:
  ///   - hash: of the bytes; scores name it, so that two models of one version number are told apart.
  /// - Throws: `document.…`, or `model.invalid` with every mistake, its line and column.
  public init(_ bytes: [UInt8], name fileName: String, hash: ContentHash) throws(Fault) {
    let document = try Document(bytes, name: fileName)
    self.init(document, hash: hash)
    try document.finish(as: .modelInvalid)
  }

  /// What can be read of a document; a model only when the document has no mistake.
  init(_ document: Document, hash: ContentHash) {
    let root = document.root
    root.require("id", "version", "name", "dimensions")
    Self.checkID(root)
    reference = RoleModelReference(id: root.string("id") ?? "", version: root.string("version") ?? "", hash: hash)
    name = root.bilingual("name") ?? Bilingual(zh: "", en: "")
    languages = (root.strings("languages") ?? ["zh", "en"]).compactMap { text in
      if let language = Language(rawValue: text) { return language }
      root.mistake("languages", text, isNoneOf: Language.allCases.map(\.rawValue))
      return nil
    }
    minimum = Self.minimum(root.section("minimum"))
    attempts = root.choice("attempt", AttemptPolicy.self) ?? .last
    offTopicBelow = root.number("off_topic_below", in: 0...1)
    thresholds = Self.thresholds(root.section("advisory"))
    withoutContent = root.choice("without_content", WithoutContent.self) ?? .withheld
    dimensions = root.sections("dimensions").map(Self.dimension)
    Self.checkWeights(dimensions, root)
    let ids = Set(dimensions.map(\.id))
    Self.checkTwice(dimensions.map(\.id), root, "dimensions")
    questions = root.sections("questions").map { Self.question($0, dimensions: ids) }
    Self.checkTwice(questions.map(\.id), root, "questions")
    _ = root.strings("sources")
    root.done()
  }

  /// An id stands in codes between dots and in names of files.
  private static func checkID(_ section: Section) {
    guard let id = section.string("id"), !id.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) || id.isEmpty else {
      return
    }
    section.mistake(
      "id", Bilingual(zh: "“\(id)”：id 只能由字母、数字、“-”和“_”组成", en: "“\(id)”: an id is made of letters, digits, - and _ alone"))
  }

  private static func minimum(_ section: Section?) -> Minimum {
    defer { section?.done() }
    // Rates and pauses over less than five seconds of speech vary more between sentences than between speakers.
    return Minimum(
      phonation: section?.duration("phonation", in: 0...600) ?? 5, syllables: section?.number("syllables", in: 0...10_000) ?? 15)
  }

  private static func thresholds(_ section: Section?) -> Thresholds {
    defer { section?.done() }
    return Thresholds(
      humanInterview: section?.number("human_interview_from", in: 0...100).map(points),
      followUp: points(section?.number("follow_up_from_lost", in: 0...100) ?? 8))
  }

  private static func dimension(_ section: Section) -> Dimension {
    section.require("id", "name", "weight", "indicators")
    checkID(section)
    let id = section.string("id") ?? ""
    let name = section.bilingual("name") ?? Bilingual(zh: id, en: id)
    let weight = section.number("weight", in: 0...100) ?? 0
    let listed = section.sections("indicators")
    let indicators = listed.compactMap(indicator)
    if section.has("indicators"), listed.isEmpty {
      section.mistake("indicators", Bilingual(zh: "至少要有一个指标", en: "at least one indicator is needed"))
    }
    checkTwice(indicators.map { $0.id + ($0.language.map { " (\($0.rawValue))" } ?? "") }, section, "indicators")
    section.done()
    return Dimension(id: id, name: name, weight: points(weight), indicators: indicators)
  }

  private static func indicator(_ section: Section) -> Indicator? {
    section.require("id")
    checkID(section)
    let id = section.string("id") ?? ""
    let weight = section.number("weight", in: 0.001...1000) ?? 1
    let language = section.choice("language", Language.self)
    let kinds = ["measure", "keywords", "structure", "question_keywords"].filter(section.has)
    let kind = kinds.count == 1 ? self.kind(kinds[0], section) : nil
    if kinds.count != 1 {
      section.mistake(
        kinds.last,
        Bilingual(
          zh: "须有且仅有其一：measure、keywords、structure、question_keywords",
          en: "exactly one of measure, keywords, structure, question_keywords is needed"))
      for key in ["measure", "keywords", "structure", "question_keywords", "curve"] { section.ignore(key) }
    }
    section.done()
    return kind.map { Indicator(id: id, kind: $0, weight: weight, language: language) }
  }

  private static func kind(_ key: String, _ section: Section) -> Indicator.Kind? {
    switch key {
    case "measure":
      section.require("curve")
      let measure = self.measure(section)
      let curve = self.curve(section)
      guard let measure else { return nil }
      return curve.map { .measure(measure, $0) }
    case "keywords":
      guard let listed = section.section("keywords") else { return nil }
      if listed.keys.isEmpty { section.mistake("keywords", Bilingual(zh: "至少要有一个关键词组", en: "at least one keyword group is needed")) }
      return .keywords(groups(listed), ofQuestion: false)
    case "question_keywords":
      guard let flag = section.flag("question_keywords") else { return nil }
      if !flag {
        section.mistake("question_keywords", Bilingual(zh: "只能为 true；不用时请删去", en: "only true makes sense here; leave the line out instead"))
      }
      return .keywords([], ofQuestion: true)
    default:
      let schemes = (section.strings("structure") ?? []).compactMap { text -> StructureScheme? in
        if let scheme = StructureScheme(rawValue: text) { return scheme }
        section.mistake("structure", text, isNoneOf: StructureScheme.allCases.map(\.rawValue))
        return nil
      }
      return schemes.isEmpty ? nil : .structure(schemes)
    }
  }

  /// A measure that may be scored.
  private static func measure(_ section: Section) -> Measure? {
    guard let text = section.string("measure") else { return nil }
    let valid = Measure.allCases.filter(\.isScorable)
    if let measure = valid.first(where: { $0.rawValue == text }) { return measure }
    if Measure(rawValue: text) == nil {
      section.mistake("measure", text, isNoneOf: valid.map(\.rawValue))
    } else {
      section.mistake(
        "measure",
        Bilingual(
          zh: "\(text) 只报告、从不计分，请换一个测量", en: "\(text) is reported and never scored: choose another measure"))
    }
    return nil
  }

  private static func checkTwice(_ ids: [String], _ section: Section, _ key: String) {
    var seen: Set<String> = []
    for id in ids where !id.isEmpty && !seen.insert(id).inserted {
      section.mistake(key, Bilingual(zh: "id“\(id)”出现两次", en: "the id \(id) stands twice"))
    }
  }

  /// `curve: {"120": 0, "180": 100, "280": 100, "360": 0}`: value in the measure's unit to score.
  private static func curve(_ section: Section) -> Curve? {
    guard let curve = section.section("curve") else { return nil }
    var points: [Curve.Point] = []
    for key in curve.keys {
      let score = curve.number(key, in: 0...100)
      guard let value = Double(key), value.isFinite else {
        curve.mistake(key, Bilingual(zh: "“\(key)”应为数", en: "\(key) is not a number"))
        continue
      }
      if let last = points.last, last.value >= value {
        curve.mistake(key, Bilingual(zh: "各点须按数值从小到大", en: "the points must ascend"))
        continue
      }
      if let score { points.append(Curve.Point(value, score)) }
    }
    guard points.contains(where: { $0.score == 100 }) else {
      section.mistake("curve", Bilingual(zh: "曲线须有得分为 100 的点", en: "the curve needs a point at 100"))
      return nil
    }
    return Curve(points)
  }

  /// `{客户需求: [需求, 痛点]}`.
  static func groups(_ section: Section) -> [KeywordGroup] {
    section.keys.compactMap { name in
      let terms = (section.strings(name) ?? []).filter { !$0.isEmpty }
      if terms.isEmpty { section.mistake(name, Bilingual(zh: "关键词组为空", en: "the group has no terms")) }
      return terms.isEmpty ? nil : KeywordGroup(name: name, terms: terms)
    }
  }

  private static func question(_ section: Section, dimensions: Set<String>) -> Question {
    section.require("id", "text")
    var weights: [String: Points] = [:]
    if let own = section.section("weights") {
      for key in own.keys {
        weights[key] = points(own.number(key, in: 0...100) ?? 0)
        if !dimensions.contains(key) {
          own.mistake(
            key,
            Bilingual(
              zh: "没有维度“\(key)”；现有：\(dimensions.sorted().joined(separator: "、"))",
              en: "there is no dimension \(key); there are \(dimensions.sorted().joined(separator: ", "))")
          )
        }
      }
      checkSum(weights.values.reduce(.zero, +), section, "weights")
    }
    let question = Question(
      id: section.string("id") ?? "", text: section.bilingual("text") ?? Bilingual(zh: "", en: ""),
      keywords: section.section("keywords").map(groups) ?? [], weights: weights)
    section.done()
    return question
  }

  private static func checkWeights(_ dimensions: [Dimension], _ root: Section) {
    guard root.has("dimensions") else { return }
    checkSum(dimensions.map(\.weight).reduce(.zero, +), root, "dimensions")
  }

  private static func checkSum(_ sum: Points, _ section: Section, _ key: String) {
    guard sum != .full else { return }
    let shown = JSON.rounded(sum.value, 2).text
    section.mistake(key, Bilingual(zh: "权重之和为 \(shown)，应为 100", en: "the weights add up to \(shown), not to 100"))
  }

  private static func points(_ value: Double) -> Points { Points(hundredths: Int((value * 100).rounded())) }
}
