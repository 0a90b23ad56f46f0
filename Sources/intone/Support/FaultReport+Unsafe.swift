import Assessment
import Documents
import Files
import Glibc
import Interview

/// Words for standard error, where diagnostics go.
enum StandardError {
  /// A line of it, with what cannot be seen made visible.
  static func print(_ text: String) { write(text.visible + "\n") }

  /// The bytes as they are. What standard error does not take is lost: there is nowhere left to say so.
  static func write(_ text: String) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      written += count
    }
  }
}

/// What programs read; diagnostics never go here.
enum StandardOutput {
  /// Sends what is printed from now on nowhere. Unsafe: both descriptors are the process's own.
  static func silence() {
    fflush(nil)
    let nowhere = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard nowhere >= 0 else { return }
    dup2(nowhere, STDOUT_FILENO)
    close(nowhere)
  }

  /// What is printed is about candidates: nobody but its owner may read the file that a shell makes for it.
  static func keepPrivate() {
    // A file that somebody adds to may be readable for others, and is theirs to protect.
    PrivateFile.close(toOthers: STDOUT_FILENO)
  }

  /// Lets a reader at the other end of a pipe see what was printed. A null stream means all of them (fflush(3)).
  static func flush() { fflush(nil) }
}

extension Fault {
  /// What a person reads: what it is about, the cause, what to do.
  func report(subject: String?, in language: Language) -> String {
    let head = [subject, message(in: language)].compactMap(\.self).joined(separator: ": ")
    return "\(head)\n  → \(code.action[language]) [\(code.code)]"
  }

  /// The object that stands in the place of an analysis that could not be made.
  func analysisObject(path: String) -> JSON { RefusedAnalysis(self, path: path).json }
}

private struct RefusedAnalysis: Document {
  struct Recording: Document { let path: String }

  struct Failure: Document {
    let code: String
    let message: String
    let action: String
    let retry: String
  }

  var schema = Engine.schema
  var engine = Engine.version
  let recording: Recording
  let error: Failure

  init(_ fault: Fault, path: String) {
    recording = Recording(path: path)
    error = Failure(code: fault.code.code, message: fault.message(), action: fault.code.action.en, retry: fault.code.retry.rawValue)
  }
}
