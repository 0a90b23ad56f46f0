import Assessment
import Foundation
import Interview
import Recordings
import Testing
import Transcripts

@Test func `docs/formats.md says what the code reads`() throws {
  let file = Checkout.repository.appendingPathComponent("docs/formats.md")
  if ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" { try Data(FormatsDocument.text.utf8).write(to: file) }
  #expect(try String(contentsOf: file, encoding: .utf8) == FormatsDocument.text, "run the tests with INTONE_RECORD=1 to write it anew")
}

/// `docs/formats.md`: every container and every transcript that is read, and what can go wrong, made from the code.
private enum FormatsDocument {
  static var text: String {
    var text = """
      # Formats

      Generated from the tables beside `RecordingContainer` and `TranscriptFormat`; edit there, then `INTONE_RECORD=1 make test`.


      """
    text += RecordingContainer.document + "\n" + TranscriptFormat.document
    text += "\n## The operator's recogniser\n\nWhy `transcriber:` made no transcript; the answer stands by its sound.\n\n"
    text += "| code | cause | what to do |\n|---|---|---|\n"
    for code in FaultCode.transcriberCodes { text += "| `\(code.code)` | \(code.cause.en) | \(code.action.en) |\n" }
    return text
  }
}
