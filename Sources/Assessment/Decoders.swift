import Interview
import Recordings

/// What the process found at its start to read recordings with, for its status.
public struct Decoders: Sendable {
  package let ffmpeg: DecoderPresence

  /// Looks for ffmpeg and starts it once; some 50 ms.
  public static func find(limits: RecordingLimits = .init()) -> Decoders { Decoders(ffmpeg: DecoderPresence.find(limits: limits)) }

  /// `ffmpeg 5.1.6, confined`, or what is wrong with it, or what is missing though the operator did not ask for it (`decoder: any`).
  public var summary: String {
    if let fault = ffmpeg.fault { return "ffmpeg: \(fault.message())" }
    return "ffmpeg \(ffmpeg.version ?? ""), " + (ffmpeg.missing.map { "not confined (\($0)), as decoder: any allows" } ?? "confined")
  }

  /// Nil when all is well. WAV, FLAC, Ogg, Opus, WebM and MP3 are read without ffmpeg: this is no fault of the daemon.
  public var fault: Fault? { ffmpeg.fault }

  /// What keeps the daemon from being well: a decoder that the kernel does not confine. One that is not installed does not.
  /// Neither does one that is to run all the same (`decoder: any`).
  public var problem: Fault? { ffmpeg.fault?.code == .recordingDecoderUnconfined ? ffmpeg.fault : nil }
}
