import Interview
import Recordings
import Signal
import Testing

/// The code of the fault that reading the file ends with; nil if it can be read.
func code(of path: String, limits: RecordingLimits = .init(), ffmpeg: FFmpegLocation? = .installed) -> String? {
  do throws(Fault) {
    _ = try Recordings.decode(path, limits: limits, ffmpeg: ffmpeg)
    return nil
  } catch {
    return error.code.code
  }
}

/// The loudest sample between two times.
func peak(_ waveform: Waveform, _ from: Double, _ to: Double) -> Float {
  let range = Int(from * Double(waveform.sampleRate))..<min(waveform.samples.count, Int(to * Double(waveform.sampleRate)))
  return waveform.samples[range].lazy.map(abs).max() ?? 0
}

/// What a helper of the tests throws is a failure of the test, not of the reader.
func fault<Value>(_ body: () throws -> Value) throws(Fault) -> Value {
  do { return try body() } catch { throw Fault(FaultCode("test", cause: .init(zh: "", en: ""), action: .init(zh: "", en: "")), "\(error)") }
}
