extension Sniffer {
  /// The container whose magic number stands at the beginning.
  static func container(_ bytes: [UInt8]) -> RecordingContainer? {
    riff(bytes) ?? plain(bytes) ?? boxed(bytes) ?? streams(bytes)
  }

  private static func riff(_ bytes: [UInt8]) -> RecordingContainer? {
    if bytes.has("RIFF") || bytes.has("RIFX") {
      if bytes.has("WAVE", at: 8) { return .wav }
      if bytes.has("AVI ", at: 8) || bytes.has("AVIX", at: 8) { return .avi }
    }
    if bytes.has("RF64") || bytes.has("BW64"), bytes.has("WAVE", at: 8) { return .rf64 }
    // Sony's GUID of "riff".
    if bytes.has([0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00]) { return .w64 }
    if bytes.has("FORM"), bytes.has("AIFF", at: 8) || bytes.has("AIFC", at: 8) { return .aiff }
    return nil
  }

  private static func plain(_ bytes: [UInt8]) -> RecordingContainer? {
    let magic: [(String, RecordingContainer)] = [
      ("fLaC", .flac), ("OggS", .ogg), (".snd", .au), ("dns.", .au), ("caff", .caf), ("#!AMR", .amr), ("#!SILK", .silk),
      ("FLV\u{1}", .flv), (".RMF", .realMedia), ("wvpk", .wavpack), ("MAC ", .monkeysAudio), ("TTA1", .trueAudio),
    ]
    for (text, container) in magic where bytes.has(text) { return container }
    if bytes.has("#!SILK", at: 1), bytes[0] == 2 { return .silk }
    if bytes.has([0x2E, 0x72, 0x61, 0xFD]) { return .realMedia }
    if bytes.has([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) { return .asf }
    if bytes.has([0x1A, 0x45, 0xDF, 0xA3]) { return bytes.contains(ignoringCase: "webm", within: 64) ? .webm : .matroska }
    return nil
  }

  /// ISO base media files and the QuickTime files before them: a box's size, then its type.
  private static func boxed(_ bytes: [UInt8]) -> RecordingContainer? {
    guard let size = bytes.be32(0), size == 1 || size >= 8 else { return nil }
    if bytes.has("ftyp", at: 4) { return isStillImage(bytes) ? nil : .mp4 }
    let types: [String] = ["moov", "mdat", "free", "skip", "wide", "styp", "moof", "sidx", "pnot"]
    return types.contains { bytes.has($0, at: 4) } ? .mp4 : nil
  }

  /// HEIC and AVIF pictures are ISO base media files too.
  static func isStillImage(_ bytes: [UInt8]) -> Bool {
    let brands: [String] = ["heic", "heix", "mif1", "msf1", "avif", "avis", "crx "]
    return bytes.has("ftyp", at: 4) && brands.contains { bytes.has($0, at: 8) }
  }

  private static func streams(_ bytes: [UInt8]) -> RecordingContainer? {
    if bytes.has([0x00, 0x00, 0x01, 0xBA]) { return .mpeg }
    // Packets of 188 bytes that begin with 0x47; recorders of cameras put four bytes of time before each.
    if bytes.count > 4 * 188, (0..<4).allSatisfy({ bytes[$0 * 188] == 0x47 }) { return .mpegTS }
    if bytes.count > 4 * 192, (0..<4).allSatisfy({ bytes[4 + $0 * 192] == 0x47 }) { return .mpegTS }
    if bytes.has([0x0B, 0x77]), bytes.count > 5, bytes[4] & 0x3F < 38, bytes[5] >> 3 <= 16 { return .ac3 }
    return nil
  }
}
