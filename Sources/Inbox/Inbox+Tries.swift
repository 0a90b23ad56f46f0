import Interview

// How often work on a file has failed is kept on disk, in `.intone/tries/`, because a file that kills the daemon would
// otherwise be new to every daemon after it.
extension Inbox {
  func tries(of file: ClaimedFile, in open: OpenRoot) -> Int {
    do {
      guard let bytes = try open.tries.existing(file.claimDirectory)?.readOwn(file.stored, limit: 20) else { return 0 }
      return Int(String(decoding: bytes, as: UTF8.self)) ?? 0
    } catch {
      return 0
    }
  }

  func setTries(_ tries: Int, of file: ClaimedFile, in open: OpenRoot) throws(SystemError) {
    try open.tries.folder(making: file.claimDirectory).write(Array(String(tries).utf8), as: file.stored, by: open.temporaryFiles)
    CrashPoint.reach(.triesCounted)
  }

  func clearTries(_ work: ClaimedWork) throws(SystemError) {
    guard let tries = work.submission?.tries, tries > 0 else { return }
    for file in work.files { try clearTries(of: file, in: work.open) }
  }

  func clearTries(of file: ClaimedFile, in open: OpenRoot) throws(SystemError) {
    do {
      try open.tries.existing(file.claimDirectory)?.remove(file.stored)
    } catch {
      if !error.isMissing { throw error }
    }
  }
}
