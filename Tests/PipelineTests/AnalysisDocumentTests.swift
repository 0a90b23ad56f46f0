import Assessment
import Documents
import Foundation
import Interview
import RoleModels
import Testing

struct AnalysisDocumentTests {
  private static let analysis: AnswerAnalysis = {
    let interview = Checkout.samples.appendingPathComponent("interviews/sales-c20391")
    let request = AnswerAnalyzer.Request(
      recording: .file(interview.appendingPathComponent("q2.flac").path), name: "q2.flac",
      transcript: interview.appendingPathComponent("q2.json").path, role: Checkout.models.models.first { $0.id == "sales" })
    do { return try AnswerAnalyzer().analyze(request) } catch { preconditionFailure("\(error)") }
  }()

  @Test func `what is read of a stored analysis is all that was written`() throws {
    let text = Self.analysis.document(contours: true).json.text
    let read = try AnalysisDocument(reading: text)
    #expect(read.json.text == text)
    let overall = try #require(read.scores).overall
    #expect(try overall == #require(Self.analysis.scorecard).overall)
    let hits = try #require(read.text).keywords.groups.flatMap(\.hits)
    #expect(try hits == #require(Self.analysis.evidence.keywords.value).flatMap(\.hits))
  }

  @Test func `each measure stands where its definition says, or why it is unknown does`() throws {
    let document = Self.analysis.document()
    var known = 0
    for measure in Measure.allCases {
      switch Self.analysis.evidence[measure] {
      case .unknown(let reason):
        if Self.analysis.evidence.measures[measure] != nil { #expect(document.unknown[measure.path] == reason.rawValue, "\(measure)") }
      case .value(let value):
        // The stretches themselves stand in the place of how many they are and how far they go.
        guard measure != .surgeCount, measure != .surgeLargest else { continue }
        let shown = try #require(document.json.number(at: measure.valuePath), "\(measure)")
        #expect(abs(shown - value) <= 0.005, "\(measure)")
        known += 1
      }
    }
    #expect(known >= 40, "\(known)")
  }

  @Test func `of each kind the table has as many as the decisions say`() {
    let traits: [MeasureDefinition.Traits] = [.reported, .share, .ofSyllables, .ofSpeech]
    let counts: [Int] = traits.map { trait in Measure.allCases.count { $0.definition.traits.contains(trait) } }
    #expect(counts == [20, 12, 8, 28])
    let paths = Set(Measure.allCases.map(\.path))
    #expect(paths.count == 57, "no two stand in one place")
  }
}
