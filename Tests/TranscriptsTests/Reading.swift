import Interview
import Transcripts

/// Short ways to a transcript and its findings.
func plain(_ text: String) throws -> Transcript { try TranscriptReader.read(Array(text.utf8)) }

func findings(
  _ text: String, keywords: [KeywordGroup] = [], segments: [TimeRange] = [], duration: Double = 60
) throws -> TextFindings {
  TextAnalyzer().analyze(try plain(text), segments: segments, duration: duration, language: nil, keywordGroups: keywords)
}

/// The code with which a text is refused; nil where it is read.
func code(_ bytes: [UInt8], speaker: String? = nil) -> String? {
  do throws(Fault) {
    _ = try TranscriptReader.read(bytes, speaker: speaker)
    return nil
  } catch {
    return error.code.code
  }
}

func code(_ text: String, speaker: String? = nil) -> String? { code(Array(text.utf8), speaker: speaker) }
