// modules: RealModule Interview Signal/Waveform.swift,Filter,Arithmetic Recordings
// length: 4096
import Interview
import Recordings

/// WebM and Matroska: tables, blocks, lacing, and Opus in them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let source = MemoryBytes(Array(UnsafeBufferPointer(start: data, count: count)))
  do throws(Fault) {
    var reader = MatroskaReader(source, at: 0)
    var bytes: [UInt8] = []
    while let event = try reader.next() {
      if case .block(let block) = event {
        for packet in try reader.packets(of: block, into: &bytes) { precondition(packet.upperBound <= bytes.count) }
      }
    }
    let content = try MatroskaContent(source, at: 0)
    guard let track = content.audio, let head = track.opusHead, head.isSimple else { return 0 }
    let decoder = try MatroskaOpusDecoder(source, start: 0, track: track, head: head, declaredDuration: content.declaredDuration)
    var block = Array(repeating: Float(0), count: 4096 * decoder.channels)
    var frames = 0
    while frames < 1 << 18 {
      let got = try decoder.read(frames: 4096, into: &block)
      precondition((0...4096).contains(got))
      if got == 0 { break }
      frames += got
    }
    precondition(decoder.ending.filledGaps >= 0)
  } catch { precondition(FaultCode.recordingsCodes.contains(error.code)) }
  return 0
}
