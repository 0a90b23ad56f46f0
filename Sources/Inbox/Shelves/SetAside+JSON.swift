import Interview

extension SetAside {
  /// The object that stands for it in lists.
  public var json: JSON {
    .object([
      "id": .string(id), "shelf": .string(shelf.rawValue), "session": .string(session), "code": .string(code),
      "cause": cause.json,
      "action": action.json, "detail": .string(detail), "time": .string(time),
    ])
  }

  /// What lies on the shelves of a state directory, read without the daemon.
  /// - Throws: a fault of the file system.
  public static func list(stateDirectory: String) throws(Fault) -> [SetAside] {
    do { return try Shelves(path: stateDirectory, instance: "").list() } catch { throw error.reading(stateDirectory) }
  }
}
