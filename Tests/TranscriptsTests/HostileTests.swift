import Foundation
import Interview
import Testing

@testable import Transcripts

@Suite struct `Bad and odd transcripts` {
  @Test(arguments: [
    ("", "transcript.empty"), (" \n\t ", "transcript.empty"), (#"{"segments": [{"start": 0, "text": "你好"#, "transcript.unparseable"),
    ("{\"a\" 1}", "transcript.unparseable"), (#"{"hello": "world"}"#, "transcript.format-unknown"),
    ("<html><body>你好</body></html>", "transcript.format-unknown"),
    (#"{"segments": [], "text": ""}"#, "transcript.no-words"), ("WEBVTT\n\n", "transcript.no-words"), ("。。。！！", "transcript.no-words"),
    ("WEBVTT\n\n00:00 --> xx\nhi\n", "transcript.unparseable"),
    ("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n0\n1\n", "transcript.unparseable"),
    ("RIFF\u{1}\u{2}WAVEfmt ", "transcript.format-unknown"), ("[{\"key\": \"a\", \"text\": \"\"}]", "transcript.no-words"),
    ("[]", "transcript.no-words"),
    (String(repeating: "[", count: 100_000), "transcript.unparseable"),
    (String(repeating: "{\"a\":", count: 100_000), "transcript.unparseable"),
    ("{\"text\": \"a\\u12\"}", "transcript.unparseable"), ("<|zh|><|HAPPY|>", "transcript.no-words"),
    ("%PDF-1.7 …", "transcript.format-unknown"),
  ]) func `are refused with their own code`(text: String, expected: String) {
    #expect(code(text) == expected)
  }

  @Test func `a fault names the file, the line and the byte`() throws {
    do throws(Fault) {
      _ = try TranscriptReader.read(Array("{\n \"segments\": [1,\n 2 x]}".utf8), name: "q1.json")
      Issue.record("it was read")
    } catch {
      #expect(error.detail == "q1.json: JSON, line 3, column 4, byte 22: a comma or ] is expected")
    }
  }

  @Test func `bytes of no encoding are refused as such`() {
    #expect(code([0x41, 0xFF, 0xFF, 0x80, 0x81, 0x20, 0xFF]) == "transcript.encoding-unknown")
    #expect(code([0, 1, 2, 3, 0, 0, 9, 8, 7]) == "transcript.encoding-unknown")
    #expect(code([UInt8](repeating: 1, count: 100)) == "transcript.encoding-unknown")
  }

  @Test func `a file that is too large is refused before it is read`() {
    #expect(code([UInt8](repeating: 0x41, count: TranscriptReader.largest + 1)) == "transcript.too-large")
  }

  @Test func `times that run backwards are refused, a slip is passed over`() throws {
    func words(_ starts: [Double]) -> String {
      let list = starts.map { #"{"conf":1,"start":\#($0),"end":\#($0 + 0.2),"word":"好"}"# }.joined(separator: ",")
      return #"{"result":[\#(list)],"text":"好"}"#
    }
    #expect(code(words([9, 7, 5, 3, 1, 0])) == "transcript.times-disordered")
    #expect(code(words([0, 1, 2, 30, 3, 4, 5, 6, 7, 8, 9])) == "transcript.times-disordered")
    #expect(code(words([0, 1, 2, 3, 1.5, 4, 5, 6, 7, 8, 9])) == nil)
    #expect(code(words([-5, -4, -3, -2])) == "transcript.times-disordered")
    #expect(code(words([1e300, 1e301, 1e302])) == "transcript.times-disordered")
  }

  @Test(arguments: ["utf-16le", "utf-16be", "utf-16le-bare", "gb18030", "utf-8-bom", "crlf"]) func `text in other encodings reads the same`(
    encoding: String
  ) throws {
    let text = Writer.lines[0].write(.standard)
    let units = Array(text.utf16)
    let bytes: [UInt8]
    switch encoding {
    case "utf-16le": bytes = [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    case "utf-16be": bytes = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    case "utf-16le-bare": bytes = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    case "gb18030": bytes = Array(try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632))))
    case "utf-8-bom": bytes = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    default: bytes = Array(text.replacing("\n", with: "\r\n").utf8)
    }
    #expect(try TranscriptReader.read(bytes) == TranscriptReader.read(Array(text.utf8)))
  }

  @Test func `a character split over whisper.cpp tokens is put together again`() throws {
    // 团 is E5 9B A2: the first token ends in the middle of it (whisper.cpp issue 1798).
    var bytes = Array(
      #"{"result":{"language":"zh"},"transcription":[{"offsets":{"from":0,"to":1000},"text":"我们团队","tokens":[{"text":"我们"#.utf8)
    bytes += [0xE5, 0x9B] + Array(#"","offsets":{"from":0,"to":400}},{"text":""#.utf8) + [0xA2]
    bytes += Array(#"队","offsets":{"from":400,"to":1000}}]}]}"#.utf8)
    let transcript = try TranscriptReader.read(bytes)
    #expect(transcript.segments[0].words.map(\.text) == ["我们", "团队"])
    #expect(transcript.text == "我们团队")
  }

  @Test func `NaN, huge numbers, doubled names and several documents are taken as they come`() throws {
    let text = #"{"segments":[{"start":NaN,"end":1e999,"text":"no","text":"你好","avg_logprob":-Infinity}],"language":"zh"}"#
    let transcript = try plain(text)
    #expect(transcript.text == "你好")
    #expect(transcript.timing == .none)
  }

  @Test func `tags of emotion leave no trace`() throws {
    for writer in Writer.all where ["sensevoice", "sherpa-onnx", "tencent", "aliyun"].contains(writer.format) {
      let transcript = try plain(writer.write(.standard))
      let trace = "\(transcript)".lowercased()
      #expect(!trace.contains("happy") && !trace.contains("emotion") && !trace.contains("<|"))
    }
    #expect(try plain("<|en|><|SAD|><|Speech|><|withitn|>hello there").declaredLanguage == .en)
  }

  @Test func `of several speakers the one who says most is taken, or the one named`() throws {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v 面试官>请介绍一下。\n\n00:03.000 --> 00:09.000\n<v 候选人>我叫小王，做了五年销售。\n"
    let limit = try plain(text)
    #expect(limit.text == "我叫小王，做了五年销售。")
    #expect(limit.othersShare == 5.0 / 15)
    #expect(limit.others == [TimeRange(1, 2)])
    #expect(try plain("面试官：请介绍一下。\n候选人：我叫小王，做了五年销售。\n").others == nil)
    #expect(try plain("我叫小王，做了五年销售。").others == [])
    #expect(try TranscriptReader.read(Array(text.utf8), speaker: "面试官").text == "请介绍一下。")
    #expect(code(text, speaker: "小李") == "transcript.speaker-unknown")
  }

  @Test func `text that only looks like a format is text`() throws {
    #expect(try plain("[音乐] 大家好").format == "text")
    #expect(try plain("start with the end").format == "text")
    #expect(try plain("I went --> home").format == "text")
  }

  @Test(arguments: ["<|", "[_", "<", "[", "<v ", "-->", "1", "1,000", "嗯", "啊", "a-", "\"", "。", "'", "<|zh|>", "\u{301}"])
  func `a piece repeated twenty thousand times is read or refused in linear time`(piece: String) {
    let text = String(repeating: piece, count: 20_000)
    _ = code(text)
    _ = code("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text)
    if let transcript = try? plain(text) {
      _ = TextAnalyzer().analyze(transcript, segments: [TimeRange(0, 10)], duration: 10, language: nil, keywordGroups: [])
    }
  }

  @Test func `every cut of every fixture is read or refused, and nothing else`() {
    for writer in Writer.all {
      let bytes = Array(writer.write(.standard).utf8)
      for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) { _ = code(Array(bytes[..<length])) }
    }
  }

  @Test func `every damaged byte is read or refused, and nothing else`() {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for writer in Writer.all {
      let bytes = Array(writer.write(.standard).utf8)
      for _ in 0..<40 {
        var damaged = bytes
        for _ in 0...next(6) { damaged[next(damaged.count)] = UInt8(next(256)) }
        guard let transcript = try? TranscriptReader.read(damaged) else { continue }
        let found = TextAnalyzer().analyze(
          transcript, segments: [TimeRange(1, 9)], duration: 10, language: nil, keywordGroups: [KeywordGroup(name: "g", terms: ["团队协作"])])
        #expect(found.syllables >= 0)
      }
    }
  }
}
