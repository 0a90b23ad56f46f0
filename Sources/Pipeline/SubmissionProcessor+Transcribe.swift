import Assessment
import Files
import Inbox
import Interview
import Logging

extension SubmissionProcessor {
  /// Has the operator's recogniser listen to a recording that has been scored from its sound, and puts what it heard
  /// beside the recording, so that it goes to the archive with it and is there for every later scoring.
  ///
  /// - Returns: where the transcript is; nil where there is no recogniser, where it does not understand the language, or
  ///   where it failed, which is logged and counted by its code and costs the answer nothing.
  /// - Throws: `transcriber.interrupted` alone: the claim then goes back to the inbox.
  func transcript(of recording: String, _ claim: borrowing Claim, _ manifest: ManifestInForce?) throws(Fault) -> String? {
    let language = manifest?.manifest.language ?? claim.submission.root.defaultLanguage
    guard let transcriber, transcriber.understands(language), case .recording = claim.submission.kind else { return nil }
    let started = clock.monotonic()
    defer { counters.spent(clock.monotonic() - started, in: .transcribe) }
    do throws(Fault) {
      let bytes = try transcriber.transcribe(recording, language: language, speaker: manifest?.manifest.speaker)
      let isJSON = bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[")
      let path = try inbox.attach(transcript: bytes, ending: isJSON ? "json" : "txt", to: claim)
      counters.transcribed(nil)
      return path
    } catch {
      counters.transcribed(error)
      if error.code == CommandFaults.transcriber.interrupted { throw error }
      logger.warning(
        "no transcript made, the answer stands by its sound",
        metadata: [
          "id": "transcriber.none", "session": "\(claim.submission.session.journalTag)", "code": "\(error.code.code)",
          "detail": "\(error.detail)",
        ])
      return nil
    }
  }
}
