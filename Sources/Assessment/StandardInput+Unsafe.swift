import Glibc
import Interview
import Recordings

extension FaultCode {
  public static let inputUnspoolable = FaultCode(
    "input.unspoolable", retry: .later,
    cause: Bilingual(zh: "标准输入无法写入临时文件", en: "standard input could not be written to a temporary file"),
    action: Bilingual(zh: "检查 TMPDIR 所在磁盘的空间与权限。", en: "Check space and permissions of the directory that TMPDIR names."))
}

/// Keeps what arrives on standard input, because decoding has to look at some containers twice.
///
/// Unsafe: `mkstemp` writes into an array that is as long as its template; reads and writes name the bytes they were given.
enum StandardInput {
  /// Copies standard input to a temporary file that has no name any more, so that nothing is left however this ends.
  ///
  /// - Throws: `recording.too-large` beyond `limit` bytes, `input.unspoolable`.
  static func spool(limit: Int64) throws(Fault) -> RecordingFile {
    let directory = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array((directory + "/intone.XXXXXX").utf8CString)
    let descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    unsafe unlink(template)
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var total: Int64 = 0
    while true {
      let count = unsafe read(STDIN_FILENO, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      if count == 0 { break }
      total += Int64(count)
      guard total <= limit else { throw Fault(.recordingTooLarge, "> \(limit) bytes") }
      var written = 0
      while written < count {
        let piece = unsafe block[written..<count].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        if piece < 0, errno == EINTR { continue }
        guard piece > 0 else { throw failure() }
        written += piece
      }
    }
    return try RecordingFile(duplicating: descriptor)
  }

  private static func failure() -> Fault { unsafe Fault(.inputUnspoolable, String(cString: strerror(errno))) }
}
