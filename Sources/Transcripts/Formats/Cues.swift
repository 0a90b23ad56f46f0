import Interview

extension TranscriptFormat {
  /// SubRip: number, `HH:MM:SS,mmm --> HH:MM:SS,mmm`, text, blank line.
  static let subRip: TranscriptFormat = TranscriptFormat(
    name: "srt", tool: "SubRip", times: "HH:MM:SS,mmm",
    readText: { text in
      guard text.split(whereSeparator: \.isNewline).prefix(3).contains(where: { $0.contains("-->") }) else { return nil }
      return Cues.read(text, .subRip)
    })

  /// WebVTT: hours optional, `<v Name>` names the speaker, other tags are style.
  static let webVTT: TranscriptFormat = TranscriptFormat(
    name: "webvtt", tool: "WebVTT", times: "[HH:]MM:SS.mmm",
    readText: { text in
      text.hasPrefix("WEBVTT") ? Cues.read(text, .webVTT) : nil
    })
}

/// What SubRip and WebVTT share.
enum Cues {
  static func read(_ text: String, _ format: TranscriptFormat) -> TranscriptDraft {
    var draft = TranscriptDraft(format)
    var range: TimeRange?
    var lines: [Substring] = []
    var isCue = false
    func flush(_ draft: inout TranscriptDraft) {
      if isCue, !lines.isEmpty { add(lines.joined(separator: " "), range, &draft) }
      lines = []
      isCue = false
    }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.contains("-->") {
        flush(&draft)
        let parts = line.replacing("-->", with: "\u{0}").split(separator: "\u{0}")
        range = parts.count == 2 ? TranscriptDraft.range(time(parts[0]), time(parts[1])) : nil
        isCue = true
      } else if line.allSatisfy(\.isWhitespace) {
        flush(&draft)
      } else if isCue {
        lines.append(line)
      }
    }
    flush(&draft)
    return draft
  }

  private static func add(_ text: String, _ range: TimeRange?, _ draft: inout TranscriptDraft) {
    var plain = ""
    var speaker: String?
    var rest = text[...]
    while let character = rest.first {
      if character == "<", !rest.hasPrefix("<|"), let end = rest.firstIndex(of: ">") {
        let tag = rest[rest.index(after: rest.startIndex)..<end]
        if tag.hasPrefix("v "), speaker == nil { speaker = String(tag.dropFirst(2)).trimmed }
        rest = rest[rest.index(after: end)...]
      } else {
        plain.append(character)
        rest = rest.dropFirst()
      }
    }
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")] {
      plain = plain.replacing(entity, with: character)
    }
    draft.add(plain, range, speaker: speaker)
  }

  /// `01:02:03,450`, `02:03.450`; settings after the time are passed over.
  private static func time(_ field: Substring) -> Double? {
    guard let clock = field.split(whereSeparator: \.isWhitespace).first else { return nil }
    var seconds = 0.0
    for part in clock.replacing(",", with: ".").split(separator: ":") {
      guard let value = Double(part) else { return nil }
      seconds = seconds * 60 + value
    }
    return seconds
  }
}
