import Interview

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
