import Interview
import RoleModels
import Testing

/// Which question was asked, and what is scored of sound alone.
@Suite struct `The question asked` {
  private let text = """
    id: m
    version: "1"
    name: m
    dimensions:
      - id: voice
        name: v
        weight: 40
        indicators: [{id: p, measure: pause_ratio, curve: {0.2: 100, 0.8: 0}}]
      - id: topic
        name: t
        weight: 60
        indicators: [{id: asked, question_keywords: true}]
    questions:
      - id: q1
        text: {zh: 请描述一次你说服客户的经历。, en: Describe a time when you won a customer over.}
        keywords: {说服: [说服, convinced]}
        weights: {voice: 10, topic: 90}
    """

  private func manifest(_ text: String?) -> ManifestQuestion {
    ManifestQuestion(id: OpaqueName("q1"), text: text, keywords: [KeywordGroup(name: "码头", terms: ["码头"])])
  }

  @Test(arguments: [
    ("请描述一次你说服客户的经历", true), ("讲一次您说服客户的经历吧", true), ("Tell us about a time you won over a customer.", true), ("  ", true),
    ("请描述一次你被客户投诉的经历", false), ("你为什么离开上一家公司？", false), ("Describe a time when you lost a deal.", false),
  ]) func `is the model's where its wording is, whatever the frame, and else the manifest's alone`(asked: String, isSame: Bool) throws {
    let model = try model(text)
    let question = manifest(asked)
    #expect((QuestionAsked(model, "q1", question).question != nil) == isSame)
    #expect(QuestionAsked(model, "q1", question).ownGroups.map(\.name) == (isSame ? ["说服", "码头"] : ["码头"]))
    #expect(QuestionAsked(model, "q1", question).weight(of: model.dimensions[1]).value == (isSame ? 90 : 60))
    #expect(model.asked(question: "q1", manifest: question).question.contains(asked))
  }

  @Test func `without words is answered by delivery that is shown, and by an overall only where the model says so`() throws {
    let evidence = Evidence(measures: [.phonation: .value(40), .syllables: .value(160), .pauseRatio: .value(0.5)], language: .zh)
    let withheld = try model(text).score(evidence, question: "q1")
    #expect(withheld.overall == nil && withheld.lostPoints.isEmpty)
    #expect(withheld.dimensions.map(\.score) == [Points(hundredths: 5_000), nil])
    #expect(withheld.dimensions[1].reason == .transcriptMissing)
    let stands = try model(text + "\nwithout_content: delivery").score(evidence, question: "q1")
    #expect(stands.overall == Points(hundredths: 5_000))
    #expect(stands.missing.map(\.id) == ["topic"])
    // Nine tenths of the weight might have had nothing or everything.
    #expect(try #require(stands.confidence.low).value <= 5 && (try #require(stands.confidence.high)).value >= 95)
  }
}
