import Interview

/// A file in `working/<instance>/`.
struct HeldFile: Sendable, Equatable {
  /// The file as it was in the inbox.
  let id: FileID
  let session: OpaqueName
  let role: FileRole

  /// Its folder below `working/<instance>`.
  var stall: [OpaqueName] { Places.stall(session: session, isTop: id.isTop) }
  /// Its name there: the printable form.
  var stored: OpaqueName { OpaqueName(id.name.text) }
  /// Its name within a session's directory.
  var plainName: OpaqueName { id.isTop ? FileName.withoutSession(top: id.name) : id.name }
  /// Its path below `working/<instance>`.
  var path: String { (stall + [stored]).map(\.verbatim).joined(separator: "/") }
}
