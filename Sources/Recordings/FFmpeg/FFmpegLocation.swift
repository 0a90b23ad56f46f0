import Glibc
import Interview

/// Where ffmpeg is installed. It is optional: found at start, and its absence is a state to report, not an error.
public struct FFmpegLocation: Sendable, Hashable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Looks for an executable `ffmpeg` in the directories of `searchPath`, then in the usual ones.
  ///
  /// - Parameter searchPath: directories separated by colons, for example the environment's `PATH`; relative ones are
  ///   ignored, since a decoder must not be picked up from wherever the program happens to stand.
  /// - Returns: nil where there is none.
  public static func find(in searchPath: String = "") -> FFmpegLocation? {
    let directories = searchPath.split(separator: ":").map(String.init) + ["/usr/bin", "/usr/local/bin", "/bin"]
    for directory in directories where directory.hasPrefix("/") {
      let path = directory + "/ffmpeg"
      if FileAccess.isExecutable(path) { return FFmpegLocation(path: path) }
    }
    return nil
  }

  /// What `find()` gave when it was first asked for.
  public static let installed: FFmpegLocation? = find()

  /// - Throws: `recording.decoder-not-started`; `recording.decoder-unconfined` where the policy asks for more than the kernel grants.
  func start(_ arguments: [String], input: Int32, limits: RecordingLimits) throws(Fault) -> ConfinedChild {
    let child: ConfinedChild
    do throws(ConfinedChild.ErrorNumber) {
      child = try ConfinedChild(path, arguments, input: input, bounds: ChildBounds(limits))
    } catch {
      throw Fault(.recordingDecoderNotStarted, error.sentence)
    }
    if limits.decoderPolicy == .confinedOnly, let missing = child.granted.missing {
      child.stop()
      throw Fault(.recordingDecoderUnconfined, missing)
    }
    return child
  }
}
