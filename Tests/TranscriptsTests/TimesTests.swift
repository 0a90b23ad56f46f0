import Interview
import Testing

@testable import Transcripts

@Suite struct `Times` {
  @Test func `words without times are laid over the speech by their syllables`() throws {
    let speech = [TimeRange(1, 3), TimeRange(5, 7)]
    let (words, isEstimated) = TextAnalyzer().align(try plain("今天天气很好吗对"), segments: speech, duration: 8)
    #expect(isEstimated)
    // Eight syllables over four seconds of speech: half a second each, none in the pause from 3 to 5.
    let starts = words.compactMap { $0.range?.start }
    #expect(starts == [1, 1.5, 2, 2.5, 5, 5.5, 6, 6.5])
    #expect(words[3].range == TimeRange(2.5, 3))
  }

  @Test func `there is one time for each syllable, in order`() throws {
    let transcript = try plain("今天 communication 提升了35%。")
    let times = TextAnalyzer().syllableTimes(transcript, segments: [TimeRange(0, 16)], duration: 16)
    #expect(times.count == 2 + 5 + 3 + 6)
    #expect(times == times.sorted())
    #expect(times.first == 0.5)
    #expect(times.last == 15.5)
  }

  @Test func `a figure without time stands between its neighbours`() throws {
    let writer = try #require(Writer.openSource.first { $0.format == "whisperx" })
    let found = TextAnalyzer().analyze(
      try plain(writer.write(.standard)), segments: [TimeRange(0, 30)], duration: 30, language: nil, keywordGroups: [])
    let hit = try #require(found.specificity.first?.range)
    let before = try #require(SampleAnswer.standard.lines[2].tokens.first { $0.text == "提" })
    #expect(hit.start == before.start)
    let after = try #require(SampleAnswer.standard.lines[2].tokens.first { $0.text == "没" })
    #expect(hit.end <= after.start + 0.001)
  }

  @Test func `figures spelled out by the recogniser keep the times of their words`() throws {
    // FunASR's pairs belong to what was said: 百分之三十 beside 30%.
    let text = "增长30%了"
    let said = Array("增长百分之三十了").map(String.init)
    let words = said.enumerated().map { Word(text: $1, range: TimeRange(Double($0), Double($0 + 1))) }
    let transcript = Transcript(
      format: "funasr", declaredLanguage: .zh, segments: [TranscriptSegment(text: text, words: words)], timing: .words)
    let aligned = TextAnalyzer().align(transcript, segments: [TimeRange(0, 8)], duration: 8).words
    #expect(aligned.map(\.text) == ["增", "长", "30%", "了"])
    #expect(aligned[2].range == TimeRange(2, 7))
    #expect(aligned[3].range == TimeRange(7, 8))
  }

  private func fit(_ text: String, speech: [TimeRange], duration: Double, declared: Language? = nil) throws -> TranscriptFit {
    let transcript = try plain(text)
    let found = TextAnalyzer().analyze(transcript, segments: speech, duration: duration, language: declared, keywordGroups: [])
    return TranscriptFit(transcript, findings: found, segments: speech, nuclei: [], duration: duration, declared: declared)
  }

  private func cues(_ count: Int, every step: Double = 3) -> String {
    "WEBVTT\n\n"
      + (0..<count).map { "\(stamp(Double($0) * step, ".")) --> \(stamp(Double($0) * step + 2.5, "."))\n我们今天讨论一下这个项目\n\n" }.joined()
  }

  @Test func `a transcript of the recording fits it`() throws {
    #expect(try fit(cues(10), speech: [TimeRange(0, 29)], duration: 30).reason == nil)
  }

  @Test func `a transcript of something else does not fit`() throws {
    let silence = try fit(cues(10), speech: [], duration: 30)
    #expect(silence.reason == .transcriptMismatch)
    #expect(silence.finding?.en.contains("120 syllables") == true)
    #expect(try fit(cues(10), speech: [TimeRange(0, 5)], duration: 30).reason == .transcriptMismatch)
    #expect(try fit(String(repeating: "太快了", count: 100), speech: [TimeRange(0, 20)], duration: 20).reason == .transcriptMismatch)
    #expect(try fit(cues(10), speech: [TimeRange(0, 29)], duration: 30, declared: .en).reason == .transcriptMismatch)
    #expect(try fit(cues(40), speech: [TimeRange(0, 70)], duration: 70).reason == .transcriptMismatch)
  }

  @Test func `a transcript of the first half is partial`() throws {
    let half = try fit(cues(5), speech: [TimeRange(0, 30)], duration: 30)
    #expect(half.reason == .transcriptPartial)
    // Cues end at 14.5 s, with 0.5 s of grace: half of the speech has no words.
    #expect(abs((half.uncoveredSpeech ?? 0) - 0.5) < 0.001)
    #expect(try fit("我们今天只说了一句话", speech: [TimeRange(0, 30)], duration: 30).reason == .transcriptPartial)
  }

  @Test func `the lexicon in the repository is the one compiled in, and mistakes are named`() throws {
    let files = [try Repository.bytes("models/lexicon/zh.txt"), try Repository.bytes("models/lexicon/en.txt")]
    let read = try Lexicon(files)
    #expect(read.fillers == Lexicon.builtin.fillers)
    #expect(read.structure == Lexicon.builtin.structure)
    #expect(read.syllables == Lexicon.builtin.syllables)
    for bad in ["[fillers]\n嗯\n[fillerz]\n", "嗯\n", "[syllables]\nthe=one\n"] {
      do throws(Fault) {
        _ = try Lexicon([Array(bad.utf8)])
        Issue.record("\(bad) was read")
      } catch {
        #expect(error.code == .lexiconInvalid && error.detail.contains("line"))
      }
    }
  }
}
