import Interview
import Testing

@testable import Transcripts

private let question = "Please tell us about a bug that you solved?"
private let answer = "The problem was that our payment service timed out once in every hundred requests."
private let more = "So I reproduced it with a load test."

@Suite struct `Speakers written into the text` {
  @Test(arguments: [
    ["Interviewer: \(question)", "Candidate: \(answer)", more],
    ["SPEAKER_00: \(question)", "SPEAKER_01: \(answer)", "SPEAKER_01: \(more)"],
    ["[Speaker 1]: \(question)", "[Speaker 2]: \(answer) \(more)"], ["Alice Wong: \(question)", "Bob Li: \(answer)", "Bob Li: \(more)"],
    ["Q: \(question)", "A: \(answer) \(more)"], ["Interviewer - \(question)", "Candidate - \(answer) \(more)"],
    ["Q1: \(question)", "A1: \(answer) \(more)"],
    [">> PANEL: \(question)", ">> BOB: \(answer)", more],
    ["**Host:** \(question)", "**Guest:** \(answer) \(more)"], ["面试官：\(question)", "候选人：\(answer)", more],
    ["王芳：\(question)", "李小明：\(answer)", "李小明：\(more)"], ["Alice:", question, "Bob:", answer, "Bob:", more],
    ["Interview of 3 March", "Speaker 1: \(question)", "Speaker 2: \(answer)", more],
  ]) func `the one who says most is the candidate`(lines: [String]) throws {
    // 14 + 8 words; the question's 9 and the names are not among them.
    #expect(try findings(lines.joined(separator: "\n")).latinWords == 22)
    let srt = lines.enumerated().map { "\($0 + 1)\n\(stamp(Double($0), ",")) --> \(stamp(Double($0 + 1), ","))\n\($1)\n\n" }.joined()
    #expect(try findings(srt).latinWords == 22)
    let vtt = "WEBVTT\n\n" + lines.enumerated().map { "\(stamp(Double($0), ".")) --> \(stamp(Double($0 + 1), "."))\n\($1)\n\n" }.joined()
    #expect(try findings(vtt).latinWords == 22)
  }

  @Test func `captions that change the speaker in capitals name both`() throws {
    let text = "1\n00:00:00,000 --> 00:00:00,700\nPANEL: \(question)\n\n2\n00:00:00,800 --> 00:00:05,900\nBOB: \(answer)\n\n"
    #expect(try plain(text + "3\n00:00:06,000 --> 00:00:09,000\n\(more)\n").segments.map(\.text) == [answer, more])
  }

  @Test(arguments: [
    "We had a problem. Result: we saved 15%.",
    "Situation: it was slow.\nTask: I had to fix it.\nAction: I wrote a cache.\nResult: we saved 15%.",
    "情境：系统很慢。\n任务：我要修好它。\n结果：我们节省了15%。", "Result: we saved 15%", "Python: great for scripts.", "我的想法：先做调研。\n我的结论：可以做。",
    "Step 1: plan.\nStep 2: build.\nStep 3: ship.", "My motto: never stop.\nThe result: we won.\nMy motto: never stop.",
  ]) func `a heading before a colon is speech`(text: String) throws {
    let transcript = try plain(text)
    #expect(transcript.segments.allSatisfy { $0.speaker == nil })
    #expect(transcript.text == text)
  }

  @Test func `the manifest's speaker applies, and one who is not there is refused`() throws {
    let text = "Python: we used it for scripts.\nJava: we used it for services, and more of it.\n"
    #expect(try plain(text).text == text.trimmed)
    // The manifest makes a name of the label.
    #expect(try TranscriptReader.read(Array(text.utf8), speaker: "python").text == "we used it for scripts.")
    for lines in [
      "Alice Wong: \(question)\nBob Li: \(answer)\n", "WEBVTT\n\n00:01.000 --> 00:09.000\nBob Li: \(answer)\nBob Li: \(more)\n",
    ] {
      #expect(code(lines, speaker: "Carol") == "transcript.speaker-unknown")
      #expect(try TranscriptReader.read(Array(lines.utf8), speaker: "Bob Li").text.contains("payment"))
    }
    // A recogniser's number for the only voice is nobody's name.
    #expect(code("SPEAKER_00: \(answer)\nSPEAKER_00: \(more)\n", speaker: "Carol") == nil)
  }

  @Test func `words name the speaker where their segment does not`() throws {
    func words(_ text: String, _ start: Double, _ speaker: String) -> String {
      text.split(separator: " ").enumerated().map {
        #"{"word":"\#($1)","start":\#(start + 0.2 * Double($0)),"end":\#(start + 0.2 * Double($0) + 0.2),"score":0.9,"speaker":"\#(speaker)"}"#
      }.joined(separator: ",")
    }
    let json =
      #"{"segments":[{"start":0,"end":9,"text":"\#(question) \#(answer)","words":[\#(words(question, 0, "SPEAKER_00")),\#(words(answer, 4, "SPEAKER_01"))]}]}"#
    let transcript = try plain(json)
    #expect(transcript.text == answer)
    #expect(transcript.segments[0].speaker == "SPEAKER_01")
  }
}
