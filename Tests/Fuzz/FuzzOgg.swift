// modules: RealModule Interview Signal/Waveform.swift,Filter,Arithmetic Recordings
// length: 4096
import Interview
import Recordings

/// Ogg pages and Opus in them. Checksums are put right first, or hardly a page would pass.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var bytes = Array(UnsafeBufferPointer(start: data, count: count))
  repair(&bytes)
  let source = MemoryBytes(bytes)
  do throws(Fault) {
    let content = try OggContent(source, at: 0)
    guard let head = content.opusHead, head.isSimple else { return 0 }
    let decoder = try OggOpusDecoder(source, start: 0, head: head)
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

private func repair(_ bytes: inout [UInt8]) {
  var position = 0
  while position + 27 <= bytes.count {
    guard bytes.has("OggS", at: position) else {
      position += 1
      continue
    }
    let headerEnd = position + 27 + Int(bytes[position + 26])
    guard headerEnd <= bytes.count else { return }
    let end = bytes[(position + 27)..<headerEnd].reduce(headerEnd) { $0 + Int($1) }
    guard end <= bytes.count else {
      position += 1
      continue
    }
    let sum = OggChecksum.of(Array(bytes[position..<headerEnd]), Array(bytes[headerEnd..<end]))
    for index in 0..<4 { bytes[position + 22 + index] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(index))) }
    position = end
  }
}
