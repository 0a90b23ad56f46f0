import Interview
import Testing

@testable import Transcripts

private let first = "The problem was that our payment service timed out."
private let second = "So I reproduced it with a load test."

@Suite struct `Times written into a text` {
  @Test(arguments: [
    // whisper, whisper.cpp and faster-whisper on standard output; NeMo; LRC; SBV; what people copy out of meeting tools.
    "[00:00:00.800 --> 00:00:05.900]   \(first)\n[00:00:06.470 --> 00:00:09.800]   \(second)\n",
    "[00:00.800 --> 00:05.900] \(first)\n[00:06.470 --> 00:09.800] \(second)\n",
    "[0.80s -> 5.90s] \(first)\n[6.47s -> 9.80s] \(second)\n",
    "[00:00.80 - 00:05.90] speaker_1: \(first)\n[00:06.47 - 00:09.80] speaker_1: \(second)\n",
    "0.8s - 5.9s : \(first)\n6.47s - 9.8s : \(second)\n",
    "0:00:00.800,0:00:05.900\n\(first)\n\n0:00:06.470,0:00:09.800\n\(second)\n",
    "0.800000\t5.900000\t\(first)\n6.470000\t9.800000\t\(second)\n",
    "start,end,text\n0.8,5.9,\"\(first)\"\n6.47,9.8,\"\(second)\"\n",
    "start;end;text\r\n0,8;5,9;\"\(first)\"\r\n6,47;9,8;\"\(second)\"\r\n",
    "Start Time\tEnd Time\tSpeaker\tTranscript\n00:00:00.800\t00:00:05.900\tBob\t\(first)\n00:00:06.470\t00:00:09.800\tBob\t\(second)\n",
    "start_ms,end_ms,text\n800,5900,\(first)\n6470,9800,\(second)\n", "start,end,text\n800,5900,\(first)\n6470,9800,\(second)\n",
    // Video editors count frames: 24 of 30 are 0.8 s.
    "00:00:00:24 - 00:00:05:27\nSpeaker 1\n\(first)\n\n00:00:06;14 - 00:00:09;24\nSpeaker 1\n\(second)\n",
  ]) func `are its times, from and to`(text: String) throws {
    let transcript = try plain(text)
    #expect(transcript.timing == .segments)
    #expect(transcript.segments.map(\.text) == [first, second])
    #expect(transcript.segments.map { (($0.range?.start ?? 0) * 100).rounded() / 100 } == [0.8, 6.47])
    #expect(transcript.segments.map { (($0.range?.end ?? 0) * 100).rounded() / 100 } == [5.9, 9.8])
  }

  @Test(arguments: [
    "[ti:x]\n[ar:y]\n[00:00.00]\(first)\n[00:06.00]\(second)\n", "0:00\n\(first)\n0:06\n\(second)\n", "00:00 \(first)\n00:06 \(second)\n",
    "Bob Li  0:00\n\(first)\n\nBob Li  0:06\n\(second)\n", "Bob Li(00:00:00): \(first)\nBob Li(00:00:06): \(second)\n",
    "Speaker 1 (00:00):\n\(first)\n\nSpeaker 1 (00:06):\n\(second)\n", "说话人1 00:00\n\(first)\n说话人1 00:06\n\(second)\n",
    "[Bob Li] 00:00:00\n\(first)\n\n[Bob Li] 00:00:06\n\(second)\n", "start\ttext\n0:00\t\(first)\n0:06\t\(second)\n",
    "\(first) (0:00)\n\(second) (0:06)\n",
    // As language models write it.
    "**[00:00]** **Speaker A:** \(first)\n\n**[00:06]** **Speaker A:** \(second)\n",
  ]) func `without an end last until the next one, and the last until the sound's end`(text: String) throws {
    let transcript = try plain(text).cut(to: 10)
    #expect(transcript.segments.map(\.text) == [first, second])
    #expect(transcript.segments.map(\.range) == [TimeRange(0, 6), TimeRange(6, 10)])
    #expect(transcript.notes.isEmpty)
  }

  @Test(arguments: ["张三 00:00:00\n\(first)\n", "Jane Doe  0:00\n\(first)\n"])
  func `a person's name and a time over all that is said are no words`(text: String) throws {
    #expect(try plain(text).text == first)
  }

  @Test(arguments: ["(0:00 - 0:05) \(first)", "[00:00.000 --> 00:05.000] \(first)", "[00:00] \(first)", "0:00\n\(first)"])
  func `in brackets or on a line of their own need no company`(text: String) throws {
    #expect(try plain(text).text == first)
    #expect(try plain(text).cut(to: 5).segments.map(\.range) == [TimeRange(0, 5)])
  }

  @Test(arguments: [
    "At 10:30 we met the client.", "10:30 we met the client.", "We met at 10:30", "我们上班时间（9:00-18:00）很长", "我们约在10:30", "10:30",
    "We open at 9:00.\nWe close at 18:00.", "(10:30) we met", "start with the end, then go on, you know", "ratio 2:1\nwas fine",
    "We waited.\n10:30\nThe client came.",
  ]) func `are words where they are said`(text: String) throws {
    let transcript = try plain(text)
    #expect(transcript.format == "text")
    #expect(transcript.text == text)
  }

  @Test func `what a program says of itself before them is left out and told, colours are dropped`() throws {
    let text = "Detected language: English\n\u{1B}[1m[00:00.800 --> 00:05.900]\u{1B}[0m  \u{1B}[38;5;71m\(first)\u{1B}[0m\n"
    let transcript = try plain(text)
    #expect(transcript.text == first)
    #expect(transcript.notes == ["1 lines before the first time were left out"])
  }

  @Test func `a speaker behind the time is a speaker`() throws {
    let text = "[00:00.10 - 00:00.70] speaker_0: Go on please.\n[00:00.80 - 00:05.90] speaker_1: \(first)\n"
    #expect(try plain(text).text == first)
    let meeting = "Alice Wong  0:00\nGo on please.\n\nBob Li  0:01\n\(first)\n\nBob Li  0:06\n\(second)\n"
    #expect(try plain(meeting).segments.map(\.text) == [first, second])
  }
}

@Suite struct `Captions` {
  private let texts = [
    "The problem was that our payment service", "timed out about once in every hundred requests.", "First, I ran a test.",
  ]

  @Test(arguments: [
    "1\n00:00:00,800 --> 00:00:05,900\n{0}\n\n{1}\n\n2\n00:00:06,470 --> 00:00:09,800\n{2}\n",
    "1\n\n00:00:00,800 --> 00:00:05,900\n\n{0}\n{1}\n\n2\n\n00:00:06,470 --> 00:00:09,800\n\n{2}\n",
    "1\n00:00:00,800 --> 00:00:05,900\n{0}\n{1}\n2\n00:00:06,470 --> 00:00:09,800\n{2}\n",
    "00:00:00,800 --> 00:00:05,900\n{0}\n{1}\n00:00:06,470 --> 00:00:09,800\n{2}\n",
    "WEBVTT\n\nNOTE by hand\n\nintro\n00:00.800 --> 00:05.900 align:start\n<c.big>{0}</c> {1}\n\nNOTE more\nof it\n\nend\n00:06.470 --> 00:09.800\n<i>{2}</i>\n",
    "WEBVTT\nKind: captions\n\n00:00.800 --> 00:05.900\n{0} <00:00:03.000><c> {1}</c>\n\n00:06.470 --> 00:09.800\n{2}\n",
  ]) func `are read as players read them`(form: String) throws {
    let written = texts.enumerated().reduce(form) { $0.replacing("{\($1.offset)}", with: $1.element) }
    let transcript = try plain(written)
    #expect(transcript.segments.map { TextScanner.count($0.text) } == [15, 5])
    #expect(transcript.segments.map(\.range) == [TimeRange(0.8, 5.9), TimeRange(6.47, 9.8)])
  }

  @Test func `a number that is said is no cue's number`() throws {
    let text =
      "1\n00:00:00,800 --> 00:00:02,000\nHow many?\n\n2\n00:00:03,000 --> 00:00:04,000\n42\n\n3\n00:00:05,000 --> 00:00:06,000\nYes.\n"
    #expect(try plain(text).segments.map(\.text) == ["How many?", "42", "Yes."])
  }

  @Test func `an arrow in a sentence is text`() throws {
    #expect(try plain("1\n00:00:00,800 --> 00:00:05,900\nwe moved A --> B\n").text == "we moved A --> B")
    #expect(code("1\n00:00:00,800 --> oops\nwe moved\n\n2\n00:00:01,000 --> 00:00:02,000\nhi\n") == "transcript.unparseable")
  }

  @Test func `lines that roll are said once`() throws {
    func cues(_ lines: [[String]]) -> String {
      "WEBVTT\n\n"
        + lines.enumerated().map { "\(stamp(Double($0), ".")) --> \(stamp(Double($0 + 1), "."))\n\($1.joined(separator: "\n"))\n\n" }
        .joined()
    }
    // As YouTube writes them, with cues of a hundredth of a second; two lines of three; growing word by word; Chinese.
    let rolling = [
      [[" ", texts[0]], [texts[0], " "], [texts[0], texts[1]], [texts[1], " "], [texts[1], texts[2]]],
      [[texts[0]], [texts[0], texts[1]], [texts[0], texts[1], texts[2]]],
      [["The problem was"], [texts[0]], ["timed out about"], [texts[1]], [texts[2]]],
    ]
    for lines in rolling {
      #expect(try findings(cues(lines)).latinWords == 20)
      #expect(try findings(cues(lines)).repetitions.value?.isEmpty ?? true)
    }
    #expect(try findings(cues([["我们的团队"], ["我们的团队", "做了很多工作"], ["做了很多工作", "最后成功了"]])).characters == 16)
    // What somebody says twice stays.
    #expect(try plain(cues([["Yes."], ["Yes."], ["I did it."]])).segments.count == 3)
    #expect(try findings(cues([["We tried."], ["We tried."], ["And tried.", "We won."]])).latinWords == 8)
  }
}
