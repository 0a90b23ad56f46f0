import Interview

extension OpaqueName {
  /// What the journal calls a session: the first twelve digits of the SHA-256 of its id. Platforms name sessions after people;
  /// whoever knows the id finds its lines, and the lines tell nobody the id.
  public var journalTag: String { String(Files.hash(Array(text.utf8)).hex.prefix(12)) }
}
