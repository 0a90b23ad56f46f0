import Foundation
import Interview
import Testing

@testable import Transcripts

@Suite struct `Character sets` {
  private static let simplified = "我认为团队协作是销售成功的关键，在上一家公司，我们每周一开例会，同步每个客户的进展。"
  private static let traditional = "我認為團隊協作是銷售成功的關鍵，在上一家公司，我們每週一開例會，同步每個客戶的進展。"

  private static func bytes(_ text: String, _ encoding: ICU.Encoding) throws -> [UInt8] {
    Array(try #require(text.data(using: String.Encoding(rawValue: encoding.rawValue))))
  }

  @Test(arguments: [
    (simplified, ICU.Encoding.gb18030), (traditional, .big5), (traditional, .gb18030), ("很好", .gb18030), ("團隊協作", .big5),
    ("私は前の会社で営業を担当していました。", .shiftJIS), ("저는 이전 회사에서 영업을 담당했습니다.", .eucKR),
    ("I wasn’t sure – we had a “café” in Zürich about the résumé… fine.", .windows1252), ("It’s fine.", .windows1252),
    ("We asked 我 and 客户 about it, and then we made a plan.", .gb18030),
  ]) func `are told by the text they give, in text, JSON and subtitles`(text: String, encoding: ICU.Encoding) throws {
    #expect(try TranscriptReader.read(try Self.bytes(text, encoding)).text == text)
    let json = #"{"segments": [{"start": 0.5, "end": 9.5, "text": "\#(text)"}], "language": "zh"}"#
    #expect(try TranscriptReader.read(try Self.bytes(json, encoding)).text == text)
    let srt = "1\n00:00:00,500 --> 00:00:09,500\n\(text)\n"
    #expect(try TranscriptReader.read(try Self.bytes(srt, encoding)).text == text)
  }

  @Test(arguments: [false, true]) func `UTF-16 without mark is read where all is Chinese, and where all is English`(isBig: Bool) throws {
    for text in [Self.simplified, "The problem was that our payment service timed out."] {
      let bytes = text.utf16.flatMap { isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
      #expect(try TranscriptReader.read(bytes).text == text)
    }
  }

  @Test func `what is no encoding for sure is refused, never read as other characters`() throws {
    // Cyrillic in Windows-1251: every byte is a character of GB 18030 too.
    let cyrillic = try #require("привет как дела сегодня хорошо ".data(using: .windowsCP1251))
    #expect(code(Array(cyrillic)) == "transcript.encoding-unknown")
    #expect(code((0..<200).map { UInt8(0x81 + $0 * 7 % 120) }) == "transcript.encoding-unknown")
  }

  @Test(arguments: [0x80, 0xC3, 0xE5, 0xFF] as [UInt8]) func `one stray byte costs one character`(stray: UInt8) throws {
    let chinese = Array(Self.simplified.utf8)
    let english = "The problem was that our payment service timed out. So I reproduced it."
    // Between two characters of UTF-8, of GB 18030, of English.
    for (bytes, position, text) in [(chinese, 30, Self.simplified), (Array(english.utf8), 51, english)] {
      let transcript = try TranscriptReader.read(Array(bytes[..<position]) + [stray] + bytes[position...])
      #expect(transcript.text == text)
      #expect(transcript.notes == ["1 stray bytes were left out"])
      let json =
        Array(#"{"text":"x","segments":[{"start":0,"end":9,"text":""#.utf8) + bytes[..<position] + [stray] + bytes[position...]
        + Array(#""}]}"#.utf8)
      #expect(try TranscriptReader.read(json).text == text)
      #expect(try TranscriptReader.read(json).notes == ["1 stray bytes were left out"])
    }
    let srt = Array("1\n00:00:00,500 --> 00:00:09,500\n".utf8) + chinese[..<60] + [stray] + chinese[60...]
    #expect(try TranscriptReader.read(srt).text == Self.simplified)
  }

  @Test func `a stray byte between values of JSON, and a zero byte, cost nothing`() throws {
    let json = Array(#"{"text":"x", "segments":["#.utf8) + [0xC3] + Array(#"{"start":0,"end":9,"text":"we won"}]}"#.utf8)
    #expect(try TranscriptReader.read(json).text == "we won")
    let zero = Array("The problem was that our payment service ".utf8) + [0] + Array("timed out.".utf8)
    #expect(try TranscriptReader.read(zero).text == "The problem was that our payment service timed out.")
  }
}
