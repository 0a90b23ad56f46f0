import Files
import Glibc
import Interview
import Seal

/// A system call that failed: its name and `errno`.
struct SystemError: Error, Equatable {
  let call: String
  let number: Int32

  /// Reads `errno`; to be made right after the call.
  init(_ call: String) {
    self.call = call
    number = errno
  }

  init(_ call: String, number: Int32) {
    self.call = call
    self.number = number
  }

  var isMissing: Bool { number == ENOENT || number == ENOTDIR }
  var isTaken: Bool { number == EEXIST || number == ENOTEMPTY }

  /// The fault that a person reads; `subject` is the file or directory it is about.
  func fault(about subject: String) -> Fault {
    if isForeign { return Fault(.stateForeign, subject) }
    if let sealCode { return Fault(sealCode, subject) }
    let code: FaultCode =
      switch number {
      case ENOSPC, EDQUOT: .inboxFull
      case EROFS: .inboxReadOnly
      case EACCES, EPERM: .inboxDenied
      case ENOENT, ENOTDIR, ESTALE, ENODEV: .inboxVanished
      case EMFILE, ENFILE: .inboxTooManyFiles
      default: .inboxFailed
      }
    return Fault(code, "\(subject): \(call), errno \(number)")
  }
}
