import Interview
import Recordings
import Transcripts

/// `docs/formats.md`: every container and every transcript that is read, and what can go wrong, made from the code.
public enum FormatsDocument {
  public static var text: String {
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
