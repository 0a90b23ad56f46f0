// modules: RealModule Interview Signal/Waveform.swift,Filter,Arithmetic Recordings
// length: 4096
import Interview
import Recordings

/// Recognising a file, and what its header claims; then the tables of MP4, which sniffing alone would rarely reach.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let source = MemoryBytes(Array(UnsafeBufferPointer(start: data, count: count)))
  do throws(Fault) {
    let sniffed = try Sniffer.sniff(source)
    _ = try HeaderClaims(of: sniffed, in: source)
  } catch { precondition(FaultCode.recordingsCodes.contains(error.code)) }
  // Each container's header in turn, by the length, so that none hides behind its magic number.
  let container = RecordingContainer.allCases[count % RecordingContainer.allCases.count]
  do throws(Fault) { _ = try HeaderClaims(of: Sniffed(container: container, start: 0), in: source) } catch {
    precondition(FaultCode.recordingsCodes.contains(error.code))
  }
  do throws(Fault) { _ = try MP4Content(source, at: 0) } catch { precondition(FaultCode.recordingsCodes.contains(error.code)) }
  return 0
}
