import Interview
import Testing

@testable import Transcripts

@Suite struct `A transcript and the length of the sound` {
  private func srt(_ cues: [(Double, Double, String)]) throws -> Transcript {
    try plain(cues.enumerated().map { "\($0 + 1)\n\(stamp($1.0, ",")) --> \(stamp($1.1, ","))\n\($1.2)\n\n" }.joined())
  }

  private let text = "The problem was that our payment service timed out once in every hundred requests."

  @Test func `an end beyond the sound is cut to it and told`() throws {
    let cut = try srt([(0.8, 5.9, text), (6.4, 30, "First, I ran a test.")]).cut(to: 10)
    #expect(cut.segments.map(\.range) == [TimeRange(0.8, 5.9), TimeRange(6.4, 10)])
    #expect(cut.segments.map(\.text) == [text, "First, I ran a test."])
    #expect(cut.notes == ["times up to 30.0 s were cut to the sound's 10.0 s"])
    // Rounding is not worth a word.
    #expect(try srt([(0.8, 10.3, text)]).cut(to: 10).notes == [])
  }

  @Test func `a sentence invented behind the end is left out and told`() throws {
    for end in [(10.2, 30.0), (9.95, 12.0)] {
      let cut = try srt([(0.8, 9.8, text), (end.0, end.1, "谢谢")]).cut(to: 10)
      #expect(cut.text == (end.0 < 10 ? text + "\n谢谢" : text))
    }
    let cut = try srt([(0.8, 9.8, text + text), (9.99, 40, "Thanks for watching, bye now all!")]).cut(to: 10)
    #expect(cut.text == text + text)
    #expect(cut.notes == ["6 words beyond the end of the sound were left out", "times up to 40.0 s were cut to the sound's 10.0 s"])
  }

  @Test func `words beyond the end go with their text`() throws {
    let words = text.split(separator: " ").enumerated().map {
      #"{"word":" \#($1)","start":\#(Double($0) * 0.5),"end":\#(Double($0) * 0.5 + 0.4)}"#
    }
    let json = #"{"segments":[{"start":0,"end":7,"text":"\#(text)","words":[\#(words.joined(separator: ","))]}]}"#
    let cut = try plain(json).cut(to: 6.2)
    // Fourteen words, the last at 6.5 s.
    #expect(cut.text == "The problem was that our payment service timed out once in every hundred")
    #expect(cut.segments[0].words.count == 13)
    #expect(cut.segments[0].range == TimeRange(0, 6.2))
  }

  @Test func `a transcript of a longer recording is not cut to fit`() throws {
    let long = try srt((0..<20).map { (Double($0) * 3, Double($0) * 3 + 2.5, "我们今天讨论一下这个项目") })
    #expect(long.cut(to: 20) == long)
    let found = TextAnalyzer().analyze(long.cut(to: 20), segments: [TimeRange(0, 20)], duration: 20, language: nil, keywordGroups: [])
    #expect(TranscriptFit(long, findings: found, segments: [TimeRange(0, 20)], duration: 20, declared: nil).reason == .transcriptMismatch)
  }

  @Test func `more than anybody can say is refused before it is analysed`() throws {
    func code(_ transcript: Transcript, _ duration: Double) -> FaultCode? {
      do throws(Fault) {
        try transcript.checkLength(duration)
        return nil
      } catch { return error.code }
    }
    // 60 characters a second and 10,240: 12,640 in 40 s.
    #expect(code(try plain(String(repeating: "好", count: 12_600)), 40) == nil)
    #expect(code(try plain(String(repeating: "好", count: 12_700)), 40) == .transcriptTooLong)
    #expect(code(try plain(String(repeating: "a", count: 12_700)), 40) == .transcriptTooLong)
    let words = (0..<13_000).map { #"{"conf":1,"start":1,"end":1,"word":"\#($0 % 9)"}"# }.joined(separator: ",")
    #expect(code(try plain(#"{"result":[\#(words)],"text":"x"}"#), 40) == .transcriptTooLong)
    #expect(code(try plain("hello"), .infinity) == nil)
  }

  @Test func `a file has room for what any tool writes about that length, and no more`() {
    let short = TranscriptLimits(duration: 36)
    // 1 MiB and 64 KiB a second; 1 MiB and 4 KiB a second; 20,000 and 100; 200,000 and 2,000.
    #expect([short.bytes, short.textBytes, short.lines, short.values] == [3_407_872, 1_196_032, 23_600, 272_000])
    for duration in [nil, 1e9, .infinity] {
      let limit = TranscriptLimits(duration: duration)
      #expect([limit.bytes, limit.textBytes, limit.lines, limit.values] == [64 << 20, 16 << 20, 250_000, 2_000_000])
    }
    let none = TranscriptLimits(duration: -1)
    #expect([none.bytes, none.textBytes, none.lines, none.values] == [1 << 20, 1 << 20, 20_000, 200_000])
  }

  private func reading(_ text: String, _ duration: Double) -> (code: FaultCode?, isAsked: Bool) {
    var isAsked = false
    do throws(Fault) {
      _ = try TranscriptReader.read(Array(text.utf8)) { () throws(Fault) in
        isAsked = true
        return duration
      }
      return (nil, isAsked)
    } catch { return (error.code, isAsked) }
  }

  @Test(arguments: [
    // None of them would be read otherwise: what is refused was not parsed. 3.5 MB of JSON, 1.25 MB of text in 36 s.
    "[" + String(repeating: " ", count: 3_500_000), "[\"" + String(repeating: "x", count: 3_500_000),
    "WEBVTT\n\n00:00 --> xx\n" + String(repeating: "x", count: 1_250_000),
    // 280,000 values, 25,000 lines.
    "[\"x\"," + String(repeating: "null,", count: 280_000), "{\"a\":[" + String(repeating: "{},\n\n", count: 280_000),
    "WEBVTT\n\n00:00 --> xx\n" + String(repeating: String(repeating: "x", count: 44) + "\n", count: 25_000),
    "WEBVTT\n\n00:00 --> xx\n" + String(repeating: String(repeating: "x", count: 44) + "\u{2028}", count: 24_000),
  ]) func `a file beyond what a recording can be about is refused before it is parsed`(text: String) {
    let found = reading(text, 36)
    #expect(found.code == .transcriptTooLarge && found.isAsked)
    // It is read where the recording is longer.
    #expect(reading(text, 360).code == .transcriptUnparseable)
  }

  @Test func `what recognisers write about long recordings is read`() {
    // Ten minutes of ten words a second, a kilobyte each; the length of a small file's recording is not asked for.
    let filler = String(repeating: "0", count: 900)
    func words(_ count: Int) -> String {
      let words = (0..<count).map { #"{"word":"w\#($0)","start":\#(Double($0) / 10),"end":\#(Double($0) / 10 + 0.1),"note":"\#(filler)"}"# }
      return #"{"segments":[{"start":0,"end":600,"text":"x","words":[\#(words.joined(separator: ","))]}]}"#
    }
    #expect(reading(words(6000), 600) == (nil, true))
    #expect(reading(words(900), 90) == (nil, false))
    // Two hours of captions of a word each: 1.25 MB.
    let cues = (0..<26_000).map { number in
      "\(number + 1)\n\(stamp(Double(number) / 4, ",")) --> \(stamp(Double(number) / 4 + 0.2, ","))\ncharacters\n\n"
    }
    #expect(reading(cues.joined(), 6500) == (nil, true))
  }

  @Test func `no word is longer than a word`() throws {
    for piece in ["a", "e\u{301}", "\u{301}", "1"] {
      let tokens = TextScanner.recogniserTokens("a" + String(repeating: piece, count: 5000))
      #expect(tokens.allSatisfy { $0.unicodeScalars.count <= TextScanner.maximumRun + 1 })
    }
  }
}

@Suite struct `The work of reading` {
  @Test func `a dictation that takes back what it wrote has the words that stand`() throws {
    func message(_ number: Int, _ text: String, _ replaced: (Int, Int)? = nil) -> String {
      let range = replaced.map { #""pgs":"rpl","rg":[\#($0.0),\#($0.1)]"# } ?? #""pgs":"apd""#
      return #"{"data":{"result":{"sn":\#(number),\#(range),"ws":[{"bg":\#(number),"cw":[{"w":"\#(text)"}]}]}}}"#
    }
    func words(_ messages: String...) throws -> [String] {
      try plain(messages.joined(separator: "\n")).segments.flatMap { $0.words.map(\.text) }
    }
    let (one, two) = (message(1, "我"), message(2, "们"))
    #expect(try words(one, two, message(3, "他们", (1, 2)), message(4, "好")) == ["他们", "好"])
    #expect(try words(one, two, message(3, "人", (2, 2)), message(4, "都", (3, 3)), message(5, "来", (9, 12))) == ["我", "都", "来"])
    // What is gone already, and what lies before everything, is nothing to take back.
    #expect(try words(one, message(2, "它", (1, 1)), message(3, "的", (1, 1)), message(4, "门", (-5, 0))) == ["它", "的", "门"])
  }

  /// Doubling the input doubles the work, but for the look ahead at its end: what is looked at is counted, not timed.
  @Test(arguments: ["<", "<|", "[", "[_", "(", "（", "*", "♪", "&", "&amp", "{\\", "😡", "<a", "((", "[a", "(laugh", "a(b)", "*a*"])
  func `of cleaning a text grows with it and no faster`(piece: String) {
    func steps(_ count: Int) -> Int {
      var cleaning = Cleaning()
      _ = cleaning.clean(String(repeating: piece, count: count))
      return cleaning.steps
    }
    let (once, twice) = (steps(2000), steps(4000))
    #expect(twice <= once * 2 + 2 * Cleaning.longest * Cleaning.longest)
    #expect(once <= 2000 * piece.unicodeScalars.count * (4 * Cleaning.longest + 2))
  }
}
