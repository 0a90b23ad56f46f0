import Interview

extension Archive {
  /// Up to version 1.1 the archive was open to the group and what lay in it went on belonging to whoever had delivered it. Of
  /// such an archive the manifests become the daemon's: what they say counts for whole sessions. Recordings and transcripts
  /// stay as they are, since they are used only while they have the hashes that the store knows; to give them away is root's,
  /// and the package's upgrade does it.
  ///
  /// To be called before the archive is narrowed: a call that ends half way is repeated. Linear in the sessions.
  static func mend(_ archive: Folder) throws(SystemError) {
    let stamp = try archive.stamp()
    guard stamp.isOwn, stamp.mode & 0o077 != 0 else { return }
    let temporaryFiles = TemporaryFiles(folder: try archive.folder(making: DirectoryLayout.shelfDrafts), instance: "mend")
    for name in try archive.names() {
      guard name != DirectoryLayout.shelfDrafts, try archive.stamp(name)?.kind == .folder else { continue }
      let session = try archive.folder(name)
      for file in try session.names() where file.bytes.starts(with: Array("session.".utf8)) {
        guard try session.stamp(file)?.kind == .file else { continue }
        try session.adopt(file, by: temporaryFiles)
      }
    }
  }
}
