import Interview

/// Any recogniser's file becomes one `Transcript`. The format is told by the shape of the content, never by the name.
public enum TranscriptReader {
  /// Every format read, in the order tried. Names are stable: they stand in results and in `docs/formats.md`.
  static let jsonFormats: [TranscriptFormat] = [
    .whisperCpp, .tencent, .aliyun, .aliyunBailian, .iflytek, .aws, .azureBatch, .azureFast, .deepgram, .google, .huawei, .voskMonologues,
    .vosk, .sherpaOnnx, .funASRRuntime, .funASR, .whisper,
  ]
  static let textFormats: [TranscriptFormat] = [.webVTT, .subRip, .whisperTSV, .textGrid, .ctm, .plainText]

  /// - Parameters:
  ///   - name: shown in faults only.
  ///   - speaker: the candidate's label, where the transcript names speakers; without it the one who speaks most is taken.
  /// - Throws: `transcript.empty`, `transcript.encoding-unknown`, `transcript.unparseable`, `transcript.format-unknown`,
  ///   `transcript.no-words`.
  /// - Complexity: linear in the length of the file.
  public static func read(_ bytes: [UInt8], name: String? = nil, speaker: String? = nil) throws(Fault) -> Transcript {
    guard let text = TextEncoding.decode(bytes) else { throw Fault(.transcriptEncodingUnknown, name ?? "") }
    let trimmed = text.trimmingPrefix { $0.isWhitespace || $0 == "\u{FEFF}" }
    guard let first = trimmed.first else { throw Fault(.transcriptEmpty, name ?? "") }

    let draft: TranscriptDraft?
    if first == "{" || first == "[" && JSONParser.values(in: Array(trimmed.utf8)).values != nil {
      draft = try json(Array(trimmed.utf8), name: name)
    } else {
      draft = textFormats.lazy.compactMap { $0.readText?(String(trimmed)) }.first
    }
    guard let draft else { throw Fault(.transcriptFormatUnknown, name ?? "") }
    let transcript = draft.transcript(speaker: speaker)
    guard transcript.segments.contains(where: { !$0.words.isEmpty }) else { throw Fault(.transcriptNoWords, transcript.format) }
    return transcript
  }

  private static func json(_ bytes: [UInt8], name: String?) throws(Fault) -> TranscriptDraft {
    let (values, offset) = JSONParser.values(in: bytes)
    guard let values else {
      throw Fault(.transcriptUnparseable, [name, "JSON, byte \(offset)"].compactMap(\.self).joined(separator: ": "))
    }
    if let draft = jsonFormats.lazy.compactMap({ $0.readJSON?(values) }).first { return draft }
    let shape: String
    if case .object(let members)? = values.first {
      shape = "{" + members.keys.sorted().prefix(8).joined(separator: ", ") + "}"
    } else {
      shape = "[…]"
    }
    throw Fault(.transcriptFormatUnknown, [name, "JSON " + shape].compactMap(\.self).joined(separator: ": "))
  }
}

/// One way in which recognisers write what they heard.
struct TranscriptFormat: Sendable {
  /// Stable name.
  let name: String
  /// Who writes it.
  let tool: String
  /// What its times are.
  let times: String
  var readJSON: (@Sendable ([JSONTree]) -> TranscriptDraft?)?
  var readText: (@Sendable (String) -> TranscriptDraft?)?
}

extension FaultCode {
  public static let transcriptEmpty = FaultCode(
    "transcript.empty", cause: Bilingual(zh: "转写文件为空", en: "the transcript is empty"),
    action: Bilingual(zh: "重新导出转写；没有转写也可以只投递录音。", en: "Export it again; a recording may also be delivered without transcript."))
  public static let transcriptEncodingUnknown = FaultCode(
    "transcript.encoding-unknown", cause: Bilingual(zh: "无法识别文本编码", en: "the text's encoding is not known"),
    action: Bilingual(zh: "请以 UTF-8、UTF-16 或 GB18030 保存。", en: "Save it as UTF-8, UTF-16 or GB18030."))
  public static let transcriptUnparseable = FaultCode(
    "transcript.unparseable", cause: Bilingual(zh: "转写内容残缺或语法错误", en: "the transcript's content is cut off or malformed"),
    action: Bilingual(zh: "重新导出转写，并确认文件完整。", en: "Export the transcript again and check that the file is complete."))
  public static let transcriptFormatUnknown = FaultCode(
    "transcript.format-unknown", cause: Bilingual(zh: "不认识这种转写格式", en: "this transcript format is not known"),
    action: Bilingual(
      zh: "改用 docs/formats.md 所列格式之一，例如 WebVTT 或 Whisper JSON。",
      en: "Use one of the formats in docs/formats.md, for example WebVTT or Whisper JSON."))
  public static let transcriptNoWords = FaultCode(
    "transcript.no-words", cause: Bilingual(zh: "转写中没有任何文字", en: "the transcript holds no words"),
    action: Bilingual(
      zh: "确认识别器的输出；没有转写也可以只投递录音。", en: "Check the recogniser's output; a recording may also be delivered without transcript."))

  public static let transcriptCodes: [FaultCode] = [
    .transcriptEmpty, .transcriptEncodingUnknown, .transcriptUnparseable, .transcriptFormatUnknown, .transcriptNoWords,
  ]
}
