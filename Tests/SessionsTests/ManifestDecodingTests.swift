import Interview
import Sessions
import Testing

private func manifest(_ text: String) throws(Fault) -> Manifest { try Manifest(yaml: Array(text.utf8), name: "session.yaml") }

@Suite struct `Reading session yaml` {
  @Test func `a time limit without its unit is refused, at its line, with what to write`() throws {
    let fault = try #require(throws: Fault.self) { try manifest("questions:\n  - id: q1\n    time_limit: 120\n") }
    #expect(fault.detail.contains("session.yaml:3:17") && fault.detail.contains("120 has no unit: write 120ms, 120s"), "\(fault.detail)")
  }

  @Test(arguments: [
    ("candidate: c-1\nfoo: [\n", ["c-1"]), ("foo: 1\n  candidate : 'c 1' # once\n", ["c 1"]),
    ("{\"candidate\": \"c-1\", \"x\": }", ["c-1"]),
    ("{candidate: c-1, role: a}", ["c-1"]), ("Candidate:\n  c-1\n", ["c-1"]), ("candidate: c-1\ncandidate: c-2\n", ["c-1", "c-2"]),
    ("candidate_name: x\nmy-candidate: y\n", []), ("# the candidate is ill\n", []), ("candidate：c-1\n", ["c-1"]),
    ("\u{FEFF}candidate: c-1", ["c-1"]),
  ]) func `whom a text that cannot be read seems to name is found`(text: String, names: [String]) {
    #expect(Manifest.candidates(mentionedIn: Array(text.utf8)) == names)
  }

  @Test func `of what is mentioned, only what can be an id is found, however many stand there`() {
    let (id, longer) = (String(repeating: "c", count: 200), String(repeating: "c", count: 201))
    #expect(Manifest.candidates(mentionedIn: Array("x: [\ncandidate: \(longer)\ncandidate: \(id)\n".utf8)) == [id])
    let many = (0..<20_000).map { "candidate: c-\($0)\n" }.joined()
    #expect(Manifest.candidates(mentionedIn: Array(many.utf8)).count == 20_000)
    // All of them in one line: behind each key stands the rest of it, and the last 16 rests, of 1 + 13 n bytes, can be ids.
    let line = String(repeating: "candidate: c ", count: 4_000)
    #expect(Manifest.candidates(mentionedIn: Array(line.utf8)).map(\.utf8.count) == (0..<16).map { 1 + 13 * $0 }.reversed())
  }

  @Test func `the manifest of the contract is read in full`() throws {
    let manifest = try manifest(
      """
      candidate: c-20391            # opaque id; no name needed
      role: sales
      language: zh
      questions:
        - id: q1
          text: 请描述一次你说服客户的经历
          time_limit: 120s
          keywords: {客户需求: [需求, 痛点, 诉求]}
      deadline: 2026-12-01T18:00:00+08:00
      attempts_allowed: 2
      consent: {recorded: true, analysed: true}
      accommodations: []
      """)
    #expect(manifest.candidate == "c-20391")
    #expect(manifest.role == "sales")
    #expect(manifest.language == .zh)
    #expect(manifest.questions.map(\.id.text) == ["q1"])
    #expect(manifest.questions.first?.timeLimit == 120)
    #expect(manifest.questions.first?.keywords == [KeywordGroup(name: "客户需求", terms: ["需求", "痛点", "诉求"])])
    // 2026-12-01T10:00:00Z, by `date -u -d … +%s`.
    #expect(manifest.deadline == 1_796_119_200)
    #expect(manifest.attemptsAllowed == 2)
    #expect(manifest.consentRecorded == true)
    #expect(manifest.consentAnalysed == true)
    #expect(manifest.accommodations.isEmpty)
  }

  @Test func `a question adds 100 groups and 2,000 keywords at the most`() throws {
    func groups(_ count: Int, of terms: Int) -> String {
      let groups = (0..<count).map { group in "g\(group): [" + (0..<terms).map { "w\(group)-\($0)" }.joined(separator: ", ") + "]" }
      return "questions:\n  - id: q1\n    keywords: {" + groups.joined(separator: ", ") + "}\n"
    }
    #expect(try manifest(groups(100, of: 20)).questions.first?.keywords.count == 100)
    let wide = try #require(throws: Fault.self) { try manifest(groups(101, of: 1)) }
    #expect(wide.code == .manifestInvalid && wide.detail.contains("at most 100 groups"), "\(wide.detail)")
    let deep = try #require(throws: Fault.self) { try manifest(groups(1, of: 2_001)) }
    #expect(deep.code == .manifestInvalid && deep.detail.contains("at most 2000 keywords"), "\(deep.detail)")
  }

  @Test func `a question has 4,000 characters at the most, and its keywords 20,000 in all`() throws {
    func question(text: Int = 1, terms: Int = 1, of length: Int = 1) -> String {
      let terms = (0..<terms).map { _ in String(repeating: "字", count: length) }.joined(separator: ", ")
      return "questions:\n  - id: q1\n    text: \(String(repeating: "问", count: text))\n    keywords: {g: [\(terms)]}\n"
    }
    #expect(try manifest(question(text: 4_000, terms: 200, of: 100)).questions.first?.keywords.first?.terms.count == 200)
    let long = try #require(throws: Fault.self) { try manifest(question(text: 4_001)) }
    #expect(long.code == .manifestInvalid && long.detail.contains("a question of at most 4000 characters"), "\(long.detail)")
    let wide = try #require(throws: Fault.self) { try manifest(question(terms: 1_001, of: 20)) }
    #expect(wide.code == .manifestInvalid && wide.detail.contains("at most 20000 characters in all"), "\(wide.detail)")
  }

  @Test func `every key is optional`() throws {
    #expect(try manifest("") == Manifest())
    #expect(try manifest("language: auto\n") == Manifest())
  }

  @Test func `an unknown key is refused with line and column`() {
    let fault = #expect(throws: Fault.self) { try manifest("role: sales\nquestion:\n  - id: q1\n") }
    #expect(fault?.code == .manifestInvalid)
    #expect(fault?.detail == "session.yaml:2:1 question: unknown key question; did you mean questions?")
  }

  @Test func `all mistakes are told at once`() {
    let fault = #expect(throws: Fault.self) {
      try manifest(
        """
        language: fr
        deadline: tomorrow
        attempts_allowed: 0
        questions: [{id: a/b}, {id: q1}, {id: q1}, {text: x}]
        accommodations: [speach]
        """)
    }
    #expect(fault?.detail.split(separator: "\n").count == 7)
  }

  @Test func `an accommodation may carry a remark, which is not kept`() throws {
    #expect(try manifest("accommodations: {speech: stutter}\n").accommodations == ["speech"])
    #expect(try manifest("accommodations: [speech]\n").accommodations == ["speech"])
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0.0), ("2000-03-01 00:00Z", 951_868_800), ("2024-02-29T12:30:15.5+00:00", 1_709_209_815.5),
    ("2026-12-01T18:00:00-0530", 1_796_167_800),
  ])
  func `a deadline is read with its zone`(text: String, seconds: Double) throws {
    #expect(try manifest("deadline: \(text)\n").deadline == seconds)
  }

  @Test(arguments: ["2026-12-01T18:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-12-01", "24:00", "2026-12-01T25:00:00Z"])
  func `a deadline that names no moment is refused`(text: String) {
    #expect(throws: Fault.self) { try manifest("deadline: \(text)\n") }
  }
}
