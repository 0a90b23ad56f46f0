import Interview

/// The external decoder as the process finds it at its start: whether there is one, which, and how it will be confined.
public struct DecoderPresence: Sendable, Equatable {
  /// Nil where ffmpeg is not installed.
  public let path: String?
  /// As it names itself, for example `5.1.6-0+deb12u1`; nil where it does not run.
  public let version: String?
  /// Whether the kernel keeps it from the files of others (Landlock).
  public let filesConfined: Bool
  /// Whether the kernel keeps it from the network and from other processes (seccomp).
  public let callsConfined: Bool
  /// What a person should know; nil when all is well. Recordings that need no ffmpeg are read all the same.
  public let fault: Fault?

  /// Starts the decoder once, confined as it will be for recordings, and asks for its version. Takes some 50 ms.
  public static func find(_ location: FFmpegLocation? = .installed, limits: RecordingLimits = .init()) -> DecoderPresence {
    guard let location else {
      return DecoderPresence(path: nil, version: nil, filesConfined: false, callsConfined: false, fault: Fault(.recordingDecoderMissing))
    }
    do throws(Fault) {
      return try ask(location, limits)
    } catch {
      return DecoderPresence(path: location.path, version: nil, filesConfined: false, callsConfined: false, fault: error)
    }
  }

  private static func ask(_ location: FFmpegLocation, _ limits: RecordingLimits) throws(Fault) -> DecoderPresence {
    let child = try location.start(["-hide_banner", "-version"], input: -1, limits: limits)
    var timeout = limits.decoderStall
    var block = [UInt8](repeating: 0, count: 4096)
    var said: [UInt8] = []
    while let got = child.read(into: &block, timeout: &timeout), got > 0, said.count < 65_536 { said += block[..<got] }
    guard let exit = child.finish(timeout: &timeout) else { throw Fault(.recordingDecoderTimeout) }
    let words = String(decoding: said, as: UTF8.self).split(separator: " ")
    guard exit == .code(0), words.count > 2, words[0] == "ffmpeg", words[1] == "version" else {
      throw Fault(.recordingDecoderFailed, "-version")
    }
    let granted = child.granted
    return DecoderPresence(
      path: location.path, version: String(words[2]), filesConfined: granted.files, callsConfined: granted.calls,
      fault: granted.missing.map { Fault(.recordingDecoderUnconfined, $0) })
  }
}
