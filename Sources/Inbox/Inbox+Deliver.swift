import Interview

extension Inbox {
  /// Puts a transcript that a person wrote into the inbox of an answer that is filed, as if it had just arrived: it makes a revision, and the
  /// archive keeps the transcript that it takes the place of. Durable when it returns.
  ///
  /// - Parameters:
  ///   - ending: what its name ends in, for example `vtt`.
  ///   - site: of the inbox that the answer came by.
  /// - Throws: `inbox.name-taken` where one of that name waits there; `inbox.vanished`; a fault of the file system.
  public func deliver(transcript bytes: [UInt8], ending: String, for key: AnswerKey, site: String?) throws(Fault) {
    let root = configuration.roots.firstIndex { $0.site == site } ?? 0
    guard let open = openRoots()[root] else { throw Fault(.inboxVanished, configuration.roots[root].path) }
    let name = OpaqueName(bytes: key.question.bytes + Array((key.attempt == 1 ? "" : ".\(key.attempt)").utf8) + Array(".\(ending)".utf8))
    var isTaken = false
    do throws(SystemError) {
      let folder = try open.folder.deliveryFolder(key.session)
      isTaken = try folder.stamp(name) != nil
      if !isTaken { try folder.write(bytes, as: name, by: open.temporaryFiles) }
    } catch {
      throw error.fault(about: name.text)
    }
    if isTaken { throw Fault(.inboxNameTaken, name.text) }
  }
}
