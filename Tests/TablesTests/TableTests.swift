import Interview
import Tables
import Testing

@Suite struct `Tables` {
  private func table(_ text: String) throws(Fault) -> Table { try Table(Array(text.utf8), name: "t.csv") }

  @Test(arguments: [
    "candidate,group\nc-1,\"a, \"\"b\"\"\"\n\nc-2,\n", "\u{FEFF}candidate;group\r\nc-1;\"a, \"\"b\"\"\"\r\nc-2; \r\n",
    "candidate\tgroup\nc-1\t\"a, \"\"b\"\"\"\nc-2\t",
  ])
  func `are read as spreadsheets write them`(text: String) throws {
    let table = try table(text)
    #expect(table.header == ["candidate", "group"])
    #expect(table.rows.map(\.fields) == [["c-1", "a, \"b\""], ["c-2", ""]])
  }

  @Test func `keep line breaks inside quotes, and count lines by them`() throws {
    let rows = try table("a,b\n\"x\ny\",1\nz,2\n").rows
    #expect(rows.map(\.fields) == [["x\ny", "1"], ["z", "2"]])
    #expect(rows.map(\.line) == [2, 4])
  }

  @Test(arguments: [("", "t.csv: no header"), ("a,a\n", "t.csv:1: a, a"), ("a,b\n1\n", "t.csv:2: 1 ≠ 2"), ("a\n\"x\n", "t.csv:2: \"")])
  func `say where a mistake is`(text: String, detail: String) {
    #expect(throws: Fault(.tableInvalid, detail)) { try table(text) }
  }

  @Test func `say which column is missing`() throws {
    let table = try table("Name,Outcome\n")
    #expect(try table.column("performance", "outcome") == 1)
    #expect(throws: Fault(.tableColumn, "t.csv: candidate; Name, Outcome")) { try table.column("candidate") }
  }
}
