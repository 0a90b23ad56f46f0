import Interview
import Store
import Testing

@Suite struct `Times and names in the store` {
  /// The expected texts are those of `date -u -d @SECONDS`.
  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00.000Z"), (951_782_400.5, "2000-02-29T00:00:00.500Z"), (1_796_119_200.999, "2026-12-01T10:00:00.999Z"),
    (-1.0, "1969-12-31T23:59:59.000Z"), (4_107_542_399.0, "2100-02-28T23:59:59.000Z"), (.infinity, "9999-12-31T23:59:59.999Z"),
  ])
  func `seconds since 1970 are written in UTC`(seconds: Double, text: String) {
    #expect(UTC.text(seconds) == text)
  }

  @Test(arguments: ["s1__q1", "s1__q1.2", "a__b__c", "a%FF__q.1", "面试__自我 介绍.3"])
  func `an answer's id is read back`(id: String) throws {
    #expect(try #require(AnswerKey(id: id)).id == id)
  }

  @Test(arguments: ["", "s1", "__q1", "s1__", "s1_q1", "a%F__q", "a%41__q"])
  func `what is no id is refused`(id: String) {
    #expect(AnswerKey(id: id) == nil)
  }

  @Test func `columns of other names are all told at once, and read where it is said what they are`() throws {
    let header = ["场次", "题目", "总分", "备注", "candidate", "candidate"]
    let fault = #expect(throws: Fault.self) { try HistoryTable(header: header) }
    #expect(fault == Fault(.historyColumns, "not known: 场次, 题目, 总分, 备注; missing: session, question; twice: candidate"))
    let names = HistoryTable.Names(known: ["场次": "session", "题目": "question", "总分": "overall"], ignored: ["备注"])
    let table = try HistoryTable(header: Array(header.dropLast()), names: names)
    let record = try table.document(["s-1", "q1", "71.5", "not read", "c-1"]).record
    #expect(record.key.id == "s-1__q1" && record.candidate == "c-1" && record.scorecard?.overall == Points(71.5))
    let slip = HistoryTable.Names(known: ["总成绩": "overall"], ignored: ["Remark"])
    #expect(throws: Fault(.historyColumns, "not in the file: Remark, 总成绩")) {
      try HistoryTable(header: ["session", "question"], names: slip)
    }
    #expect(throws: Fault(.historyColumns, "not known: overal")) {
      try HistoryTable(header: ["session", "question", "x"], names: .init(known: ["x": "overal"]))
    }
  }
}
