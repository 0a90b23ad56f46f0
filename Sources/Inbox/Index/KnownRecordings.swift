import Interview

/// The answers that have a recording, for finding which of them a transcript belongs to.
struct KnownRecordings {
  private let known: Set<AnswerKey>
  private let alike: [LikeKey: [AnswerKey]]

  init(_ known: Set<AnswerKey>) {
    self.known = known
    alike = Dictionary(grouping: known) { LikeKey($0) }
  }

  /// The first of a transcript's keys that a recording has, letter by letter; else the first that exactly one has as people read it.
  func target(of transcript: FileName) -> AnswerKey? {
    let keys = [transcript.key] + transcript.relatives
    if let key = keys.first(where: known.contains) { return key }
    for key in keys {
      if let found = alike[LikeKey(key)], found.count == 1 { return found[0] }
    }
    return nil
  }
}

extension FileKind {
  /// The recordings among a directory's names, in their order, each with the transcript that the inbox would join to it.
  ///
  /// - Parameter language: the language spoken; of several transcripts the one of that language is taken, then the best format.
  public static func pairs(_ names: [String], language: Language?) -> [(recording: String, transcript: String?)] {
    let files = names.filter { !$0.hasPrefix(".") }.compactMap { name in
      FileName(OpaqueName(name), in: OpaqueName("")).map { (name: name, parsed: $0) }
    }
    let recordings = files.filter { $0.parsed.role == .recording }
    let known = KnownRecordings(Set(recordings.map(\.parsed.key)))
    var transcripts: [AnswerKey: [(name: String, parsed: FileName)]] = [:]
    for file in files where file.parsed.role == .transcript {
      if let key = known.target(of: file.parsed) { transcripts[key, default: []].append(file) }
    }
    return recordings.map { recording in
      let best = transcripts[recording.parsed.key]?.min {
        FileName.isBetter((OpaqueName($0.name), $0.parsed), than: (OpaqueName($1.name), $1.parsed), spoken: language)
      }
      return (recording.name, best?.name)
    }
  }
}

/// What a file is by its name alone, for programs that look at a directory the way the inbox does.
public enum FileKind: Sendable, Hashable {
  case recording, transcript, manifest, other
  /// Meant to be the manifest, and not called so.
  case misnamedManifest

  /// - Parameter name: a file's name, without directories.
  public static func of(_ name: String) -> FileKind {
    guard !name.hasPrefix("."), let parsed = FileName(OpaqueName(name), in: OpaqueName("")) else { return .other }
    switch parsed.role {
    case .recording: return .recording
    case .transcript: return .transcript
    case .manifest: return .manifest
    case .misnamedManifest: return .misnamedManifest
    case .unknown, .unrelated: return .other
    }
  }

  /// Which answer a file of the archive is of, by its printable name; nil where the name does not tell.
  public static func key(_ name: String, session: OpaqueName) -> AnswerKey? {
    OpaqueName(printed: name).flatMap { FileName($0, in: session) }?.key
  }
}
