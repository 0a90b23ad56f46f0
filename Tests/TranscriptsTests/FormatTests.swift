import Interview
import Testing

@testable import Transcripts

/// The groups looked for in the sample answer.
private let groups = [
  KeywordGroup(name: "需求", terms: ["客户需求", "痛点"]), KeywordGroup(name: "协作", terms: ["团队协作"]), KeywordGroup(name: "数据", terms: ["数据支持"]),
]

/// All that must be alike.
private struct Summary: Equatable {
  var counts: [Int]
  var hits: [[String]]
  var verbatim: Bool?
  var richness: Double?
  var language: Language?

  init(_ transcript: Transcript) {
    let findings = TextAnalyzer().analyze(
      transcript, segments: [TimeRange(0.5, 20)], duration: 21, language: nil, keywordGroups: groups)
    counts = [findings.characters, findings.words, findings.latinWords, findings.syllables, findings.spokenCharacters]
    hits =
      [findings.fillers.value ?? [], findings.repetitions.value ?? [], findings.repairs.value ?? [], findings.specificity].map {
        $0.map(\.text)
      }
      + findings.keywords.map { $0.hits.map(\.text) } + [findings.structure.map(\.step)]
    verbatim = findings.verbatim
    richness = findings.richness.value
    language = findings.language
  }
}

@Suite struct `Every format` {
  @Test(arguments: Writer.all) func `is told by its content and gives the same measures for the same answer`(writer: Writer) throws {
    let transcript = try TranscriptReader.read(Array(writer.write(.standard).utf8), name: "wrong.extension")
    #expect(transcript.format == writer.format)
    let summary = Summary(transcript)
    // Counted by hand: 嗯 + 15, 12 + 我我用写了报表, 那个 …: 50 Han characters; 30% is read 百分之三十 (5), Python 2, KPI 3.
    let han = SampleAnswer.standard.tokens.count { $0.text.first?.isASCII == false }
    #expect(summary.counts[0] == han)
    #expect(summary.counts[2] == 2)
    #expect(summary.counts[3] == han + 5 + 2 + 3)
    #expect(summary.counts[4] == han + 5)
    #expect(
      summary.hits == [["嗯", "那个"], ["我"], [], ["提升了30%"], ["客户需求"], ["团队协作"], [], ["first", "task", "situation", "finally", "result"]])
    #expect(summary.verbatim == true)
    #expect(summary.language == .zh)
  }

  @Test func `counts the same words, however it is cut`() throws {
    let words = try Writer.all.map { Summary(try TranscriptReader.read(Array($0.write(.standard).utf8))).counts[1] }
    #expect(Set(words).count == 1, "\(words)")
  }

  @Test func `has a writer in these tests and a row in the table`() {
    #expect(Set(Writer.all.map(\.format)) == Set(TranscriptFormat.allCases.map(\.rawValue)))
    for format in TranscriptFormat.allCases { #expect(TranscriptFormat.document.contains("| `\(format.rawValue)` |")) }
  }

  @Test(arguments: [
    "openai-whisper", "whisperx", "funasr", "vosk", "tencent", "iflytek", "aws-transcribe", "google", "azure-batch", "deepgram", "ctm",
    "azure-sdk", "aliyun-tingwu", "qwen-asr", "iflytek-stream", "soniox", "gladia", "youtube", "premiere",
  ])
  func `with word times puts the keyword where it was said`(format: String) throws {
    let writer = try #require(Writer.all.first { $0.format == format })
    let transcript = try TranscriptReader.read(Array(writer.write(.standard).utf8))
    #expect(transcript.timing == .words)
    let findings = TextAnalyzer().analyze(transcript, segments: [], duration: 30, language: nil, keywordGroups: groups)
    let token = try #require(SampleAnswer.standard.lines[1].tokens.first { $0.text == "团" })
    let range = try #require(findings.keywords[1].hits.first?.range)
    #expect(abs(range.start - token.start) < 0.011)
    #expect(abs(range.end - token.start - 0.8) < 0.011)
    #expect(!findings.timesEstimated)
  }

  /// A table of milliseconds and captions, both with a word each: 60 words in three stretches, because 1.2 s part the lines.
  @Test(arguments: ["table", "srt"]) func `with a word a row or a cue has times of words`(format: String) throws {
    let writer = try #require(Writer.all.last { $0.format == format })
    let transcript = try TranscriptReader.read(Array(writer.write(.standard).utf8))
    #expect(transcript.timing == .words && transcript.segments.count == 3)
    let words = transcript.segments.flatMap(\.words)
    #expect(words.map { $0.range.map { ms($0.start) } } == SampleAnswer.standard.tokens.map { ms($0.start) })
    #expect(words.map { $0.range.map { ms($0.end) } } == SampleAnswer.standard.tokens.map { ms($0.end) })
  }

  @Test func `is a seed of the fuzzer`() throws {
    for (index, writer) in Writer.all.enumerated() {
      let path = "Tests/Fuzz/corpus/Transcripts/\(index)-\(writer.format)"
      #expect(try Repository.holds(writer.write(.standard), at: path), "run the tests with INTONE_RECORD=1 to write it anew")
    }
  }
}
