@testable import Assessment
import Interview
import Testing

@testable import Speech

struct EvidenceTests {
  private func steps(_ names: String...) -> [StructureFinding] {
    names.map { StructureFinding(scheme: "star", step: $0, hit: TextHit(text: $0, term: $0, match: .exact, range: nil)) }
  }

  private let star = ["situation", "task", "action", "result"]

  @Test func `steps told in order count fully, out of order in part`() {
    #expect(Evidence.coverage(of: star, scheme: "star", in: steps("situation", "task", "action", "result")) == 1)
    // The longest run in order of result, situation, task is two of four.
    #expect(Evidence.coverage(of: star, scheme: "star", in: steps("result", "situation", "task")) == 0.5)
    #expect(Evidence.coverage(of: star, scheme: "star", in: steps("action", "action")) == 0.25)
    #expect(Evidence.coverage(of: star, scheme: "star", in: []) == 0)
  }

  @Test func `what was counted is quoted once with how often, and a long list is cut`() {
    func hits(_ texts: String...) -> [TextHit] { texts.map { TextHit(text: $0, term: $0, match: .exact, range: nil) } }
    #expect(Evidence.listed(hits("嗯", "那个", "嗯", "嗯")) == "嗯 ×3 · 那个")
    #expect(Evidence.listed([]) == nil)
    #expect(Evidence.listed(hits("a", "b", "c", "d", "e", "f", "g", "h", "i")) == "a · b · c · d · e · f · g · h · …")
  }

  @Test func `pauses are counted, averaged and shared over the span`() throws {
    // Three stretches of speech with pauses of 0.5 and 1.5 s; the span is 10 s.
    let profile = SpeechProfile.speaking([TimeRange(1, 3), TimeRange(3.5, 6), TimeRange(7.5, 11)], nuclei: [])
    let rates = Rates(profile: profile, text: nil, syllableTimes: [], language: nil)
    let evidence = Evidence(
      profile: profile, rates: rates, text: nil, textReason: .transcriptMissing, transcriptText: nil, timeLimit: 22, language: nil,
      accommodations: [], flags: [])
    #expect(evidence[.pauseCount] == .value(2))
    #expect(evidence[.pauseMean] == .value(1))
    #expect(evidence[.pauseMedian] == .value(1))
    #expect(evidence[.pauseLongest] == .value(1.5))
    #expect(evidence[.pauseRatio] == .value(0.2))
    #expect(evidence[.pausesPerMinute] == .value(12))
    #expect(evidence[.timeShare] == .value(0.5))
    #expect(evidence.spans[.pauseLongest] == [TimeRange(6, 7.5)])
  }

  @Test func `without a transcript every text measure is unknown, not zero`() {
    let profile = SpeechProfile.speaking([TimeRange(0, 10)], nuclei: [])
    let rates = Rates(profile: profile, text: nil, syllableTimes: [], language: .zh)
    let evidence = Evidence(
      profile: profile, rates: rates, text: nil, textReason: .transcriptMissing, transcriptText: nil, timeLimit: nil, language: .zh,
      accommodations: [], flags: [])
    for measure in [Measure.fillersPerMinute, .keywordCoverage, .richness, .specificityPer100] {
      #expect(evidence[measure] == .unknown(.transcriptMissing))
    }
    #expect(evidence[.timeShare] == .unknown(.timeLimitMissing))
  }

  @Test func `filled pauses that were heard are told per minute with their places, where no transcript tells any`() {
    var profile = SpeechProfile.speaking([TimeRange(1, 3), TimeRange(3.5, 11)], nuclei: [])
    func evidence(_ profile: SpeechProfile) -> Evidence {
      Evidence(
        profile: profile, rates: Rates(profile: profile, text: nil, syllableTimes: [], language: .zh), text: nil,
        textReason: .transcriptMissing, transcriptText: nil, timeLimit: nil, language: .zh, accommodations: [], flags: [])
    }
    let heard = [TimeRange(4, 4.4), TimeRange(8, 8.5)]
    profile.fillers = .value(heard)
    #expect(evidence(profile)[.fillersHeard] == .value(12) && evidence(profile).spans[.fillersHeard] == heard)
    #expect(evidence(profile)[.fillersPerMinute] == .unknown(.transcriptMissing))
    #expect(evidence(profile.shared())[.fillersHeard] == .unknown(.speechSeveralVoices))
    profile.fillers = .unknown(.speechDrawnOut)
    #expect(evidence(profile)[.fillersHeard] == .unknown(.speechDrawnOut))
    // No role model may ask for them.
    #expect(Measure.fillersHeard.definition.traits.contains(.reported))
  }
}
