import Assessment
import Documents
import Interview
import Testing

@testable import Control

@Suite struct `A corrected transcript` {
  private static func line(_ text: String, _ start: Double, _ end: Double) throws -> ListeningDocument.Line {
    try ListeningDocument.Line(reading: #"{"text":"\#(text)","span":[\#(start),\#(end)],"syllables_per_s":3}"#)
  }

  @Test func `as many lines as there were keep their times`() throws {
    let lines = try [Self.line("a", 1.3, 5.835), Self.line("b", 3661.25, 3662)]
    let corrected = CorrectedTranscript("  first & <second>\r\n\nthird --> 4\n", over: lines)
    #expect(corrected.ending == "vtt")
    #expect(
      corrected.text
        == "WEBVTT\n\n00:00:01.300 --> 00:00:05.835\nfirst &amp; &lt;second&gt;\n\n01:01:01.250 --> 01:01:02.000\nthird --&gt; 4\n")
  }

  @Test(arguments: ["one", "one\ntwo\nthree"]) func `another number of lines has no times, and neither has a text over none`(text: String)
    throws
  {
    let lines = try [Self.line("a", 1, 2), Self.line("b", 3, 4)]
    #expect(CorrectedTranscript(text, over: lines).text == text + "\n" && CorrectedTranscript(text, over: lines).ending == "txt")
    #expect(CorrectedTranscript(text, over: []).ending == "txt")
  }
}
