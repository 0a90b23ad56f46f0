import FoundationEssentials
import Glibc
import Synchronization

/// Named places at which the process can be made to die at once, as by `kill -9` or a power cut, so that recovery is
/// tested where it matters. In release builds there is nothing here.
public enum CrashPoint: String, Sendable, CaseIterable {
  /// The recording is in `working/`, its transcript still in the inbox.
  case claimRecordingTaken = "claim.recording-taken"
  /// All files of the claim are in `working/`.
  case claimTaken = "claim.taken"
  /// The daemon's own copy of a file of somebody else is on the disk, not in its place.
  case adoptionWritten = "adoption.written"
  /// The analysis is done; the store knows nothing yet.
  case analysed
  /// The row is committed; the files are in `working/`.
  case recorded
  /// The row's document is in the archive, its files still in `working/`.
  case documentKept = "document-kept"
  /// The recording is in the archive, its transcript still in `working/`.
  case finishRecordingFiled = "finish.recording-filed"
  /// The reason is in the quarantine, the files are not.
  case quarantineReasonWritten = "quarantine.reason-written"
  /// One file is in the quarantine, the next still in `working/`.
  case quarantineFileMoved = "quarantine.file-moved"
  /// The older file of a name has left its place in the archive, the newer has not come.
  case archiveSuperseded = "archive.superseded"
  /// The bytes are under their name on the other file system; the original is still there.
  case copied
  /// The sealed file is on the disk under its draft's name, the plain one where it was.
  case sealedDraft = "sealed.draft"
  /// The sealed file is in its place, the plain one still where it was.
  case sealedFiled = "sealed.filed"
  /// A small file is on the disk under its draft's name.
  case draftWritten = "draft-written"
  /// The event of a quarantine is in the feed, the files are not moved.
  case eventAppended = "event-appended"
  /// A failure is counted, the file still in `working/`.
  case triesCounted = "tries-counted"
  /// The recording is back in the inbox, its transcript still in `working/`.
  case putBack = "put-back"
  /// What is to be forgotten is on the list, and all of it is still there.
  case forgetListed = "forget.listed"
  /// The keys of what is forgotten are gone, its files and rows are not.
  case forgetKeysErased = "forget.keys-erased"
  /// The files of what is forgotten are gone, its rows are not.
  case forgetFilesErased = "forget.files-erased"
  /// The rows are gone, the log of the database is not emptied.
  case forgetRowsErased = "forget.rows-erased"
  /// That a session waits for its manifest is on the disk, the manifest still in `working/`.
  case manifestMarked = "manifest-marked"

  /// Dies here if `INTONE_CRASH_AT` names this point: `recorded`, or `recorded:3` for the third time it is reached.
  public static func reach(_ point: CrashPoint) {
    #if DEBUG
      guard let (name, time) = chosen, name == point.rawValue else { return }
      if count.add(1, ordering: .relaxed).newValue == time { _ = kill(getpid(), SIGKILL) }
    #endif
  }

  #if DEBUG
    private static let count = Atomic<Int>(0)
    private static let chosen: (name: String, time: Int)? = {
      guard let text = ProcessInfo.processInfo.environment["INTONE_CRASH_AT"] else { return nil }
      let parts = text.split(separator: ":", maxSplits: 1)
      guard let name = parts.first else { return nil }
      return (String(name), parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    }()
  #endif
}
