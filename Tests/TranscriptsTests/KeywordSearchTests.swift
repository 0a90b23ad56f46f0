import Interview
import Testing
import Transcripts

/// The search of texts in a row against the analysis of each by itself.
struct KeywordSearchTests {
  private static let groups = [
    KeywordGroup(name: "需求", terms: ["需求", "痛点", "pain point", "要求"]), KeywordGroup(name: "合同", terms: ["合同", "签约", "合約", "signed"]),
    KeywordGroup(name: "工具", terms: ["CRM", "Excel", "系统", "spreadsheet"]), KeywordGroup(name: "没有", terms: ["量子计算"]),
  ]

  private static let texts = [
    "我先了解客户的需求，然后谈到他们的痛点。\n最后我们签约了。", "我先了解客户的虚求，然后签了合同。", "客戶的需求很多，我們簽約了，合約在這裡。",
    "We listened to the pain points, and they signed. I use Ｅｘｃｅｌ and spreadsheets.", "我没有用过系统，也不用ＣＲＭ，但是我用 Excel。",
    "", "嗯……", "要求要求要求，系统的系统", "the signing of 合同 with CRM，没有合同",
  ]

  @Test func `many texts searched in a row give what each gives alone, whatever came before`() throws {
    var search = KeywordSearch()
    for text in Self.texts + Self.texts.reversed() {
      let transcript = Transcript(
        format: "stored", declaredLanguage: nil, segments: text.split(separator: "\n").map { TranscriptSegment(text: String($0)) },
        timing: .none)
      let alone = TextAnalyzer().analyze(transcript, segments: [], duration: 0, language: nil, keywordGroups: Self.groups).keywords
      let found = search.find(Asked(groups: Self.groups), in: transcript).keywords
      func plain(_ findings: [KeywordFinding]) -> [[String]] {
        findings.map { finding in [finding.group] + (finding.hits + finding.mentioned).map { "\($0.text) \($0.term) \($0.match.rawValue)" }
        }
      }
      #expect(plain(found) == plain(alone), "\(text)")
    }
    let nothing = search.find(Asked(), in: Transcript(format: "stored", declaredLanguage: nil, segments: [], timing: .none))
    #expect(nothing.keywords.isEmpty)
  }
}
