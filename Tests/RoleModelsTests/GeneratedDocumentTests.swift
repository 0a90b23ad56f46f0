import Foundation
import Interview
import RoleModels
import Testing

/// What is generated from the models and kept in the repository. `INTONE_RECORD=1` writes it again.
@Suite struct `Generated documents` {
  private func compare(_ text: String, with file: URL) throws {
    if ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" { try Data(text.utf8).write(to: file) }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)), "\(file.lastPathComponent) is not what the code does now")
  }

  @Test func `the scoring document says what the models say`() throws {
    let file = modelsFolder.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("docs/scoring.md")
    try compare(ScoringDocument.all(try shippedModels()), with: file)
  }

  @Test func `the schema for editors is the decoder's grammar`() throws {
    let file = modelsFolder.resolvingSymlinksInPath().appendingPathComponent("role-model.schema.json")
    try compare(RoleModelSchema.text, with: file)
  }

  @Test func `a curve is drawn with its dead band on top`() {
    let curve = Curve([.init(100, 0), .init(180, 100), .init(280, 100), .init(400, 0)])
    let rows = CurveDrawing(.charactersPerMinute, curve).text(in: .zh, width: 40).split(separator: "\n")
    #expect(rows.count == 12)
    #expect(rows.first?.hasPrefix("  100 │") == true)
    // 100 of 360 units wide on 40 columns (70 to 430), and a little more where the score rounds up to ten.
    #expect((11...17).contains(rows.first?.count { $0 == "█" } ?? 0))
    #expect(rows.last?.contains("字/分") == true)
  }
}
