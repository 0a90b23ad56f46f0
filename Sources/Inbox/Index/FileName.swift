import Interview

/// What a file is by its name. The content has the last word, with whoever reads it.
enum FileRole: Sendable, Hashable {
  case recording
  case transcript
  case manifest
  /// The ending says nothing: the first bytes decide.
  case unknown
}

/// A file's name taken apart: `[<session>__]<question>[.<attempt>].<ext>`.
struct FileName: Sendable, Equatable {
  let session: OpaqueName
  /// Empty for a manifest.
  let question: OpaqueName
  let attempt: Int
  let role: FileRole

  var key: AnswerKey { AnswerKey(session: session, question: question, attempt: attempt) }

  /// A name inside a session's directory; nil where there is no question in it.
  init?(_ name: OpaqueName, in session: OpaqueName) {
    self.init(bytes: name.bytes[...], session: session)
  }

  /// A name at the top of the inbox; nil where it does not tell session and question.
  init?(top name: OpaqueName) {
    guard let cut = Self.cut(name) else { return nil }
    self.init(bytes: name.bytes[(cut + 2)...], session: OpaqueName(bytes: Array(name.bytes[..<cut])))
  }

  /// The name without the session in front: what it is called inside a session's directory.
  static func withoutSession(top name: OpaqueName) -> OpaqueName {
    cut(name).map { OpaqueName(bytes: Array(name.bytes[($0 + 2)...])) } ?? name
  }

  private static func cut(_ name: OpaqueName) -> Int? {
    let bytes = name.bytes
    return bytes.indices.dropLast(2).first { $0 > 0 && bytes[$0] == 0x5F && bytes[$0 + 1] == 0x5F }
  }

  private init?(bytes: ArraySlice<UInt8>, session: OpaqueName) {
    self.session = session
    let (stem, ending) = Self.split(bytes)
    if String(decoding: stem, as: UTF8.self) == "session", ["yaml", "yml"].contains(ending) {
      (question, attempt, role) = (OpaqueName(bytes: []), 1, .manifest)
      return
    }
    role = Self.recordings.contains(ending) ? .recording : Self.transcripts.contains(ending) ? .transcript : .unknown
    var rest = stem
    if role == .transcript {
      // Recognisers often name their output after the whole recording: `q1.wav.json`.
      let (inner, innerEnding) = Self.split(stem)
      if Self.recordings.contains(innerEnding) { rest = inner }
    }
    let (outer, digits) = Self.split(rest)
    if let number = AnswerKey.attempt(digits), !outer.isEmpty {
      (question, attempt) = (OpaqueName(bytes: Array(outer)), number)
    } else {
      (question, attempt) = (OpaqueName(bytes: Array(rest)), 1)
    }
    guard !question.bytes.isEmpty else { return nil }
  }

  /// Before the last dot, and in lower case after it; without a dot there is no ending.
  private static func split(_ bytes: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, String) {
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return (bytes, "") }
    return (bytes[..<dot], String(decoding: bytes[(dot + 1)...], as: UTF8.self).lowercased())
  }

  /// What libsndfile and ffmpeg read, by their usual endings.
  static let recordings: Set<String> = [
    "wav", "wave", "rf64", "w64", "aif", "aiff", "aifc", "caf", "flac", "ogg", "oga", "opus", "mp3", "mp2", "m4a", "mp4", "m4b",
    "mov", "aac", "amr", "awb", "3gp", "3gpp", "webm", "weba", "mka", "mkv", "wma", "au", "snd", "voc", "sph", "nist", "raw", "pcm",
    "ac3", "spx", "silk", "slk",
  ]
  /// The formats of the field notes, section 3, best first where one answer has several.
  static let transcriptEndings = [
    "json", "jsonl", "ndjson", "ctm", "textgrid", "lab", "vtt", "srt", "tsv", "csv", "xml", "ass", "lrc", "txt", "text", "md",
  ]
  private static let transcripts = Set(transcriptEndings)

  /// Smaller is better.
  static func rank(transcript name: OpaqueName) -> Int {
    transcriptEndings.firstIndex(of: split(name.bytes[...]).1) ?? transcriptEndings.count
  }
}
