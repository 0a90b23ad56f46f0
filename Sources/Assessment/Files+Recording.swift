import Files
import Interview
import Recordings

extension Files {
  /// SHA-256 of a recording that is open already, so that the bytes hashed are the bytes decoded.
  /// - Complexity: linear in the file's size, one block of memory.
  static func hash(_ recording: RecordingFile) throws(Fault) -> ContentHash {
    try hash { offset, block throws(Fault) in try recording.read(at: offset, count: 1 << 20, into: &block) }
  }
}
