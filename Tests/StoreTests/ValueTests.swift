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
}
