import Foundation
import Testing

/// The checks are tested on small houses that break one rule each.
@Suite struct `A broken house` {
  let plan = ModulePlan(
    modules: [
      Module("Values", isPure: true), Module("Maths", own: ["Values"], foreign: ["CFFTW"]),
      Module("Line", own: ["Maths", "Values"], foreign: ["CFFTW"]),
    ],
    knownToOneModule: ["CFFTW"], wholeFoundation: ["Sources/Line/Pinyin.swift"], unsafeFiles: ["Sources/Maths/Buffer+Unsafe.swift"],
    maximumLines: 5)

  private func file(_ path: String, _ text: String) -> SourceFile { SourceFile(path: "Sources/" + path, text: text) }

  @Test func `a lower module that imports a higher one is found in a tree on disk`() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("broken-house-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = root.appendingPathComponent("Sources/Values")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try "// as it should not be\nimport Line\n".write(to: folder.appendingPathComponent("Upside.swift"), atomically: true, encoding: .utf8)
    let found = plan.forbiddenImports(in: try SourceFile.all(below: "Sources", of: root))
    #expect(found.map(\.description) == ["Sources/Values/Upside.swift:2: Values may not import Line"])
  }

  @Test(arguments: ["import Line", "@preconcurrency import Line", "public import Line", "  import struct Line.Claim", "import Line.Inner"])
  func `an import is seen however it is written`(text: String) {
    #expect(plan.forbiddenImports(in: [file("Values/A.swift", text)]).map(\.line) == [1])
  }

  @Test func `an allowed import passes, and prose about imports is not one`() {
    let text = "import CFFTW\n// import Line\n/* import Line /* import Line */ import Line */\nlet a = \"import Line \\\" import Line\"\n"
    #expect(plan.forbiddenImports(in: [file("Maths/A.swift", text)]) == [])
  }

  @Test func `a permission that no file uses is found, for our own modules and for others`() {
    let files = [file("Maths/A.swift", "import Values"), file("Line/B.swift", "import Maths\nimport CFFTW\nimport Values")]
    #expect(plan.unusedPermissions(in: files) == ["Maths may import CFFTW, and no file does"])
    #expect(plan.unusedPermissions(in: files + [file("Maths/C.swift", "import CFFTW")]) == [])
  }

  @Test func `a folder that the plan does not know is found`() {
    #expect(plan.forbiddenImports(in: [file("Cellar/A.swift", "")]).count == 1)
  }

  @Test func `whole Foundation passes in its one file only`() {
    let files = [file("Line/Pinyin.swift", "import Foundation"), file("Line/Other.swift", "import Foundation")]
    #expect(plan.forbiddenImports(in: files).map(\.path) == ["Sources/Line/Other.swift"])
  }

  @Test func `a library in a second module is found`() {
    let files = [file("Maths/A.swift", "import CFFTW"), file("Line/B.swift", "import CFFTW")]
    #expect(plan.sharedLibraries(in: files).map(\.path) == ["Sources/Line/B.swift"])
  }

  @Test(arguments: ["unsafe p.pointee = 1", "struct A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1"])
  func `giving up guarantees is found outside the listed file, and passes inside`(text: String) {
    let inside = file("Maths/Buffer+Unsafe.swift", text)
    #expect(plan.unsafeWords(in: [inside]) == [])
    #expect(plan.unsafeWords(in: [inside, file("Maths/Buffer.swift", text)]).map(\.path) == ["Sources/Maths/Buffer.swift"])
  }

  @Test(arguments: ["let a = try! f()", "let b = c as! D", "fatalError()"])
  func `what ends the process is found even in the listed file`(text: String) {
    #expect(plan.unsafeWords(in: [file("Maths/Buffer+Unsafe.swift", text + "; unsafe g()")]).count == 1)
  }

  @Test func `a listed file that is safe by now is found`() {
    #expect(plan.unsafeWords(in: [file("Maths/Buffer+Unsafe.swift", "let a = 1")]).count == 1)
  }

  @Test func `a clock in a pure module is found, in another module it is not`() {
    let text = "let now = ContinuousClock.now"
    #expect(plan.impureWords(in: [file("Values/A.swift", text), file("Line/A.swift", text)]).map(\.path) == ["Sources/Values/A.swift"])
  }

  @Test func `six lines are too many where five are allowed`() {
    #expect(plan.longFiles(in: [file("Values/A.swift", "1\n2\n3\n4\n5\n")]) == [])
    #expect(plan.longFiles(in: [file("Values/A.swift", "1\n2\n3\n4\n5\n6\n")]).map(\.line) == [6])
  }
}
