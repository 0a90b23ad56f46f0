// modules: Interview Transcripts
// length: 4096
import Interview
import Transcripts

private let analyzer = TextAnalyzer()
private let groups = [KeywordGroup(name: "g", terms: ["团队协作", "客户需求", "data"])]

/// Any bytes as a transcript: they are read and measured, or refused by a listed code; times stay in order and finite.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  do throws(Fault) {
    let transcript = try TranscriptReader.read(bytes)
    precondition((0...1).contains(transcript.othersShare))
    // Measuring asks ICU and costs far more than reading: one input in eight.
    guard count % 8 == 0 else { return 0 }
    let segments = [TimeRange(0.5, 4), TimeRange(5, 20)]
    let found = analyzer.analyze(transcript, segments: segments, duration: 21, language: nil, keywordGroups: groups)
    precondition(found.syllables >= 0 && found.words >= 0 && found.latinWords >= 0)
    precondition(zip(found.syllableTimes, found.syllableTimes.dropFirst()).allSatisfy { $0 <= $1 && $1.isFinite })
    let nuclei = Array(stride(from: 0.6, to: 20, by: 0.2))
    let fit = TranscriptFit(transcript, findings: found, segments: segments, nuclei: nuclei, duration: 21, declared: nil)
    precondition((0...1).contains(fit.uncoveredSpeech ?? 0) && (fit.evidence ?? 0).isFinite)
  } catch { precondition(FaultCode.transcriptCodes.contains(error.code)) }
  return 0
}
