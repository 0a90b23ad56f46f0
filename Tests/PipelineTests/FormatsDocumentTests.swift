import Assessment
import Foundation
import Testing

@Test func `docs/formats.md says what the code reads`() throws {
  let file = Checkout.repository.appendingPathComponent("docs/formats.md")
  if ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" { try Data(FormatsDocument.text.utf8).write(to: file) }
  #expect(try String(contentsOf: file, encoding: .utf8) == FormatsDocument.text, "run the tests with INTONE_RECORD=1 to write it anew")
}
