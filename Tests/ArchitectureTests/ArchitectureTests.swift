import Foundation
import Testing

/// The sources of this very checkout.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Suite struct `The modules` {
  let plan = ModulePlan.intone
  let sources: [SourceFile]
  /// Read once for all of these tests.
  private static let read = Result { try SourceFile.all(below: "Sources", of: root) }

  init() throws {
    sources = try Self.read.get()
    try #require(!sources.isEmpty)
  }

  @Test func `each target imports only what its place allows`() {
    #expect(plan.forbiddenImports(in: sources) == [])
  }

  @Test func `nothing is allowed that no file uses`() {
    #expect(plan.unusedPermissions(in: sources) == [])
  }

  @Test func `the page of the architecture names every module`() throws {
    let page = try String(contentsOf: root.appendingPathComponent("docs/architecture.md"), encoding: .utf8)
    #expect(plan.modules.map(\.name).filter { !page.contains("`\($0)`") } == [])
  }

  /// Every name with a dot, and every call of the ten steps, leads a newcomer to something.
  @Test func `what the page of the architecture names is there`() throws {
    let page = try String(contentsOf: root.appendingPathComponent("docs/architecture.md"), encoding: .utf8)
    let paths = Set(page.matches(of: /`([\w\/+]+\.(?:swift|json|h))`/).map { String($0.1) })
    let files = ["Sources", "Tests"].flatMap { folder in
      let all = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).resolvingSymlinksInPath().path)
      return (all?.compactMap { $0 as? String } ?? []).map { "/" + folder + "/" + $0 }
    }
    #expect(paths.count > 30)
    // Folders, pages, and the tests that hold a step.
    let named = Set(page.matches(of: /`([\w\/]+(?:\/|\.md|\.yaml))`/).map { String($0.1) })
    #expect(named.count > 15)
    #expect(
      named.filter { name in
        !["", "Sources/", "Tests/"].contains { FileManager.default.fileExists(atPath: root.appendingPathComponent($0 + name).path) }
      }.sorted() == [])
    let suites = Set(page.matches(of: /`(\w+Tests)`/).map { String($0.1) })
    #expect(suites.count > 4)
    #expect(suites.filter { suite in !files.contains { $0.hasSuffix("/\(suite).swift") || $0.hasSuffix("/\(suite)") } }.sorted() == [])
    #expect(paths.filter { path in !files.contains { $0.hasSuffix("/" + path) } }.sorted() == [])
    let steps = page.matches(of: /\n ?(\d+)  (\w+)\.(\w+)[ ]/).map { (number: Int($0.1), type: String($0.2), call: String($0.3)) }
    #expect(steps.map(\.number) == Array(1...10))
    let text = sources.flatMap(\.code).joined(separator: "\n")
    for step in steps {
      #expect(text.contains(step.type) && text.contains("func \(step.call)("), "\(step.type).\(step.call)")
    }
  }

  @Test func `each library is known to one module`() {
    #expect(plan.sharedLibraries(in: sources) == [])
  }

  @Test func `only the listed files give up the compiler's guarantees`() {
    #expect(plan.unsafeWords(in: sources) == [])
  }

  @Test func `the pure modules touch neither clock nor chance nor files`() {
    #expect(plan.impureWords(in: sources) == [])
  }

  @Test func `no file is longer than a reader takes in at once`() throws {
    #expect(plan.longFiles(in: try sources + SourceFile.all(below: "Tests", of: root)) == [])
  }

  @Test func `the plan itself only points down, and names every folder of Sources`() throws {
    var below: Set<String> = []
    for module in plan.modules {
      #expect(module.own.isSubset(of: below), "\(module.name) points up")
      below.insert(module.name)
    }
    let folders = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Sources").resolvingSymlinksInPath().path)
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == below)
  }
}
