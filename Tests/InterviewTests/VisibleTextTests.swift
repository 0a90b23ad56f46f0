import Interview
import Testing

@Suite struct `Text that is shown` {
  /// One of each kind that Unicode calls control, format, separator of lines, or ignorable (UAX 44).
  @Test(arguments: [
    ("a\u{1B}[31mb", "a[U+001B][31mb"), ("a\u{07}", "a[U+0007]"), ("a\u{9B}2J", "a[U+009B]2J"), ("\u{202E}gnp.exe", "[U+202E]gnp.exe"),
    ("c-1\u{200B}", "c-1[U+200B]"), ("a\u{2028}b", "a[U+2028]b"), ("\u{FEFF}a", "[U+FEFF]a"), ("a\u{2066}b\u{2069}", "a[U+2066]b[U+2069]"),
    ("a\u{AD}b", "a[U+00AD]b"), ("a\u{3164}", "a[U+3164]"), ("a\u{E0041}", "a[U+E0041]"), ("a\u{FE0F}", "a[U+FE0F]"),
    ("a\u{200D}b", "a[U+200D]b"),
    ("a\rb", "a[U+000D]b"), ("a\u{7F}", "a[U+007F]"),
  ])
  func `hides nothing`(text: String, shown: String) {
    #expect(text.visible == shown)
    #expect(!text.isPlainLine && !text.isPlainText)
  }

  @Test(arguments: ["面试-张三", "naïve café", "👩‍💻 ❤️", "辻󠄀", "«10 %»", ""]) func `stays as it is where all is seen`(text: String) {
    #expect(text.visible == text)
  }

  @Test func `keeps lines and tabs where it may have them`() {
    #expect("a\tb\r\nc\n".visible == "a\tb\nc\n")
    #expect("a\nb".visibleLine == "a[U+000A]b")
    #expect("a\r\nb\tc".isPlainText && !"a\nb".isPlainLine)
  }

  /// The letters that Cyrillic and Greek share with Latin in shape (UTS 39, confusables), full-width forms, nothing at all.
  @Test(arguments: [
    ["c-1001", "с-1001"], ["sales-c20391", "sales-c20391\u{200B}"], ["ANNA", "ΑΝΝΑ"], ["c-1", "ｃ-1"], ["a-b", "a–b"], ["c-10l", "c-1O1"],
    ["cafe\u{301}", "caf\u{E9}"],
  ])
  func `tells names that only look alike`(names: [String]) {
    let groups = ConfusableNames.groups(of: ["x"] + names + ["y"] + names)
    #expect(groups.count == 1)
    #expect(groups.first?.count == 2)
    #expect(ConfusableNames.notes(of: names).count == 1)
  }

  @Test func `leaves names alone that differ to the eye`() {
    #expect(ConfusableNames.groups(of: ["Sales", "sales", "c-1", "c-2", "张三", "张叁"]).isEmpty)
  }

  @Test func `stands in JSON as escapes of the same value`() {
    #expect(JSON.string("a\u{202E}b\u{E0041}\u{9B}").text == #""a\u202eb\udb40\udc41\u009b""#)
    #expect(JSON.object([.init("x", .raw("[ \"\u{200B}\" ]\n"))]).text == "{\"x\":[ \"\\u200b\" ]\n}")
    #expect(JSON.string("张三 \n").text == "\"张三 \\n\"")
    #expect(JSON.string("\u{200B}").text(escapingUnseen: false) == "\"\u{200B}\"")
  }

  @Test func `of scores stands on three scales, exactly`() {
    let points = Points(hundredths: 8125)
    #expect(ScoreScale.allCases.map { $0.text(points) } == ["81.25", "8.125", "81.25 %"])
    #expect(ScoreScale.allCases.map { $0.ofAll(points).en } == ["81.25 of 100", "8.125 of 10", "81.25 %"])
    #expect(ScoreScale.percent.text(points, to: .full) == "81.25–100 %")
  }
}
