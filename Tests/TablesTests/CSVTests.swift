import Interview
import Tables
import Testing

@Suite struct `Comma-separated values` {
  /// RFC 4180, section 2: the fields of each line, as that document's own rules have them.
  @Test(arguments: [
    ("aaa,bbb,ccc", ["aaa", "bbb", "ccc"]), ("\"aaa\",\"b\nbb\",ccc", ["aaa", "b\nbb", "ccc"]),
    ("\"aaa\",\"b\"\"bb\",\"\"", ["aaa", "b\"bb", ""]), ("", [""]), (",", ["", ""]),
  ])
  func `are taken apart and put together again to the same`(line: String, fields: [String]) throws {
    #expect(CSV.texts(Array(line.utf8)[...]) == fields)
    #expect(CSV.texts(Array(CSV.line(fields, end: "").utf8)[...]) == fields)
  }

  @Test(arguments: ["\"a", "a\"b", "\"a\"b"]) func `with a quote where none may be are no record`(line: String) {
    #expect(CSV.texts(Array(line.utf8)[...]) == nil)
  }

  @Test func `a record's end is found in parts, and not within quotes`() {
    let bytes = Array("a,\"b\nc\"\nd".utf8)
    var end = CSV.RecordEnd()
    #expect(end.find(in: bytes[..<5]) == nil)
    #expect(end.find(in: bytes[...]) == 7)
    var line = CSV.RecordEnd(quotes: false)
    #expect(line.find(in: bytes[...]) == 4)
  }

  /// What OWASP lists under "CSV injection": each sign at the front, behind spaces, behind another dialect's separator, behind
  /// a quote, in a second line; the full-width forms. The cell's own text stays but for the apostrophe.
  @Test(arguments: [
    ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"), ("+1", "+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ("-rf", "'-rf"), ("@SUM(1)", "'@SUM(1)"), ("＝1+1", "'＝1+1"), ("  =1", "  '=1"), ("\u{A0}=1", "\u{A0}'=1"), ("a;=cmd", "a;'=cmd"),
    ("a\t=1", "a\t'=1"), ("x\n=1", "x\n'=1"), ("\"=1", "\"'=1"), ("a, @b", "a, '@b"), ("-5.25", "-5.25"), ("+12 %", "+12 %"),
    ("1e5", "1e5"), ("-1e5", "'-1e5"), ("-inf", "'-inf"), ("c-1042", "c-1042"), ("a=b", "a=b"), ("72–80", "72–80"), ("", ""),
  ])
  func `hold no cell that a spreadsheet runs`(text: String, cell: String) {
    #expect(CSV.cell(text) == cell)
  }

  @Test func `for people show what nobody sees, and end lines as spreadsheets want it`() {
    #expect(CSV.spreadsheetLine(["a\u{9B}31m", "\u{202E}=1", "b\r\nc"]) == "a[U+009B]31m,[U+202E]=1,\"b\nc\"\r\n")
  }

  /// 客户 in GBK is BF CD BB A7.
  @Test func `in GBK or UTF-16 are refused by name`() throws {
    let gbk = Array("candidate,group\nc-1,".utf8) + [0xBF, 0xCD, 0xBB, 0xA7, 0x0A]
    let fault = #expect(throws: Fault.self) { try Table(gbk, name: "g.csv") }
    #expect(fault?.code == .tableEncoding && fault?.detail == "g.csv: this is GBK (GB 18030)")
    // One character of four bytes, which GBK itself has not.
    let longer = Array("a\n".utf8) + [0x81, 0x30, 0x81, 0x30, 0x0A]
    #expect(#expect(throws: Fault.self) { try Table(longer, name: "g") }?.detail.contains("GB 18030") == true)
    let wide: [UInt8] = [0xFF, 0xFE, 0x61, 0x00]
    #expect(#expect(throws: Fault.self) { try Table(wide, name: "w") }?.detail == "w: this is UTF-16")
    let broken = Array("a\nb".utf8) + [0xFF, 0x0A]
    #expect(#expect(throws: Fault.self) { try Table(broken, name: "b") }?.detail == "b: this is neither UTF-8 nor GBK")
  }
}
