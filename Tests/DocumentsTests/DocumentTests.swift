import Documents
import Interview
import Store
import Testing

struct DocumentTests {
  private struct Sample: Document, Equatable {
    enum Kind: String, Choice { case small, large }
    struct Inner: Document, Equatable {
      var points: Points?
    }

    var zebra: String
    var count: Int?
    var share: Double
    var kind: Kind
    var words: Bilingual
    var spans: [TimeRange]
    var inner: [Inner]
    var by_name: [String: Int]
    var aside: Bool?

    static let component: String? = "Sample"
    static let omitted = OmittedMembers.some(["aside"])
    static let refined: [String: Shape] = ["count": .integer(minimum: 1)]
    static let listed = ["kind"]
  }

  private static let sample = Sample(
    zebra: "z\"", count: nil, share: .nan, kind: .large, words: Bilingual(zh: "词", en: "words"), spans: [TimeRange(0.12345, 2)],
    inner: [.init(points: Points(12.5)), .init(points: nil)], by_name: ["b": 2, "a": 1, "c": 3], aside: nil)

  @Test func `members come in the order of their declaration, nil is null, names that vary are sorted`() {
    let text = #"""
      {"zebra":"z\"","count":null,"share":null,"kind":"large","words":{"zh":"词","en":"words"},"spans":[[0.123,2]],\#
      "inner":[{"points":12.5},{"points":null}],"by_name":{"a":1,"b":2,"c":3}}
      """#
    #expect(Self.sample.json.text == text)
  }

  @Test func `what was written is read as it was, and members of later versions are passed over`() throws {
    var whole = Self.sample
    (whole.share, whole.count, whole.aside, whole.spans) = (0.25, 3, false, [TimeRange(1, 2)])
    #expect(try Sample(reading: whole.json.text) == whole)
    #expect(whole.json.text.hasSuffix(#","aside":false}"#))
    #expect(try Sample(reading: whole.json.text.replacing("{\"zebra\"", with: "{\"new\":[1,{}],\"zebra\"")) == whole)
  }

  @Test func `a type tells what its values look like`() {
    let shape = #"""
      {"type":"object","properties":{"kind":{"type":"string","enum":["small","large"]},"zebra":{"type":"string"},\#
      "count":{"anyOf":[{"type":"integer","minimum":1},{"type":"null"}]},"share":{"type":"number"},\#
      "words":{"$ref":"#/components/schemas/Bilingual"},"spans":{"type":"array","items":{"type":"array","items":{"type":"number"}}},\#
      "inner":{"type":"array","items":{"type":"object","properties":{"points":{"anyOf":[{"type":"number"},{"type":"null"}]}},"required":["points"]}},\#
      "by_name":{"type":"object","additionalProperties":{"type":"integer","minimum":0}},"aside":{"type":"boolean"}},\#
      "required":["kind","zebra","count","share","words","spans","inner","by_name"]}
      """#
    #expect(Shape.members(of: Sample.self).json.text == shape)
    #expect(Shape([Sample].self).json.text == ##"{"type":"array","items":{"$ref":"#/components/schemas/Sample"}}"##)
  }

  @Test func `two lists of members make one object, and a finished text stands in it as it is`() throws {
    struct Head: Document { var first: Int }
    struct Tail: Document { var last: Ordered<JSON> }
    let joined = Joined(Head(first: 1), Tail(last: Ordered([("y", .raw(#"{"b":1.50}"#)), ("x", .null)])))
    #expect(joined.json.text == #"{"first":1,"last":{"y":{"b":1.50},"x":null}}"#)
    let read = try Joined<Head, Tail>(reading: joined.json.text)
    #expect(read.first == 1 && read.last["y"] == .object([.init("b", .number(1.5))]) && read.last.members.map(\.name) == ["x", "y"])
  }

  @Test func `a review says the account where it is another name, and the revision where it is another one`() {
    var review = Review(of: .answer("s__q"), reviewer: "anna", judgement: "strong", reason: "clear", account: "anna")
    let stored = StoredReview(number: 1, review: review, revision: 2, time: 1_800_000_000)
    #expect(stored.document.sentence(current: 2).en == "strong (anna, 2027-01-15): clear")
    review.account = "boris"
    let other = StoredReview(number: 1, review: review, revision: 2, time: 1_800_000_000)
    #expect(other.document.sentence(current: 3).en == "strong (anna, 2027-01-15, of revision 2, account boris): clear")
    #expect(other.document.sentence().zh == "strong（anna，2027-01-15，针对第 2 版，账户 boris）：clear")
  }
}
