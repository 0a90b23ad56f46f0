/// What ffmpeg writes to standard error at `-v level+info`: each line with its level in brackets.
struct FFmpegComplaints {
  private let lines: [Substring]

  init(_ bytes: [UInt8]) {
    lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
  }

  /// The first audio stream's codec, as in `[info]   Stream #0:0: Audio: aac (LC) …`.
  var codec: String? {
    for line in lines where line.contains("Stream #0:") {
      let words = line.split(separator: " ")
      if let place = words.firstIndex(of: "Audio:"), place + 1 < words.count {
        return String(words[place + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      }
    }
    return nil
  }

  /// The first error, without the addresses that differ from run to run, at most 200 characters.
  var first: String? {
    for line in lines where line.contains("[error]") || line.contains("[fatal]") {
      let words = line.split(separator: " ").filter { !$0.hasPrefix("0x") && $0 != "@" && $0 != "[error]" && $0 != "[fatal]" }
      return String(words.joined(separator: " ").replacing("file:/proc/self/fd/0: ", with: "").prefix(200))
    }
    return nil
  }

  var hasNoAudio: Bool { lines.contains { $0.contains("matches no streams") || $0.contains("does not contain any stream") } }

  var tellsOfMissingEnd: Bool {
    lines.contains { $0.contains("ended prematurely") || $0.contains("partial file") || $0.contains("Truncated") }
  }
}
