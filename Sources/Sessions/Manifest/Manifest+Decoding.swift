import Interview
import YAMLReading

extension Manifest {
  /// Questions in one session; no interview of people comes near it.
  static let maximumQuestions = 200
  /// Groups of keywords that one question adds to its role model's, and terms in all of them. What an author writes by hand has tens;
  /// each of them is looked for in each answer.
  static let maximumGroups = 100
  static let maximumTerms = 2_000
  /// Characters of all terms of a question: each of them may have to be compared at each place of an answer.
  static let maximumTermCharacters = 20_000
  /// Characters of a question: it is read to somebody, and 4,000 are ten minutes.
  static let maximumQuestionLength = 4_000
  /// Bytes of an id: it becomes a file name with an extension, and file names end at 255.
  static let maximumIDLength = 200

  /// Accommodations that scoring knows. What it does not know is refused: a silent misspelling would score somebody on
  /// what should have been switched off.
  public static let knownAccommodations = ["speech"]

  /// Reads `session.yaml`.
  ///
  /// - Throws: `document.…`, or `manifest.invalid` with every mistake, its line and column.
  public init(yaml bytes: [UInt8], name: String) throws(Fault) {
    let document = try Document(bytes, name: name)
    let root = document.root
    self.init(
      candidate: Self.identifier("candidate", root), role: Self.identifier("role", root), language: Self.language(root),
      questions: Self.questions(root), deadline: Self.deadline(root), attemptsAllowed: root.integer("attempts_allowed", in: 1...100))
    if let consent = root.section("consent") {
      consentRecorded = consent.flag("recorded")
      consentAnalysed = consent.flag("analysed")
      declined = Self.declined(consent)
      consent.done()
    }
    accommodations = Self.accommodations(root)
    speaker = Self.identifier("speaker", root)
    transcriptExpected = root.flag("transcript_expected")
    root.done()
    try document.finish(as: .manifestInvalid)
  }

  /// `declined: true`, or a list of the questions meant.
  private static func declined(_ consent: Section) -> DeclinedAnswers {
    guard consent.isList("declined") else { return consent.flag("declined") == true ? .all : .none }
    let names = consent.strings("declined") ?? []
    if names.isEmpty { consent.mistake("declined", Bilingual(zh: "应列出题目，或写 true", en: "name questions, or write true")) }
    return .questions(Set(names.map { OpaqueName($0) }))
  }

  private static func identifier(_ key: String, _ section: Section) -> String? {
    guard let text = section.string(key) else { return nil }
    guard !text.isEmpty, text.utf8.count <= maximumIDLength,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      section.mistake(
        key,
        Bilingual(
          zh: "应为 1–\(maximumIDLength) 字节、不含控制字符的文字", en: "expected 1 to \(maximumIDLength) bytes of text without control characters"))
      return nil
    }
    return text
  }

  private static func language(_ root: Section) -> Language? {
    guard let text = root.string("language"), text != "auto" else { return nil }
    if let language = Language(rawValue: text) { return language }
    root.mistake("language", Bilingual(zh: "“\(text)”无效；可用：zh, en, auto", en: "\(text) is not valid; valid are zh, en, auto"))
    return nil
  }

  private static func questions(_ root: Section) -> [ManifestQuestion] {
    let sections = root.sections("questions")
    if sections.count > maximumQuestions {
      root.mistake("questions", Bilingual(zh: "题目不得多于 \(maximumQuestions) 道", en: "at most \(maximumQuestions) questions are allowed"))
    }
    var seen: Set<OpaqueName> = []
    return sections.prefix(maximumQuestions).compactMap { section in
      section.require("id")
      let id = identifier("id", section)
      let question = ManifestQuestion(
        id: OpaqueName(id ?? ""), text: section.string("text"), timeLimit: section.duration("time_limit", in: 1...14_400),
        keywords: section.section("keywords").map(groups) ?? [])
      section.done()
      if let text = question.text, text.unicodeScalars.count > maximumQuestionLength {
        section.mistake(
          "text",
          Bilingual(zh: "题目不得长于 \(maximumQuestionLength) 个字符", en: "a question of at most \(maximumQuestionLength) characters is allowed"))
      }
      guard let id else { return nil }
      if id.utf8.contains(UInt8(ascii: "/")) {
        section.mistake("id", Bilingual(zh: "题目 id 是文件名的一部分，不得含“/”", en: "a question's id is part of a file name: no / in it"))
      }
      if !seen.insert(question.id).inserted {
        section.mistake("id", Bilingual(zh: "题目“\(id)”重复", en: "question \(id) stands twice"))
      }
      return question
    }
  }

  private static func groups(_ section: Section) -> [KeywordGroup] {
    let keys = section.keys
    guard keys.count <= maximumGroups else {
      section.mistake(
        nil, Bilingual(zh: "一道题的关键词组不得多于 \(maximumGroups) 个", en: "at most \(maximumGroups) groups of keywords are allowed for a question"))
      for key in keys { section.ignore(key) }
      return []
    }
    let groups: [KeywordGroup] = keys.compactMap { name in
      let terms = (section.strings(name) ?? []).filter { !$0.isEmpty }
      if terms.isEmpty { section.mistake(name, Bilingual(zh: "关键词组为空", en: "the group has no terms")) }
      return terms.isEmpty ? nil : KeywordGroup(name: name, terms: terms)
    }
    guard groups.reduce(0, { $0 + $1.terms.count }) <= maximumTerms else {
      section.mistake(
        nil, Bilingual(zh: "一道题的关键词不得多于 \(maximumTerms) 个", en: "at most \(maximumTerms) keywords are allowed for a question"))
      return []
    }
    guard groups.reduce(0, { $0 + $1.terms.reduce(0) { $0 + $1.unicodeScalars.count } }) <= maximumTermCharacters else {
      section.mistake(
        nil,
        Bilingual(
          zh: "一道题的全部关键词合计不得多于 \(maximumTermCharacters) 个字符",
          en: "the keywords of a question may have at most \(maximumTermCharacters) characters in all"))
      return []
    }
    return groups
  }

  private static func deadline(_ root: Section) -> Double? {
    guard let text = root.string("deadline") else { return nil }
    if let deadline = UTC.seconds(text) { return deadline }
    root.mistake(
      "deadline",
      Bilingual(
        zh: "“\(text)”应为带时区的时间，例如 2026-12-01T18:00:00+08:00", en: "\(text) is not a time with its zone, such as 2026-12-01T18:00:00+08:00"))
    return nil
  }

  /// A list of names, or names with a remark (`speech: stutter`). The remark is about a person's health: it is not kept.
  private static func accommodations(_ root: Section) -> [String] {
    let names: [String]
    if root.isMapping("accommodations") {
      let section = root.section("accommodations")
      names = section?.keys ?? []
      for name in names { _ = section?.string(name) }
    } else {
      names = root.strings("accommodations") ?? []
    }
    for name in names where !knownAccommodations.contains(name) {
      let valid = knownAccommodations.joined(separator: ", ")
      root.mistake(
        "accommodations", Bilingual(zh: "未知的便利安排“\(name)”；可用：\(valid)", en: "unknown accommodation \(name); valid are \(valid)"))
    }
    return names.filter(knownAccommodations.contains)
  }
}
