import Interview

/// Any recogniser's file becomes one `Transcript`. The format is told by the shape of the content, never by the name.
///
/// 1. Bytes become UTF-8. 2. What begins like JSON is parsed and told apart by its members; the rest by its first lines.
/// 3. Marks are taken out, the candidate's words chosen, times checked.
public enum TranscriptReader {
  /// Bytes that no transcript exceeds, however long the recording (`TranscriptLimits`).
  public static let largest = 64 << 20

  /// - Parameters:
  ///   - name: shown in faults; its extension decides nothing.
  ///   - speaker: the candidate's label, where the transcript names speakers; without it the one who says most is taken.
  ///   - duration: seconds of the recording, asked for where the file is larger than `TranscriptLimits.spare`; nil where not known.
  /// - Throws: the codes of `FaultCode.transcriptCodes`, and what `duration` throws.
  /// - Complexity: linear in the length of the file, which the recording's length bounds.
  public static func read(
    _ bytes: [UInt8], name: String? = nil, speaker: String? = nil, duration: () throws(Fault) -> Double? = { () throws(Fault) in nil }
  ) throws(Fault) -> Transcript {
    do throws(Fault) {
      try TranscriptLimits.require(bytes.count, largest, "bytes")
      let limits = try TranscriptLimits.limits(bytes.count, duration)
      try TranscriptLimits.require(bytes.count, limits.bytes, "bytes")
      guard !bytes.allSatisfy(\.isASCIISpace) else { throw Fault(.transcriptEmpty, "\(bytes.count) bytes") }
      let text = try TextDecoder.utf8(bytes)
      var draft = try draft(text.bytes, limits, speaker: speaker)
      draft.strays = text.strays
      draft.notes += text.notes
      return try draft.transcript(speaker: speaker)
    } catch {
      guard let name else { throw error }
      throw Fault(error.code, error.detail.isEmpty ? name : "\(name): \(error.detail)")
    }
  }

  private static func draft(_ bytes: [UInt8], _ limits: TranscriptLimits, speaker: String?) throws(Fault) -> RawTranscript {
    let start = bytes.firstIndex { !$0.isASCIISpace && $0 != 0x1E } ?? bytes.endIndex
    guard start < bytes.endIndex else { throw Fault(.transcriptEmpty) }
    if looksLikeJSON(bytes[start...]) {
      let documents = try JSONParser.documents(bytes, limit: limits.values)
      guard let reader = JSONFormats.reader(for: documents) else {
        throw Fault(.transcriptFormatUnknown, "JSON with \(JSONFormats.describe(documents)); known: \(TranscriptFormat.list)")
      }
      return try reader(documents)
    }
    try TranscriptLimits.require(bytes.count, limits.textBytes, "bytes of text")
    return try TextFormats.read(ParkedBytes.text(bytes[start...]), limit: limits.lines, speaker: speaker)
  }

  /// `[音乐] 大家好` and `[00:12.3] hello` are text: after an opening bracket, JSON goes on with a list, an object or a string.
  private static func looksLikeJSON(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
    guard let next = bytes.dropFirst().first(where: { !$0.isASCIISpace }) else { return true }
    return first == UInt8(ascii: "{") ? next == UInt8(ascii: "\"") || next == UInt8(ascii: "}") : "{[\"]".utf8.contains(next)
  }
}

extension UInt8 {
  var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
