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
  /// What a person should know; nil when all is well, or as the operator asked for (`decoder: any`). WAV, FLAC, Ogg, Opus, WebM and MP3
  /// are read without ffmpeg.
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

  /// What the kernel does not grant a child of this process; nil when nothing is missing. Starts one that does nothing: some 5 ms.
  public static func missingHere() -> String? {
    let bounds = ChildBounds(processorTime: 1, memory: 1 << 30)
    return (try? ConfinedChild("/bin/true", [], input: -1, bounds: bounds))?.granted.missing
  }

  private static func ask(_ location: FFmpegLocation, _ limits: RecordingLimits) throws(Fault) -> DecoderPresence {
    // Whatever is granted: it is given nothing of anybody's, and what is missing is to be told.
    var anyway = limits
    anyway.decoderPolicy = .any
    let child = try location.start(["-hide_banner", "-version"], input: -1, limits: anyway)
    var timeout = limits.decoderReadTimeout
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
      fault: limits.decoderPolicy == .any ? nil : granted.missing.map { Fault(.recordingDecoderUnconfined, $0) })
  }

  /// What the kernel does not grant to keep a decoder locked in, `Landlock, seccomp`; nil when nothing is missing.
  public var missing: String? { ConfinedChild.Granted(files: filesConfined, calls: callsConfined).missing }

  /// `ffmpeg 5.1.6, confined`, or what is wrong with it, or what is missing though the operator did not ask for it (`decoder: any`).
  public var summary: String {
    if let fault { return "ffmpeg: \(fault.message())" }
    return "ffmpeg \(version ?? ""), " + (missing.map { "not confined (\($0)), as decoder: any allows" } ?? "confined")
  }

  /// What keeps the daemon from being well: a decoder that the kernel does not confine. One that is not installed does not, nor one that
  /// is to run all the same (`decoder: any`).
  public var problem: Fault? { fault?.code == .recordingDecoderUnconfined ? fault : nil }
}
