import Documents
import Foundation
import HTTPTypes
import Interview
import Store
import Testing

@testable import Control

struct AddressTests {
  private static func encoded(_ text: String) -> String {
    text.utf8.map { "%" + (($0 < 16 ? "0" : "") + String($0, radix: 16)) }.joined()
  }

  /// Names as directories have them: what a person types, each of them percent-encoded byte by byte.
  static let names = ["张三 面试-8", "a:b", "%25", "<b>x", "=x", "100%", "a%zz", "-rf", "q+1", "é", "a#b?c&d", "s-1"]

  @Test(arguments: names)
  func `a session and its answer open under the name that their directory has`(_ name: String) async throws {
    let house = try ControlFixture()
    try house.seed(OpaqueName(name))
    let (id, answer) = (OpaqueName(name).text, OpaqueName(name).text + "__q1")
    for spelling in [name, id] {
      let session = try await house.ask(.get, "/v1/sessions/" + Self.encoded(spelling))
      #expect(session.status == 200)
      #expect(session.object["id"] as? String == id)
      let shown = try await house.ask(.get, "/v1/answers/" + Self.encoded(spelling + "__q1"))
      #expect(shown.object["id"] as? String == answer)
      #expect(try await house.ask(.get, "/v1/answers/\(Self.encoded(spelling + "__q1"))/reviews").status == 200)
      let body = #"{"reviewer":"anna","judgement":"strong","reason":"clear"}"#
      #expect(try await house.ask(.post, "/v1/answers/\(Self.encoded(spelling + "__q1"))/review", body: body).status == 200)
      let held = try await house.ask(.post, "/v1/sessions/\(Self.encoded(spelling))/hold")
      #expect(held.object["id"] as? String == id)
      #expect(try await house.ask(.post, "/v1/sessions/\(Self.encoded(spelling))/release").status == 200)
    }
    #expect(try house.store.reviews(of: .answer(answer)).count == 1)
  }

  @Test func `a name that is no UTF-8 is asked for as it is printed`() async throws {
    let house = try ControlFixture()
    try house.seed(OpaqueName(bytes: [0xFF, 0x41]))
    let session = try await house.ask(.get, "/v1/sessions/%25FFA")
    #expect(session.object["id"] as? String == "%FFA")
    let raw = try await house.ask(.get, "/v1/sessions/%FFA")
    #expect(raw.status == 400)
    #expect(raw.code == "control.bad-address")
  }

  @Test func `every route with an id refuses an escape that is none and bytes that are no UTF-8`() async throws {
    let house = try ControlFixture()
    for route in RouteTable.routes where route.path.contains("{id}") {
      for bad in ["%", "%4", "%zz", "%ff", "%c3%28", "%ed%a0%80"] {
        let method = try #require(HTTPRequest.Method(rawValue: route.method.uppercased()))
        let answer = try await house.ask(method, route.path.replacing("{id}", with: bad))
        #expect(answer.status == 400, "\(route.path) \(bad)")
        #expect(answer.code == "control.bad-address", "\(route.path) \(bad)")
      }
    }
  }

  @Test func `a plus in a query is a space, a percent sign is decoded once, and a bad escape is refused`() throws {
    let query = try Query("id=%E9%9D%A2%E8%AF%95+%E5%BC%A0%E4%B8%89%2Fq1.m4a&after=%2525&empty&a%3Db=1+%2B+1")
    #expect(query["id"] == "面试 张三/q1.m4a")
    #expect(query["after"] == "%25")
    #expect(query["empty"] == "")
    #expect(query["a=b"] == "1 + 1")
    #expect(query["none"] == nil)
    #expect(query.names == ["id", "after", "empty", "a=b"])
    #expect { _ = try Query("id=%zz") } throws: { ($0 as? Fault)?.code.code == "control.bad-address" }
    #expect(try Query(nil).names == [])
  }

  @Test func `a path that is written in another way than the table's is no path of ours`() async throws {
    let house = try ControlFixture()
    for path in ["/v1//status", "//v1/status", "/v1/status/", "/v1/./status", "/v1/../v1/status", "/v1//pause", "/v1/pause/", "/healthz/"] {
      #expect(try await house.ask(.get, path).status == 404, "\(path)")
      #expect(try await house.ask(.post, path).status == 404, "\(path)")
    }
    #expect(house.state.gate.mode == .running)
    #expect(try await house.ask(.get, "/v1/status").status == 200)
  }
}
