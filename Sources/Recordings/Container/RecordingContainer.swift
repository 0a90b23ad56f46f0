/// The form of a file, recognised by its first bytes and never by its name.
public enum RecordingContainer: String, Sendable, Hashable, Codable, CaseIterable {
  case wav
  case rf64
  case w64
  case aiff
  case au
  case caf
  case flac
  case ogg
  case mp3
  case webm
  case matroska
  case mp4
  case amr
  case asf
  case adts
  case avi
  case flv
  case mpeg
  case mpegTS = "mpeg-ts"
  case realMedia = "realmedia"
  case wavpack
  case monkeysAudio = "monkeys-audio"
  case trueAudio = "true-audio"
  case ac3
  case silk

  /// The name that a person knows it by.
  public var name: String {
    switch self {
    case .wav: "WAV"
    case .rf64: "RF64 (large WAV)"
    case .w64: "Wave64"
    case .aiff: "AIFF"
    case .au: "AU"
    case .caf: "CAF"
    case .flac: "FLAC"
    case .ogg: "Ogg"
    case .mp3: "MP3"
    case .webm: "WebM"
    case .matroska: "Matroska"
    case .mp4: "MP4 / M4A / 3GP / QuickTime"
    case .amr: "AMR"
    case .asf: "ASF / WMA"
    case .adts: "AAC (ADTS)"
    case .avi: "AVI"
    case .flv: "Flash Video"
    case .mpeg: "MPEG program stream"
    case .mpegTS: "MPEG transport stream"
    case .realMedia: "RealMedia"
    case .wavpack: "WavPack"
    case .monkeysAudio: "Monkey's Audio"
    case .trueAudio: "True Audio"
    case .ac3: "AC-3"
    case .silk: "SILK voice message (WeChat, QQ)"
    }
  }

  /// ffmpeg's name of the demuxer that reads this container and no other, so that nothing is left to its guessing
  /// (a guess may land on a playlist, which names other files); nil where ffmpeg has none.
  var demuxer: String? {
    switch self {
    case .wav, .rf64: "wav"
    case .w64: "w64"
    case .aiff: "aiff"
    case .au: "au"
    case .caf: "caf"
    case .flac: "flac"
    case .ogg: "ogg"
    case .mp3: "mp3"
    case .webm, .matroska: "matroska"
    case .mp4: "mov"
    case .amr: "amr"
    case .asf: "asf"
    case .adts: "aac"
    case .avi: "avi"
    case .flv: "flv"
    case .mpeg: "mpeg"
    case .mpegTS: "mpegts"
    case .realMedia: "rm"
    case .wavpack: "wv"
    case .monkeysAudio: "ape"
    case .trueAudio: "tta"
    case .ac3: "ac3"
    case .silk: nil
    }
  }
}
