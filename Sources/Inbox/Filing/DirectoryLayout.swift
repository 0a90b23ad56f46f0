import Interview

/// Where things are. Below an inbox root: `.intone/working/<instance>/`, `.intone/instances/<instance>.lock`,
/// `.intone/tries/`, `.intone/drafts/`. In the state directory: `archive/<session>/`, `quarantine/<session>/`, `held/<session>/`.
///
/// Outside the inbox itself, names are written in their printable form (`OpaqueName.text`), so that paths are text.
enum DirectoryLayout {
  static let own = OpaqueName(".intone")
  static let working = OpaqueName("working")
  static let instances = OpaqueName("instances")
  static let tries = OpaqueName("tries")
  static let temporaryFiles = OpaqueName("drafts")
  /// On a filing directory: the same, hidden from those who look through sessions.
  static let temporaryFolder = OpaqueName(".drafts")
  /// In the state directory: the filing directories were made.
  static let destinationsMade = OpaqueName(".shelves")
  static let superseded = OpaqueName(".superseded")
  static let records = OpaqueName(".records")
  /// In a session's folder in the held directory: a person holds the whole session.
  static let onHold = OpaqueName(".on-hold")
  static let noTranscripts = OpaqueName(".no-transcripts")
  /// In a session's folder in the archive: its manifest could not be read, or an operator lets it go on without.
  static let manifestMark = OpaqueName(".manifest-unread")

  /// The longest name a file system takes.
  static let maximumNameBytes = 255

  /// A directory of the state directory.
  enum Destination: String, Sendable, CaseIterable {
    case archive
    case quarantine
    case held
  }

  /// The printable form as a name; nil where it is too long to be one.
  static func printed(_ name: OpaqueName) -> OpaqueName? {
    let text = name.text
    return text.utf8.count <= maximumNameBytes ? OpaqueName(text) : nil
  }

  /// Below `working/<instance>` or `tries`: `top`, or `sessions/<session>`.
  static func claimDirectory(session: OpaqueName, isTop: Bool) -> [OpaqueName] {
    isTop ? [OpaqueName("top")] : [OpaqueName("sessions"), OpaqueName(session.text)]
  }
}
