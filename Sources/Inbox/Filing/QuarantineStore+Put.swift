import Interview

extension QuarantineStore {
  /// Sets files aside. The reason is on the disk before the first file moves, so that no file is ever there without one.
  func put(
    _ files: [ClaimedFile], from working: Folder, on disposition: QuarantineItem.Disposition, fault: Fault, session: OpaqueName,
    root: String, time: Double
  ) throws(SystemError) {
    try put(present(files, in: working), on: disposition, fault: fault, session: session, root: root, time: time)
  }

  /// A repetition after a failure half way finds some of its files moved already.
  private func present(_ files: [ClaimedFile], in working: Folder) throws(SystemError) -> [(file: ClaimedFile, from: Folder)] {
    var present: [(file: ClaimedFile, from: Folder)] = []
    for file in files {
      if let claimDirectory = try working.existing(file.claimDirectory), try claimDirectory.stamp(file.stored) != nil {
        present.append((file, claimDirectory))
      }
    }
    return present
  }

  /// Sets files aside from wherever they lie, each by its stored name.
  ///
  /// - Parameter isFiled: whether they come from another filing directory.
  func put(
    _ present: [(file: ClaimedFile, from: Folder)], on disposition: QuarantineItem.Disposition, fault: Fault, session: OpaqueName,
    root: String, time: Double,
    isFiled: Bool = false
  ) throws(SystemError) {
    let temporaryFiles = try temporaryFiles(of: disposition)
    let folder = try Folder.open(path: path).folder(OpaqueName(disposition.rawValue)).folder(making: OpaqueName(session.text))
    guard let first = present.first else { return }
    for copy in 1... {
      let names = present.map { Self.name($0.file.stored, copy: copy) }
      let reasonName = ReasonFile.name(for: Self.name(first.file.stored, copy: copy))
      // A reason without files, or with copies of these, was left by a daemon that ended half way: it is written anew.
      var isFree = true
      for (item, name) in zip(present, names) where try folder.stamp(name) != nil {
        if try !sealing.holds(name, in: folder, sameContentAs: item.file.stored, in: item.from) { isFree = false }
      }
      if isFree, let bytes = try folder.read(reasonName, limit: ReasonFile.largest), let reason = ReasonFile(bytes: bytes) {
        for file in reason.files where isFree && !names.contains(OpaqueName(file.stored)) {
          if try folder.stamp(OpaqueName(file.stored)) != nil { isFree = false }
        }
      }
      guard isFree else { continue }
      let reason = ReasonFile(
        fault: fault, session: session, root: root, time: time,
        files: zip(present, names).map { .init(stored: $1.verbatim, name: $0.file.id.name.text, top: $0.file.id.isTop) })
      try folder.write(reason.bytes, as: reasonName, by: temporaryFiles)
      CrashPoint.reach(.quarantineReasonWritten)
      for (item, name) in zip(present, names) {
        if try folder.stamp(name) != nil {
          try item.from.remove(item.file.stored)
        } else {
          try sealing.carry(
            item.file.stored, from: item.from, to: folder, as: name, kind: item.file.role.sealKind, session: session,
            isFiled: isFiled, by: temporaryFiles)
        }
        CrashPoint.reach(.quarantineFileMoved)
      }
      return
    }
  }

  /// What stands in the place of an erased file.
  private static func note(_ fault: Fault) -> [UInt8] { Array("erased: \(fault.code.code)\n".utf8) }

  /// Erases files of somebody who asked to be forgotten: in the place of each, a note and the reason are in the quarantine, so
  /// that whoever delivered it learns what became of it. The notes are on the disk before the files go. May be repeated.
  func note(
    _ files: [ClaimedFile], from working: Folder, fault: Fault, session: OpaqueName, root: String, time: Double
  ) throws(SystemError) {
    let temporaryFiles = try temporaryFiles(of: .quarantine)
    let folder = try Folder.open(path: path).folder(OpaqueName(QuarantineItem.Disposition.quarantine.rawValue)).folder(
      making: OpaqueName(session.text))
    for (file, claimDirectory) in try present(files, in: working) {
      let note = Self.note(fault)
      for copy in 1... {
        let name = Self.name(file.stored, copy: copy)
        // The note of an earlier delivery says the same.
        if try folder.stamp(name) != nil, try folder.read(name, limit: note.count + 1) != note { continue }
        let reason = ReasonFile(
          fault: fault, session: session, root: root, time: time,
          files: [.init(stored: name.verbatim, name: file.id.name.text, top: file.id.isTop)])
        try folder.write(reason.bytes, as: ReasonFile.name(for: name), by: temporaryFiles)
        try folder.write(note, as: name, by: temporaryFiles)
        break
      }
      try claimDirectory.remove(file.stored)
      try claimDirectory.sync()
    }
  }
}
