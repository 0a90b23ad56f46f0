import Foundation
import Testing

/// The sources of this very checkout.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Suite struct `The house` {
  let plan = HousePlan.intone
  let sources: [SourceFile]

  init() throws {
    sources = try SourceFile.all(below: "Sources", of: root)
    try #require(!sources.isEmpty)
  }

  @Test func `each target imports only what its place allows`() {
    #expect(plan.forbiddenImports(in: sources) == [])
  }

  @Test func `nothing is allowed that no file uses`() {
    #expect(plan.unusedPermissions(in: sources) == [])
  }

  @Test func `the page of the architecture names every room`() throws {
    let page = try String(contentsOf: root.appendingPathComponent("docs/architecture.md"), encoding: .utf8)
    #expect(plan.rooms.map(\.name).filter { !page.contains("`\($0)`") } == [])
  }

  @Test func `each library is known to one room`() {
    #expect(plan.sharedLibraries(in: sources) == [])
  }

  @Test func `only the listed files give up the compiler's guarantees`() {
    #expect(plan.unsafeWords(in: sources) == [])
  }

  @Test func `the pure rooms touch neither clock nor chance nor files`() {
    #expect(plan.impureWords(in: sources) == [])
  }

  @Test func `no file is longer than a reader takes in at once`() throws {
    #expect(plan.longFiles(in: try sources + SourceFile.all(below: "Tests", of: root)) == [])
  }

  @Test func `the plan itself only points down, and names every folder of Sources`() throws {
    var below: Set<String> = []
    for room in plan.rooms {
      #expect(room.own.isSubset(of: below), "\(room.name) points up")
      below.insert(room.name)
    }
    let folders = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Sources").resolvingSymlinksInPath().path)
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == below)
  }
}
