import Interview

/// What the table of formats says of each container.
extension RecordingContainer {
  struct Entry {
    /// What it is recognised by.
    let mark: String
    /// What reads it.
    let reader: String
    /// Where it comes from in practice.
    let origin: String
  }

  var entry: Entry {
    switch self {
    case .wav: Entry(mark: "`RIFF`, `RIFX` … `WAVE`", reader: "libsndfile", origin: "recorders, conferencing servers")
    case .rf64: Entry(mark: "`RF64`, `BW64` … `WAVE`", reader: "libsndfile", origin: "recordings beyond 4 GB")
    case .w64: Entry(mark: "Sony's GUID of `riff`", reader: "libsndfile", origin: "studio software")
    case .aiff: Entry(mark: "`FORM` … `AIFF`, `AIFC`", reader: "libsndfile", origin: "macOS")
    case .au: Entry(mark: "`.snd`", reader: "libsndfile", origin: "telephony")
    case .caf: Entry(mark: "`caff`", reader: "libsndfile", origin: "iOS")
    case .flac: Entry(mark: "`fLaC`", reader: "libsndfile", origin: "archives")
    case .ogg: Entry(mark: "`OggS`", reader: "Opus: our own; Vorbis, FLAC: libsndfile; else ffmpeg", origin: "Firefox, messengers")
    case .mp3: Entry(mark: "a chain of MPEG frames, behind ID3 or junk", reader: "libsndfile", origin: "everywhere")
    case .webm: Entry(mark: "EBML, document type `webm`", reader: "Opus: our own; else ffmpeg", origin: "Chrome, Edge, Firefox")
    case .matroska: Entry(mark: "EBML", reader: "Opus: our own; else ffmpeg", origin: "video recorders")
    case .mp4: Entry(mark: "a box `ftyp`, `moov`, `mdat` …", reader: "ffmpeg", origin: "Safari, iPhone, Zoom, Teams")
    case .amr: Entry(mark: "`#!AMR`", reader: "ffmpeg", origin: "telephones")
    case .asf: Entry(mark: "the GUID of ASF", reader: "ffmpeg", origin: "Windows")
    case .adts: Entry(mark: "a chain of ADTS frames", reader: "ffmpeg", origin: "broadcast, Android")
    case .avi: Entry(mark: "`RIFF` … `AVI `", reader: "ffmpeg", origin: "cameras")
    case .flv: Entry(mark: "`FLV` 1", reader: "ffmpeg", origin: "streaming servers")
    case .mpeg: Entry(mark: "a pack header", reader: "ffmpeg", origin: "cameras")
    case .mpegTS: Entry(mark: "packets of 188 or 192 bytes", reader: "ffmpeg", origin: "broadcast, HLS")
    case .realMedia: Entry(mark: "`.RMF`", reader: "ffmpeg", origin: "old archives")
    case .wavpack: Entry(mark: "`wvpk`", reader: "ffmpeg", origin: "archives")
    case .monkeysAudio: Entry(mark: "`MAC `", reader: "ffmpeg", origin: "archives")
    case .trueAudio: Entry(mark: "`TTA1`", reader: "ffmpeg", origin: "archives")
    case .ac3: Entry(mark: "an AC-3 sync frame", reader: "ffmpeg", origin: "video")
    case .silk: Entry(mark: "`#!SILK`", reader: "none: refused with how to convert it", origin: "WeChat, QQ")
    }
  }

  /// The part of `docs/formats.md` about recordings, generated so that it cannot be wrong.
  public static var document: String {
    var lines = [
      "## Recordings", "",
      "A container is told by its content; the file's name does not matter. ffmpeg is optional and runs confined: with limits on",
      "time, memory and output, no network, no other file. What a header claims is compared with what is decoded.", "",
      "A recording is read to its end, whatever its header counts: frames of MP3 are counted one by one; MP3, FLAC, WAV, Ogg",
      "Vorbis and Opus recordings that were put together go on in the rate and the channels of the first; sizes of 0 or all ones in",
      "WAV, RF64, W64, AIFF, AU and CAF, as programs write them into a pipe, mean \"until the end\". Tags (ID3, APE, Lyrics3) and zeros",
      "behind the last frame are neither damage nor a missing end. Digital silence, zeros or a constant, is no speech and moves no",
      "other figure (`docs/method.md`).", "",
      "Of several audio tracks (screen recorders, conferences) the one with speech is measured; the analysis tells which one it was",
      "(`recording.audio_track`, from 1, and `recording.audio_tracks`, where there are several). Of two with speech it is the louder,",
      "and `recording.tracks-several` asks a person to look.", "",
      "| container | recognised by | read by | comes from |", "|---|---|---|---|",
    ]
    for container in allCases {
      let entry = container.entry
      lines.append("| \(container.name) | \(entry.mark) | \(entry.reader) | \(entry.origin) |")
    }
    lines += ["", "What can go wrong:", "", "| code | cause | what to do |", "|---|---|---|"]
    for code in FaultCode.recordingsCodes { lines.append("| `\(code.code)` | \(code.cause.en) | \(code.action.en) |") }
    return lines.joined(separator: "\n") + "\n"
  }
}
