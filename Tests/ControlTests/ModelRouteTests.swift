import Documents
import Foundation
import HTTPTypes
import Interview
import Maintenance
import Queries
import Settings
import Store
import Testing

@testable import Control

@Suite struct `Routes of role models` {
  private static let sales = ControlFixture.repository.appendingPathComponent("models/sales.yaml")

  @Test func `a model is told with its curves, its shares and its rules`() async throws {
    let house = try ControlFixture()
    let model = try RoleModelDocument(reading: try await house.ask(.get, "/v1/models/sales").text)
    #expect(model.dimensions.map(\.weight.value).reduce(0, +) == 100)
    let pace = try #require(model.dimensions.first { $0.id == "fluency" }?.indicators.first { $0.id == "pace" && $0.language == "zh" })
    #expect(pace.curve == [[100, 0], [160, 70], [180, 100], [280, 100], [300, 80], [400, 0]] && pace.unit == "字/min")
    // Weights 3 of 3 + 3 + 1 + 1 + 2 + 1 + 1.
    #expect(pace.share == "25 %" && pace.meaning.en.contains("characters"))
    #expect(model.rules.count > 8)
    #expect(try await house.ask(.get, "/v1/models/nobody").status == 404)
  }

  @Test func `a text's mistakes are told by line, and what is no YAML by its code`() async throws {
    let house = try ControlFixture()
    let text = try String(contentsOf: Self.sales, encoding: .utf8)
    let line = try #require(text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0 == "attempt: last" }) + 1
    let wrong = try await house.ask(.post, "/v1/models/check", body: text.replacing("attempt: last", with: "attempt: newest"))
    let check = try ModelCheckDocument(reading: wrong.text)
    #expect(!check.valid && check.mistakes.map(\.line) == [line] && check.mistakes.map(\.path) == ["attempt"])
    #expect(try ModelCheckDocument(reading: try await house.ask(.post, "/v1/models/check", body: text).text).id == "sales")
    let broken = try ModelCheckDocument(reading: try await house.ask(.post, "/v1/models/check", body: "id: [").text)
    #expect(broken.code == "document.unparseable" && broken.action != nil && broken.mistakes.isEmpty)
  }

  @Test func `a trial changes nothing, and is for those who may read the words`() async throws {
    let house = try ControlFixture(
      roles: RoleMap(groups: [.viewer: ["hr"], .operator: ["ops"]]), accounts: [61_001: Account(name: "eve", groups: ["hr", "ops"])])
    let text = try String(contentsOf: Self.sales, encoding: .utf8)
    let batch = try Rescorer.Batch(reading: try await house.ask(.post, "/v1/models/trial", body: text).text)
    #expect(batch.next == nil && batch.answers == 0)
    house.peer = ControlFixture.member
    #expect(try await house.ask(.post, "/v1/models/trial", body: text).status == 403)
    #expect(try await house.ask(.post, "/v1/models/check", body: text).status == 200)
  }

  @Test(arguments: [
    ("/v1/fairness?role=sales", "candidate,gruppe-zebra\nc-1,streifen-4711\n"),
    ("/v1/fairness/ll144?role=sales", "candidate,sex,race\nzebra-4711,x,y\n"),
    ("/v1/calibration?role=sales", "candidate,outcome\nzebra-4711,1\n"),
  ]) func `a table that is sent is in no file and in no entry, whether it is right or wrong`(target: String, table: String) async throws {
    let house = try ControlFixture()
    #expect(try await house.ask(.post, target, body: table).status == 200)
    for (wrong, code) in [
      ("person,zebra-4711\nx,y\n", "table.column"), (table + table.split(separator: "\n")[1] + "\n", "table.duplicate"),
    ] {
      let answer = try await house.ask(.post, target, body: wrong)
      #expect(answer.status == 400 && answer.code == code)
    }
    #expect(try await house.ask(.post, target.replacing("sales", with: "nobody"), body: table).status == 404)
    let entries = try house.audited()
    #expect(entries.count == 8, "begun and ended, four times")
    let kept = entries.map { "\($0)" }
    let files = FileManager.default.enumerator(at: house.folder, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
    let contents = files.compactMap { try? String(decoding: Data(contentsOf: $0), as: UTF8.self) }
    #expect(!(kept + contents).contains { $0.contains("zebra") || $0.contains("4711") })
  }

  @Test func `a table larger than eight megabytes is refused with what to do`() async throws {
    let house = try ControlFixture()
    let table = "candidate,gender\n" + String(repeating: "x,y\n", count: ModelRoutes.longestTable / 4)
    let answer = try await house.ask(.post, "/v1/fairness?role=sales", body: table)
    #expect(answer.status == 400 && answer.code == "control.body-too-large")
  }
}
