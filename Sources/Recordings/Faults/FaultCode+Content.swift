import Interview

/// Codes of recordings: what is wrong with the sound inside.
extension FaultCode {
  public static let recordingHeaderOnly = FaultCode(
    "recording.header-only",
    cause: Bilingual(
      zh: "文件只有文件头，没有声音数据",
      en: "the file has a header and no sound"),
    action: Bilingual(
      zh: "请重新录制或重新上传；通常是录制开始后立即中断",
      en: "record or deliver it again; usually the recording was stopped at once"))

  public static let recordingTruncated = FaultCode(
    .truncated,
    action: Bilingual(
      zh: "已分析现有部分；请尽可能重新上传完整文件",
      en: "what is there was analysed; deliver the complete file if there is one"))

  public static let recordingDamaged = FaultCode(
    .damaged,
    action: Bilingual(
      zh: "已分析能够解码的部分；请尽可能重新上传完好的文件",
      en: "what could be decoded was analysed; deliver an undamaged file if there is one"))

  public static let recordingCorrupt = FaultCode(
    "recording.corrupt",
    cause: Bilingual(
      zh: "格式可以识别，但数据已损坏，无法解码",
      en: "the format is recognised but the data is corrupt and nothing can be decoded"),
    action: Bilingual(
      zh: "请重新上传；若源文件能够播放，请转换：ffmpeg -i 输入 -ar 16000 -ac 1 输出.flac",
      en: "deliver it again; if the original plays, convert it: ffmpeg -i INPUT -ar 16000 -ac 1 OUTPUT.flac"))

  public static let recordingIndexMissing = FaultCode(
    "recording.index-missing",
    cause: Bilingual(
      zh: "视频或 M4A 文件缺少索引（moov），通常是录制或上传中断",
      en: "the MP4 lacks its index (moov), usually because the recording or upload broke off"),
    action: Bilingual(
      zh: "请重新上传完整文件；只有录制程序或专门的修复工具才能补回索引",
      en: "deliver the complete file; only the recording program or a repair tool can restore the index"))

  public static let recordingPieceMissing = FaultCode(
    "recording.piece-missing",
    cause: Bilingual(
      zh: "这是录音的后续片段，缺少开头部分",
      en: "this is a later piece of a recording, whose beginning is missing"),
    action: Bilingual(
      zh: "请把浏览器录制的各个片段按顺序连接成一个文件后再提交",
      en: "join the pieces that the browser delivered, in order, into one file and deliver that"))

  public static let recordingContainerUnsupported = FaultCode(
    "recording.container-unsupported",
    cause: Bilingual(
      zh: "识别出该格式，但无法读取",
      en: "the format is recognised but cannot be read"),
    action: Bilingual(
      zh: "请转换后再提交：ffmpeg -i 输入 -ar 16000 -ac 1 输出.flac（微信、QQ 语音需先用 silk 解码工具转成 WAV）",
      en: "convert it first: ffmpeg -i INPUT -ar 16000 -ac 1 OUTPUT.flac (WeChat and QQ voice messages need a SILK decoder to WAV first)"))

  public static let recordingNoAudioTrack = FaultCode(
    "recording.no-audio-track",
    cause: Bilingual(
      zh: "文件中没有音轨",
      en: "the file has no audio track"),
    action: Bilingual(
      zh: "请检查录制时麦克风是否启用，并提交带声音的文件",
      en: "make sure that the microphone was on during recording, and deliver a file with sound"))

  public static let recordingRateUnsupported = FaultCode(
    "recording.rate-unsupported",
    cause: Bilingual(
      zh: "采样率不在支持的范围（8–192 kHz）内",
      en: "the sampling rate is outside the range that is read (8 to 192 kHz)"),
    action: Bilingual(
      zh: "请以 16 kHz 或更高的采样率录制；已有文件可转换：ffmpeg -i 输入 -ar 16000 输出.flac",
      en: "record at 16 kHz or more; an existing file can be converted: ffmpeg -i INPUT -ar 16000 OUTPUT.flac"))

  public static let recordingChannelsUnsupported = FaultCode(
    "recording.channels-unsupported",
    cause: Bilingual(
      zh: "声道数无法处理（为零或过多）",
      en: "the number of channels cannot be handled (none, or too many)"),
    action: Bilingual(
      zh: "请转为单声道：ffmpeg -i 输入 -ac 1 输出.flac",
      en: "convert it to one channel: ffmpeg -i INPUT -ac 1 OUTPUT.flac"))

  public static let recordingSamplesInvalid = FaultCode(
    .samplesInvalid,
    action: Bilingual(
      zh: "请检查录制或转换程序",
      en: "check the program that recorded or converted it"))

  public static let recordingGapsFilled = FaultCode(
    .gapsFilled,
    action: Bilingual(
      zh: "请检查录制端的网络和浏览器；空缺处不代表说话人停顿",
      en: "check the recorder's network and browser; such a gap need not be a pause of the speaker"))

  public static let recordingDurationWrong = FaultCode(
    .durationWrong,
    action: Bilingual(
      zh: "无需处理",
      en: "nothing needs to be done"))

  public static let recordingHeaderUnfinished = FaultCode(
    .headerUnfinished,
    action: Bilingual(
      zh: "已分析现有部分；请检查录制程序是否异常退出",
      en: "what is there was analysed; check whether the recording program ended abnormally"))

  public static let recordingSoundUnread = FaultCode(
    .soundUnread,
    action: Bilingual(
      zh: "已分析可读部分；若缺少内容，请转换后重新提交：ffmpeg -i 输入 -ar 16000 -ac 1 输出.flac",
      en:
        "what could be read was analysed; if something is missing, convert it and deliver that: ffmpeg -i INPUT -ar 16000 -ac 1 OUTPUT.flac"
    ))

  public static let recordingTrackSilent = FaultCode(
    .trackSilent,
    action: Bilingual(
      zh: "无需处理；所用音轨见分析结果的 audio_track",
      en: "nothing needs to be done; audio_track in the analysis says which one"))

  public static let recordingTracksSeveral = FaultCode(
    .tracksSeveral,
    action: Bilingual(
      zh: "请确认所用音轨（分析结果的 audio_track）是应聘者的；若不是，请只提交应聘者的音轨",
      en: "check that the measured track (audio_track in the analysis) is the candidate's; if not, deliver the candidate's track alone"
    ))

  public static let recordingDecodingCostly = FaultCode(
    "recording.decoding-costly",
    cause: Bilingual(
      zh: "解码该录音所需的处理器时间远超其时长应有的水平，已停止",
      en: "decoding took far more processor time than the recording's length allows, and was stopped"),
    action: Bilingual(
      zh: "请转为 16 kHz 单声道后再提交：ffmpeg -i 输入 -ar 16000 -ac 1 输出.flac",
      en: "convert it to 16 kHz and one channel and deliver that: ffmpeg -i INPUT -ar 16000 -ac 1 OUTPUT.flac"))

  public static let recordingChannelSilent = FaultCode(
    .channelSilent,
    action: Bilingual(
      zh: "请检查麦克风接线",
      en: "check the microphone's wiring"))

  public static let recordingChannelInverted = FaultCode(
    .channelInverted,
    action: Bilingual(
      zh: "请检查麦克风接线",
      en: "check the microphone's wiring"))
}

extension FaultCode {
  /// Of what is noted though the recording was read; its cause is what the flag says.
  fileprivate init(_ flag: RecordingFlag, action: Bilingual) { self.init(flag.rawValue, cause: flag.meaning, action: action) }
}
