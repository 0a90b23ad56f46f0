import Interview
import Synchronization

/// What a file is by its name. The content has the last word, with whoever reads it.
enum FileRole: Sendable, Hashable {
  case recording
  case transcript
  case manifest
  /// It is meant to be the manifest, and is not called so: nobody can say whether it is the one in force.
  case misnamedManifest
  /// It belongs to no answer whatever it holds: a checksum, a picture, a letter.
  case unrelated
  /// The ending says nothing: the first bytes decide.
  case unknown

  var isManifest: Bool { self == .manifest || self == .misnamedManifest }
}

/// A file's name taken apart: `[<session>__]<question>[.<attempt>].<ext>`.
struct FileName: Sendable, Equatable {
  let session: OpaqueName
  /// Empty for a manifest.
  let question: OpaqueName
  let attempt: Int
  let role: FileRole
  /// For a transcript: the answers that it may belong to where there is none of its own name, the nearest first
  /// (`q1.en.srt` may be of `q1`).
  private(set) var relatives: [AnswerKey] = []
  /// For a transcript: the language that its name tells, as its first subtag; nil where it tells none.
  private(set) var language: String?
  /// What it seems to be a second copy of (`q1 (1).wav`): the answer, where there is one.
  private(set) var copyOf: AnswerKey?

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
    if let manifest = ManifestName.role(of: bytes) {
      (question, attempt, role) = (OpaqueName(bytes: []), 1, manifest)
      return
    }
    role =
      Self.recordings.contains(ending)
      ? .recording
      : UnrelatedNames.contains(stem: stem, ending: ending) ? .unrelated : Self.transcripts.contains(ending) ? .transcript : .unknown
    var rest = stem
    if role == .transcript {
      // Recognisers often name their output after the whole recording: `q1.wav.json`.
      let (inner, innerEnding) = Self.split(stem)
      if Self.recordings.contains(innerEnding) { rest = inner }
    }
    guard let own = Self.key(rest, session) else { return nil }
    (question, attempt) = (own.question, own.attempt)
    if let original = CopyMark.original(of: rest) { copyOf = Self.key(original, session) }
    guard role == .transcript || role == .unknown else { return }
    while let (shorter, tag) = TranscriptSuffix.split(rest) {
      (rest, language) = (shorter, language ?? tag)
      if let key = Self.key(rest, session) { relatives.append(key) }
    }
  }

  /// `<question>[.<attempt>]`; nil where there is no question in it.
  private static func key(_ stem: ArraySlice<UInt8>, _ session: OpaqueName) -> AnswerKey? {
    let (outer, digits) = split(stem)
    if let number = AnswerKey.attempt(digits), !outer.isEmpty {
      return AnswerKey(session: session, question: OpaqueName(bytes: Array(outer)), attempt: number)
    }
    return stem.isEmpty ? nil : AnswerKey(session: session, question: OpaqueName(bytes: Array(stem)))
  }

  /// Before the last dot, and in lower case after it; without a dot there is no ending.
  static func split(_ bytes: ArraySlice<UInt8>) -> (stem: ArraySlice<UInt8>, ending: String) {
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return (bytes, "") }
    return (bytes[..<dot], String(decoding: bytes[(dot + 1)...], as: UTF8.self).lowercased())
  }

  /// What libsndfile and ffmpeg read, by their usual endings.
  static let recordings: Set<String> = [
    "wav", "wave", "rf64", "w64", "aif", "aiff", "aifc", "caf", "flac", "ogg", "oga", "opus", "mp3", "mp2", "m4a", "mp4", "m4b",
    "mov", "aac", "amr", "awb", "3gp", "3gpp", "webm", "weba", "mka", "mkv", "wma", "au", "snd", "voc", "sph", "nist", "raw", "pcm",
    "ac3", "spx", "silk", "slk",
  ]
  /// The formats of docs/formats.md, best first where one answer has several.
  static let transcriptEndings = [
    "json", "jsonl", "ndjson", "ctm", "textgrid", "lab", "vtt", "srt", "tsv", "csv", "xml", "ass", "lrc", "txt", "text", "md",
  ]
  private static let transcripts = Set(transcriptEndings)

  /// Whether of two transcripts of one answer the first is to be read: the one of the language spoken, then of the best format.
  static func isBetter(_ one: (OpaqueName, FileName), than other: (OpaqueName, FileName), spoken: Language?) -> Bool {
    (one.1.distance(from: spoken), rank(transcript: one.0), one.0)
      < (other.1.distance(from: spoken), rank(transcript: other.0), other.0)
  }

  /// How near a transcript is to what is spoken, by the language that its name tells: smaller is better.
  private func distance(from spoken: Language?) -> Int {
    guard let language else { return 1 }
    return language == spoken?.rawValue ? 0 : 2
  }

  /// Smaller is better.
  private static func rank(transcript name: OpaqueName) -> Int {
    transcriptEndings.firstIndex(of: split(name.bytes[...]).ending) ?? transcriptEndings.count
  }
}

/// An answer's key as people compare names: without regard to case, and to how an accented letter is put together.
struct LikeKey: Hashable, Sendable {
  /// Texts of Swift are equal where they are canonically equivalent (Unicode, UAX 15).
  private let question: String
  private let attempt: Int

  init(_ key: AnswerKey) {
    question = key.question.text.lowercased()
    attempt = key.attempt
  }
}

/// One session may be spelled in two ways that no one can tell apart: `é` as one character, or as `e` with an accent, as
/// programs on a Mac write it. What is canonically equivalent (Unicode, UAX 15) is one session; it goes by the spelling under
/// which it came first, or lies in the archive.
final class SessionNames: Sendable {
  /// By the printed name: texts of Swift are equal where they are canonically equivalent.
  private let known: Mutex<[String: OpaqueName]>

  init(archived: [OpaqueName]) {
    let spelled = archived.filter(Self.hasSpellings)
    known = Mutex(Dictionary(spelled.map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The session that a name is of.
  func session(_ name: OpaqueName) -> OpaqueName {
    guard Self.hasSpellings(name) else { return name }
    let text = name.text
    return known.withLock { known in
      if let session = known[text] { return session }
      known[text] = name
      return name
    }
  }

  /// A name in ASCII has one spelling.
  private static func hasSpellings(_ name: OpaqueName) -> Bool { name.bytes.contains { $0 >= 0x80 } }
}
