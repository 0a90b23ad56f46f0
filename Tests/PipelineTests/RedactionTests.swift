import Interview
import Store
import Testing

struct RedactionTests {
  @Test func `what was said goes out of an analysis at every depth, and everything else stays as it is`() {
    let analysis =
      #"{"schema":"x","text":{"content":"a \"text\": b","hits":[{"excerpt":"c"}]},"scores":{"lost_points":[{"excerpt":"he said: {\"excerpt\":1}","points":2},{"excerpt":null}],"note":"the \"excerpt\": stays"}}"#
    let expected =
      #"{"schema":"x","text":null,"scores":{"lost_points":[{"excerpt":null,"points":2},{"excerpt":null}],"note":"the \"excerpt\": stays"}}"#
    #expect(AnswerRecord.withoutWords(analysis) == expected)
  }
}
