import Testing

@testable import Transcripts

struct VocabularyTests {
  @Test func `words are numbered in the order said, a beginning of a word is no word`() {
    var vocabulary = Vocabulary()
    let said = ["data", "数", "dat", "data", "据", "数"]
    #expect(said.map { vocabulary.number(Array($0.unicodeScalars)[...]) } == [0, 1, 2, 0, 3, 1])
    #expect(vocabulary.words == ["data", "数", "dat", "据"])
    #expect(vocabulary["dat"] == 2)
    #expect(vocabulary["da"] == nil && vocabulary["datas"] == nil && vocabulary[""] == nil)
    #expect(vocabulary.marks(["据", "dat", "never"]) == [false, false, true, true])
  }

  @Test func `text is cut into lines where Swift sees line breaks`() {
    let text = "a\r\nb\rc\n\nd\u{0B}e\u{0C}f\u{85}g\u{2028}h\u{2029}数据\u{2027}…é\r\n"
    let lines = TextFormats.lines(text)
    #expect(lines == ["a", "b", "c", "", "d", "e", "f", "g", "h", "数据\u{2027}…é", ""])
    #expect(lines == text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline))
    #expect(TextFormats.lines("") == [""])
  }

  @Test(arguments: ["", " ", "\t\u{3000}\u{00A0}", "\u{2003}"]) func `white space of every kind is blank`(text: String) {
    #expect(text[...].isBlank)
    #expect((text + "据" + text).trimmed == "据" && (text + "a-" + text).trimmed == "a-" && text.trimmed.isEmpty)
  }
}
